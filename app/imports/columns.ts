import { ExpectedError } from '../domain/errors.ts';
import { type TimeUnit, timeUnitOf } from './timeText.ts';

type CommonRole = 'symbol' | 'time';

/** For each role that a column can have, the names it goes by, the surest first. */
export type ColumnNames<Role extends string> = Readonly<Record<Role | CommonRole, readonly string[]>>;

/** Where each role stands in a row; a role that the file lacks is absent. */
export interface Columns<Role extends string> {
  readonly names: readonly string[];
  readonly places: Readonly<Partial<Record<Role, number>>>;
  readonly timePlace: number;
  readonly timeUnit: TimeUnit | null;
  /** null in a file of one series. */
  readonly symbolPlace: number | null;
}

/** `Open time`, `open-time` and `openTime` are one name. */
const plain = (name: string): string =>
  name
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/**
 * Finds the roles among the names of a header.
 * @throws ExpectedError IMPORT_COLUMNS when a needed one is missing or a name comes twice
 */
export function findColumns<Role extends string>(
  header: readonly string[],
  known: ColumnNames<Role>,
  needed: readonly Role[],
): Columns<Role> {
  const names = header.map(plain);
  const placeOf = (role: Role | CommonRole): number | null => {
    const name = known[role].find((each) => names.includes(each));
    if (name === undefined) return null;
    const place = names.indexOf(name);
    if (names.indexOf(name, place + 1) >= 0) throw columnsProblem(`the column ${name} comes twice`, header);
    return place;
  };
  const places: Partial<Record<Role, number>> = {};
  for (const role of Object.keys(known) as Role[]) {
    const place = placeOf(role);
    if (place !== null) places[role] = place;
  }
  const timePlace = placeOf('time');
  const missing = needed.filter((role) => places[role] === undefined);
  if (timePlace === null || missing.length > 0) {
    throw columnsProblem(`no column for ${missing[0] ?? 'time'} was found`, header);
  }
  return { names, places, timePlace, timeUnit: timeUnitOf(names[timePlace] ?? ''), symbolPlace: placeOf('symbol') };
}

/** Says what is wrong with the columns of a file, and shows the start of its header. */
export function columnsProblem(what: string, header: readonly string[]): ExpectedError {
  return new ExpectedError('IMPORT_COLUMNS', what, {
    advice: 'Name the columns in the order of the file, or choose the venue it comes from.',
    facts: { header: header.join(',').slice(0, 200) },
  });
}
