import { z } from 'zod';
import { addressSchema } from './domainSchemas.ts';
import { importIntervals } from './imports.ts';
import { mostStudies, studyDefinitionSchema, studySchema, studyValuesSchema } from './studies.ts';

/** The lengths of bars that a chart can show: all that are kept. */
export const chartIntervals = importIntervals;
export type ChartInterval = (typeof chartIntervals)[number];

/** Bars of one answer at most; a chart holds a few of them. */
export const mostBarsInPage = 2_000;
/** Bars of one row of the stream at most. */
export const mostBarsInTail = 256;
export const mostGapsInPage = 500;
const mostFills = 200;
/** Trades of one row of the stream at most: those that a reorg may still take back, the newest of them. */
export const mostTradesInRow = 200;
/** Bars that a study is computed over at most, and that a chart holds. */
export const mostLoadedBars = 10_000;
/** Rows of a volume profile at most. */
export const mostProfileRows = 400;

/** One bar of token0 in token1, or the other way round: every price is then 1 divided by it. */
const inverted = z.boolean().default(false);

/** Where bars come from: a pool's swaps as the engine sees them, or a series of the market history by its number there. */
export const chartSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pool'), pool: addressSchema, inverted }),
  z.strictObject({ kind: z.literal('recorded'), series: z.int().nonnegative(), inverted }),
]);

/** One thing that can be charted. */
export const chartSeriesSchema = z.strictObject({
  source: chartSourceSchema,
  /** "Uniswap V2", "binance". */
  venue: z.string().max(64),
  /** "LINK / WETH", "BTCUSDT". */
  symbol: z.string().max(64),
  /** Of a pool: what a swap costs, in parts per million; null of others. */
  feePpm: z.int().nonnegative().nullable(),
  /** Of which intervals there are bars. */
  intervals: z.array(z.enum(chartIntervals)).max(chartIntervals.length),
  /** When the newest trade or bar began; null where there is none yet. */
  lastMs: z.number().nullable(),
  /** Trades of a pool since it is followed, bars of a recorded series. */
  rows: z.int().nonnegative(),
});
export type ChartSeries = z.infer<typeof chartSeriesSchema>;

export const chartSeriesListSchema = z.strictObject({ series: z.array(chartSeriesSchema).max(2_000), more: z.int() });
export type ChartSeriesList = z.infer<typeof chartSeriesListSchema>;

const columnSchema = (most: number) => z.instanceof(Float64Array).refine(({ length }) => length <= most);

/** Bars in order of time, as columns of equal length. Doubles, for looking at; the exact digits are asked for bar by bar. */
const columnsSchema = (most: number) =>
  z
    .strictObject({
      /** When each opens, in seconds since 1970-01-01 UTC. */
      timeS: columnSchema(most),
      open: columnSchema(most),
      high: columnSchema(most),
      low: columnSchema(most),
      close: columnSchema(most),
      volume: columnSchema(most),
      /** NaN where the source does not count them. */
      trades: columnSchema(most),
    })
    .refine((columns) => Object.values(columns).every(({ length }) => length === columns.timeS.length));

/** A stretch of which nothing is known, in seconds: bars that open in it are not there or lack a part. */
const gapSchema = z.strictObject({ fromS: z.number(), toS: z.number() });
export type ChartGap = z.infer<typeof gapSchema>;

const pageSchema = z.strictObject({
  columns: columnsSchema(mostBarsInPage),
  /** Whether bars from before the first of these are kept too. */
  earlier: z.boolean(),
  gaps: z.array(gapSchema).max(mostGapsInPage),
});
export type ChartPage = z.infer<typeof pageSchema>;
export type ChartColumns = ChartPage['columns'];

/** One bar to the last digit, in whole tokens. */
const exactBarSchema = z.strictObject({
  open: z.string().max(200),
  high: z.string().max(200),
  low: z.string().max(200),
  close: z.string().max(200),
  volume: z.string().max(200),
  trades: z.int().nullable(),
});
export type ExactBar = z.infer<typeof exactBarSchema>;

/** Volume by price of the bars of a stretch: row i begins at (firstRow + i) * rowSize. Rows are counted from the first. */
const profileSchema = z.strictObject({
  rowSize: z.number().positive(),
  firstRow: z.number(),
  volumes: columnSchema(mostProfileRows + 2),
  /** The row with the most volume, and those round it that hold 70 % of all, both included. */
  pointOfControl: z.int(),
  valueAreaLow: z.int(),
  valueAreaHigh: z.int(),
});
export type ChartProfile = z.infer<typeof profileSchema>;

