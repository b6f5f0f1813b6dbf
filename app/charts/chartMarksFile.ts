import { z } from 'zod';
import {
  type ChartMarks,
  type ChartSymbol,
  chartMarksSchema,
  chartSymbolSchema,
  drawingSchema,
  keptStudySchema,
  mostChartSymbols,
  noMarks,
  symbolKey,
} from '../contract/chartMarks.ts';

export const chartMarksVersion = 2;

/** charts.json: what is kept of each symbol, the one that was changed last at the end. */
export interface ChartMarksFile {
  readonly version: typeof chartMarksVersion;
  readonly symbols: readonly { readonly symbol: ChartSymbol; readonly marks: ChartMarks }[];
}

export const noChartMarks: ChartMarksFile = { version: chartMarksVersion, symbols: [] };

/** Version 1 held price alerts too: see formerPriceAlerts. */
const fileSchema = z.object({ version: z.literal([1, chartMarksVersion]), symbols: z.array(z.unknown()) });
const entrySchema = z.object({ symbol: chartSymbolSchema, marks: z.record(z.string(), z.unknown()) });

/**
 * What a kept text says, mended: a study, drawing or alert that is none is left out and said, the rest stays. Null where the text is no
 * such file at all, or is of a later version.
 */
export function readChartMarksFile(
  text: string,
): { readonly value: ChartMarksFile; readonly notices: readonly string[] } | null {
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success) return null;
  const kept = new Map<string, ChartMarksFile['symbols'][number]>();
  let lost = 0;
  for (const read of file.data.symbols.slice(-mostChartSymbols)) {
    const entry = entrySchema.safeParse(read);
    if (!entry.success) {
      lost += 1;
      continue;
    }
    const { symbol, marks } = entry.data;
    const mended = mendedMarks(marks);
    lost += mended.lost;
    kept.set(symbolKey(symbol), { symbol, marks: mended.marks });
  }
  const notices =
    lost === 0 ? [] : [`${lost} of the drawings, indicators and alerts could not be read and were left out.`];
  return { value: { version: chartMarksVersion, symbols: [...kept.values()] }, notices };
}

/** A file with what is kept of a symbol as the newest, without those that were changed longest ago where they are too many. */
export function withSymbolMarks(file: ChartMarksFile, symbol: ChartSymbol, marks: ChartMarks): ChartMarksFile {
  const key = symbolKey(symbol);
  const others = file.symbols.filter((each) => symbolKey(each.symbol) !== key);
  const isEmpty = JSON.stringify(marks) === JSON.stringify(noMarks);
  const symbols = isEmpty ? others : [...others, { symbol, marks }];
  return { ...file, symbols: symbols.slice(-mostChartSymbols) };
}

export function marksOf(file: ChartMarksFile, symbol: ChartSymbol): ChartMarks {
  const key = symbolKey(symbol);
  return file.symbols.find((each) => symbolKey(each.symbol) === key)?.marks ?? noMarks;
}

function mendedMarks(read: Readonly<Record<string, unknown>>): { readonly marks: ChartMarks; readonly lost: number } {
  const { shape } = chartMarksSchema;
  let lost = 0;
  const list = <Value>(value: unknown, schema: z.ZodType<Value>, whole: z.ZodType<Value[]>): Value[] => {
    if (!Array.isArray(value)) return [];
    const good = value.flatMap((each) => {
      const parsed = schema.safeParse(each);
      if (!parsed.success) lost += 1;
      return parsed.success ? [parsed.data] : [];
    });
    const all = whole.safeParse(good);
    if (!all.success) lost += good.length;
    return all.success ? all.data : [];
  };
  const marks: ChartMarks = {
    studies: list(read.studies, keptStudySchema, shape.studies),
    drawings: list(read.drawings, drawingSchema, shape.drawings),
    showsProfile: read.showsProfile === true,
    showsTrades: read.showsTrades === true,
  };
  return { marks, lost };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
