/** In 5138: what lies beyond was counted in another unit than its column says. */
const longestMs = 1e14;
const whole = /^\d{1,19}$/;
const decimal = /^(\d{1,19})(?:\.(\d{1,24}))?(?:[eE]\+?(\d{1,2}))?$/;
/** 20250101: as seconds it would lie in August 1970, when there was no market. */
const compactDay = /^((?:19|20)\d\d)([01]\d)([0-3]\d)$/;
const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/;

/** What a number that is a time counts. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

const nsPerMs = 1_000_000n;

/** The unit that stands in a column's name, as in `open_time_ms`; null when none does. */
export function timeUnitOf(columnName: string): TimeUnit | null {
  const unit = /_(s|ms|us|ns)$/.exec(columnName)?.[1];
  return unit === 's' || unit === 'ms' || unit === 'us' || unit === 'ns' ? unit : null;
}

function unitBySize(value: number): TimeUnit {
  if (value < 1e11) return 's';
  if (value < 1e14) return 'ms';
  return value < 1e17 ? 'us' : 'ns';
}

function toMs(text: string, unit: TimeUnit): number {
  if (unit === 'ns') return Number(BigInt(text) / nsPerMs);
  const value = Number(text);
  if (unit === 's') return value * 1000;
  if (unit === 'ms') return value;
  return Number.isSafeInteger(value) ? (value - (value % 1000)) / 1000 : Number(BigInt(text) / 1000n);
}

const millisecondsAs: Readonly<Record<TimeUnit, number>> = { s: 3, ms: 0, us: -3, ns: -6 };

/** Of a number with a point or an exponent, as programs write doubles, counted in whole numbers all the same. */
function decimalToMs(
  [text, units = '', fraction = '', exponent = '0']: RegExpExecArray,
  unit: TimeUnit | null,
): number {
  const shift = Number(exponent) - fraction.length + millisecondsAs[unit ?? unitBySize(Number(text))];
  const digits = BigInt(units + fraction);
  return Number(shift < 0 ? digits / 10n ** BigInt(-shift) : digits * 10n ** BigInt(shift));
}

function isoToMs([, day = '', clock = '00:00', zone = 'Z']: readonly string[]): number | null {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // A day that its month has not would be taken for one of the next month.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  const hours = zone.slice(0, 3);
  const offset = /^(?:Z|UTC)$/.test(zone) ? 'Z' : `${hours}:${zone.slice(3).replace(':', '') || '00'}`;
  const time = Date.parse(`${day}T${clock}${offset}`);
  return Number.isNaN(time) ? null : time;
}

/**
 * Milliseconds since 1970, cut to whole ones, of a number or of an ISO date and time, which is UTC where it names no offset; null when
 * it is neither. Where `unit` is null, a number is in the unit in which it lies between 1973 and 5138.
 */
export function parseTime(text: string, unit: TimeUnit | null): number | null {
  const isCount = whole.test(text) && !(unit === null && compactDay.test(text));
  const time = isCount ? toMs(text, unit ?? unitBySize(Number(text))) : otherTime(text, unit);
  return time === null || time < 0 || time >= longestMs ? null : time;
}

function otherTime(text: string, unit: TimeUnit | null): number | null {
  const day = unit === null ? compactDay.exec(text) : null;
  if (day !== null) return isoToMs(['', `${day[1]}-${day[2]}-${day[3]}`]);
  const number = decimal.exec(text);
  if (number !== null) return decimalToMs(number, unit);
  const date = iso.exec(text);
  return date === null ? null : isoToMs(date);
}
