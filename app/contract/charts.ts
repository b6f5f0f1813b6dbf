import { z } from 'zod';
import { addressSchema } from './domainSchemas.ts';
import { importIntervals } from './imports.ts';

/** The lengths of bars that a chart can show: all that are kept. */
export const chartIntervals = importIntervals;
export type ChartInterval = (typeof chartIntervals)[number];

/** Bars of one answer at most; a chart holds a few of them. */
export const mostBarsInPage = 2_000;
/** Bars of one row of the stream at most. */
export const mostBarsInTail = 256;
export const mostGapsInPage = 500;
const mostFills = 200;

/** Where bars come from: a pool's swaps as the engine sees them, or a series of the market history by its number there. */
export const chartSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pool'), pool: addressSchema }),
  z.strictObject({ kind: z.literal('recorded'), series: z.int().nonnegative() }),
]);
export type ChartSource = z.infer<typeof chartSourceSchema>;

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
} as const;
export type ChartName = keyof typeof chartRequests;
export type ChartRequest<N extends ChartName> = z.input<(typeof chartRequests)[N]['request']>;
export type ChartAnswer<N extends ChartName> = z.output<(typeof chartRequests)[N]['response']>;
export type ChartPageRequest = z.output<(typeof chartRequests)['chartPage']['request']>;
export type ChartBarRequest = z.output<(typeof chartRequests)['chartBar']['request']>;

/** What a window looks at: the engine streams the newest bars of these. */
export const watchedBarsSchema = z.strictObject({ pool: addressSchema, interval: z.enum(chartIntervals) });
export type WatchedBars = z.infer<typeof watchedBarsSchema>;

/** The bars of a watched pool that can still change, and what happened in them. id is `pool interval`. */
export const barsRowSchema = z.object({
  id: z.string(),
  /** When the bar before the first of these opens; null where there is none. A window that does not have it asks for a page. */
  afterS: z.number().nullable(),
  columns: columnsSchema(mostBarsInTail),
  gaps: z.array(gapSchema).max(mostGapsInPage),
  /** Orders of ours that landed with a swap of this pool: `buys` its token0. */
  fills: z.array(z.strictObject({ orderId: z.string().max(128), atS: z.number(), buys: z.boolean() })).max(mostFills),
  /** Bars from before the engine was restarted are still being read. */
  filling: z.boolean(),
});
export type BarsRow = z.infer<typeof barsRowSchema>;