/** What is answered by the engine of a pool, by the history process of what is recorded, and by main for a window of both. */
export const chartRequests = {
  chartSeries: { request: z.strictObject({}), response: chartSeriesListSchema },
  /** The newest bars that open before a time, or the newest of all. @throws CHART_UNKNOWN, HISTORY_* */
  chartPage: {
    request: z.strictObject({
      source: chartSourceSchema,
      interval: z.enum(chartIntervals),
      beforeMs: z.number().nonnegative().nullable(),
      count: z.int().min(1).max(mostBarsInPage),
    }),
    response: pageSchema,
  },
  /** null where no bar opens then. @throws CHART_UNKNOWN, HISTORY_* */
  chartBar: {
    request: z.strictObject({ source: chartSourceSchema, interval: z.enum(chartIntervals), openTimeMs: z.number() }),
    response: z.strictObject({ bar: exactBarSchema.nullable() }),
  },
  /** Every indicator that a chart can show. */
  studyCatalogue: {
    request: z.strictObject({}),
    response: z.strictObject({ definitions: z.array(studyDefinitionSchema).max(1_000) }),
  },
  /** Studies over all bars that open at a time or later, each with a value or none a bar. @throws CHART_UNKNOWN, HISTORY_* */
  chartStudies: {
    request: z.strictObject({
      source: chartSourceSchema,
      interval: z.enum(chartIntervals),
      fromMs: z.number().nonnegative(),
      studies: z.array(studySchema).max(mostStudies),
    }),
    response: z.strictObject({
      timeS: columnSchema(mostLoadedBars),
      studies: z.array(studyValuesSchema).max(mostStudies),
    }),
  },
  /** Volume by price of the bars that open between two times, both included; null where there are none. @throws CHART_UNKNOWN, HISTORY_* */
  chartProfile: {
    request: z.strictObject({
      source: chartSourceSchema,
      interval: z.enum(chartIntervals),
      fromMs: z.number().nonnegative(),
      toMs: z.number().nonnegative(),
      rows: z.int().min(4).max(mostProfileRows),
    }),
    response: z.strictObject({ profile: profileSchema.nullable() }),
  },
} as const;
export type ChartName = keyof typeof chartRequests;
export type ChartRequest<N extends ChartName> = z.input<(typeof chartRequests)[N]['request']>;
export type ChartAnswer<N extends ChartName> = z.output<(typeof chartRequests)[N]['response']>;
export type ChartPageRequest = z.output<(typeof chartRequests)['chartPage']['request']>;
export type ChartStudiesRequest = z.output<(typeof chartRequests)['chartStudies']['request']>;
export type ChartProfileRequest = z.output<(typeof chartRequests)['chartProfile']['request']>;
export type ChartBarRequest = z.output<(typeof chartRequests)['chartBar']['request']>;

/** What a window looks at: the engine streams the newest bars of these, and their studies as over all bars from a time on. */
export const watchedBarsSchema = z.strictObject({
  pool: addressSchema,
  inverted,
  interval: z.enum(chartIntervals),
  fromMs: z.number().nonnegative().default(0),
  studies: z.array(studySchema).max(mostStudies).default([]),
});
export type WatchedBars = z.infer<typeof watchedBarsSchema>;

/** The id of the row of a pool's bars. */
export function barsRowId({ pool, inverted = false, interval }: z.input<typeof watchedBarsSchema>): string {
  return `${pool} ${interval}${inverted ? ' inverted' : ''}`;
}

/** The bars of a watched pool that can still change, and what happened in them. */
export const barsRowSchema = z.object({
  id: z.string(),
  /** When the bar before the first of these opens; null where there is none. A window that does not have it asks for a page. */
  afterS: z.number().nullable(),
  columns: columnsSchema(mostBarsInTail),
  gaps: z.array(gapSchema).max(mostGapsInPage),
  /** Orders of ours that landed with a swap of this pool: `buys` its token0. */
  fills: z.array(z.strictObject({ orderId: z.string().max(128), atS: z.number(), buys: z.boolean() })).max(mostFills),
  /** Trades that a reorg may still take back, oldest first: `buys` the pool's token0. Doubles, for looking at. */
  trades: z
    .array(z.strictObject({ atS: z.number(), price: z.number(), size: z.number(), buys: z.boolean() }))
    .max(mostTradesInRow),
  /** Each watched study over the bars of this row, as computed over all from `fromMs` on. */
  studies: z.array(z.strictObject({ fromMs: z.number(), ...studyValuesSchema.shape })).max(64),
  /** Bars from before the engine was restarted are still being read. */
  filling: z.boolean(),
});
export type BarsRow = z.infer<typeof barsRowSchema>;
