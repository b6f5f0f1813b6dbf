import { z } from 'zod';
import { ExpectedError } from '../domain/errors.ts';
import { loadNative } from '../native.ts';

/** Whose names, order of options, warm-up and first value an indicator has. `chart`: those that neither library knows. */
export const indicatorConventions = ['talib', 'tulip', 'chart'] as const;
export type IndicatorConvention = (typeof indicatorConventions)[number];

const option = z.object({
  name: z.string(),
  default: z.number(),
  least: z.number(),
  most: z.number(),
  whole: z.boolean(),
});
const definition = z.object({
  convention: z.enum(indicatorConventions),
  name: z.string(),
  inputs: z.array(z.string()),
  outputs: z.array(z.string()),
  options: z.array(option),
});

export type IndicatorOption = z.infer<typeof option>;

/** An indicator as the compiled core has it. `place`: its number there. Inputs, options and outputs in their order. */
export type IndicatorDefinition = Readonly<z.infer<typeof definition>> & { readonly place: number };

const keyOf = (convention: string, name: string): string => `${convention} ${name.toLowerCase()}`;

let table: ReadonlyMap<string, IndicatorDefinition> | null = null;

function loadedTable(): ReadonlyMap<string, IndicatorDefinition> {
  if (table === null) {
    const rows = z.array(definition).parse(JSON.parse(loadNative().indicatorTable()));
    table = new Map(rows.map((row, place) => [keyOf(row.convention, row.name), { ...row, place }]));
  }
  return table;
}

/** All indicators, or those of one convention. */
export function indicatorDefinitions(convention?: IndicatorConvention): IndicatorDefinition[] {
  return [...loadedTable().values()].filter((each) => convention === undefined || each.convention === convention);
}

/** @param name in capitals or not. @throws ExpectedError INDICATOR_UNKNOWN */
export function indicatorDefinition(convention: IndicatorConvention, name: string): IndicatorDefinition {
  const found = loadedTable().get(keyOf(convention, name));
  if (found !== undefined) return found;
  const elsewhere = indicatorDefinitions().filter((each) => each.name === name.toLowerCase());
  throw new ExpectedError('INDICATOR_UNKNOWN', `there is no indicator ${name} in the convention ${convention}`, {
    advice:
      elsewhere.length > 0
        ? `Ask for it in the convention ${elsewhere.map((each) => each.convention).join(' or ')}.`
        : 'Ask for one of those that indicatorDefinitions lists.',
    facts: { name, convention },
  });
}
