import { z } from 'zod';
import { addressSchema } from './domainSchemas.ts';
import { mostStudies, studySchema } from './studies.ts';

/** What a person keeps of a symbol: a pool in one of its directions, or a recorded series by its names. */
export const chartSymbolSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pool'), pool: addressSchema, inverted: z.boolean() }),
  z.strictObject({
    kind: z.literal('recorded'),
    venue: z.string().max(64),
    symbol: z.string().max(64),
    inverted: z.boolean(),
  }),
]);
export type ChartSymbol = z.infer<typeof chartSymbolSchema>;

/** By what it is kept: equal symbols have equal keys. */
export function symbolKey(symbol: ChartSymbol): string {
  const { inverted } = symbol;
  const name = symbol.kind === 'pool' ? symbol.pool : `${symbol.venue} ${symbol.symbol}`;
  return `${symbol.kind} ${name}${inverted ? ' inverted' : ''}`;
}

export const mostDrawings = 200;

const idSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);
const priceSchema = z.number().positive().max(1e60);
const pointSchema = z.strictObject({ timeS: z.number().min(0).max(1e11), price: priceSchema });
export type ChartPoint = z.infer<typeof pointSchema>;

/** Drawings between two points, and the level at a price. */
export const pointDrawings = ['trend', 'rectangle', 'fibonacci'] as const;
export type PointDrawing = (typeof pointDrawings)[number];
export const drawingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ id: idSchema, kind: z.enum(pointDrawings), from: pointSchema, to: pointSchema }),
  z.strictObject({ id: idSchema, kind: z.literal('level'), price: priceSchema }),
]);
export type Drawing = z.infer<typeof drawingSchema>;

/** A study with where it is drawn: over the bars, or in a pane of its own. */
export const keptStudySchema = z.strictObject({ study: studySchema, place: z.enum(['price', 'pane']) });
export type KeptStudy = z.infer<typeof keptStudySchema>;

export const chartMarksSchema = z.strictObject({
  studies: z.array(keptStudySchema).max(mostStudies),
  drawings: z.array(drawingSchema).max(mostDrawings),
  /** Volume by price of the bars in view. */
  showsProfile: z.boolean(),
  /** Each trade of the last blocks as a dot. */
  showsTrades: z.boolean(),
});
export type ChartMarks = z.infer<typeof chartMarksSchema>;

export const noMarks: ChartMarks = { studies: [], drawings: [], showsProfile: false, showsTrades: false };

/** Symbols that are kept at most; the one that was changed longest ago goes first. */
export const mostChartSymbols = 500;

export const chartMarkRequests = {
  chartMarks: {
    request: z.strictObject({ symbol: chartSymbolSchema }),
    response: z.strictObject({ marks: chartMarksSchema }),
  },
  /** Kept when it answers. */
  keepChartMarks: {
    request: z.strictObject({ symbol: chartSymbolSchema, marks: chartMarksSchema }),
    response: z.strictObject({ marks: chartMarksSchema }),
  },
} as const;

/** main -> pages: a symbol's marks are now these. */
export const chartMarksEventSchema = z.strictObject({ symbol: chartSymbolSchema, marks: chartMarksSchema });
export type ChartMarksEvent = z.infer<typeof chartMarksEventSchema>;
