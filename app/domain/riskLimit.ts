import type { EpochMs } from './clock.ts';

/** Limits as data, in the order in which they are checked and shown. */
export const limitIds = [
  'singleTrade',
  'strategyExposure',
  'dailyRisk',
  'relatedAssets',
  'leverage',
  'flashNotional',
  'monthlyDrawdown',
  'overallDrawdown',
  'smallestPosition',
  'largestPosition',
  'correlation',
  'mainnetCapital',
  'layer2Capital',
  'crossChainCapital',
  'reserveCapital',
  'valueAtRisk',
  'kellyFraction',
] as const;
export type LimitId = (typeof limitIds)[number];

/** Millionths: of our own capital (1000000 is all of it), of 1 for a correlation, or of a full Kelly stake. */
export type LimitValues = Readonly<Record<LimitId, number>>;

export interface LimitDefinition {
  readonly name: string;
  /** What it is a share of. `times`: a multiple of our own capital; `plain`: a number as it is. */
  readonly unit: 'share' | 'times' | 'plain';
  /** Whether the figure has to stay at or below it, or at or above. */
  readonly sense: 'most' | 'least';
  /** Millionths, as every value of a limit. */
  readonly initial: number;
  /** The bounds that it can be set within. */
  readonly from: number;
  readonly to: number;
  readonly meaning: string;
}

const percent = 10_000;
const one = 1_000_000;

/** Every limit with its bounds. Defaults: the product's targets. */
export const limitTable: Readonly<Record<LimitId, LimitDefinition>> = {
  singleTrade: {
    name: 'Single trade',
    unit: 'share',
    sense: 'most',
    initial: 2 * percent,
    from: percent / 100,
    to: 10 * percent,
    meaning: 'What one trade can lose: gas at worst, and the position that it opens. Atomic trades open none.',
  },
  strategyExposure: {
    name: 'Strategy exposure',
    unit: 'share',
    sense: 'most',
    initial: 15 * percent,
    from: percent / 10,
    to: 50 * percent,
    meaning: 'What the open orders, tickets and positions of one strategy can lose together.',
  },
  dailyRisk: {
    name: 'Daily risk',
    unit: 'share',
    sense: 'most',
    initial: 5 * percent,
    from: percent / 10,
    to: 20 * percent,
    meaning: "The UTC day's realised loss, with everything that is open at its worst.",
  },
  relatedAssets: {
    name: 'Related assets',
    unit: 'share',
    sense: 'most',
    initial: 25 * percent,
    from: percent,
    to: one,
    meaning:
      'Holdings that move together, by the correlation limit. All holdings count as related until enough prices were seen.',
  },
  leverage: {
    name: 'Leverage',
    unit: 'times',
    sense: 'most',
    initial: 3 * one,
    from: 0,
    to: 5 * one,
    meaning:
      'Holdings and open risk against own capital. Flash funding is repaid within the transaction and does not count.',
  },
  flashNotional: {
    name: 'Flash-funded notional',
    unit: 'times',
    sense: 'most',
    initial: 10 * one,
    from: 0,
    to: 10 * one,
    meaning: 'The input of one flash-funded route. It bounds what a mistake of ours could move.',
  },
  monthlyDrawdown: {
    name: 'Monthly drawdown',
    unit: 'share',
    sense: 'most',
    initial: 5 * percent,
    from: percent / 10,
    to: 30 * percent,
    meaning: "The fall from the UTC month's highest equity, with everything that is open at its worst.",
  },
  overallDrawdown: {
    name: 'Overall drawdown',
    unit: 'share',
    sense: 'most',
    initial: 15 * percent,
    from: percent,
    to: 50 * percent,
    meaning: 'The fall from the highest equity of the books, with everything that is open at its worst.',
  },
  smallestPosition: {
    name: 'Smallest position',
    unit: 'share',
    sense: 'least',
    initial: percent / 2,
    from: 0,
    to: 5 * percent,
    meaning: 'A trade that opens a position opens no smaller one. Atomic trades open none.',
  },
  largestPosition: {
    name: 'Largest position',
    unit: 'share',
    sense: 'most',
    initial: 25 * percent,
    from: percent,
    to: one,
    meaning: 'The value of one held token. The native currency, its wrapped form and the dollar token are cash.',
  },
  correlation: {
    name: 'Correlation',
    unit: 'plain',
    sense: 'most',
    initial: 700_000,
    from: 0,
    to: one,
    meaning: 'Of a position that is to be opened with what is held; from here on holdings count as related.',
  },
  mainnetCapital: {
    name: 'Capital on mainnet',
    unit: 'share',
    sense: 'most',
    initial: 40 * percent,
    from: 0,
    to: one,
    meaning: 'Holdings and open risk on the main network; the embedded chain counts as one.',
  },
  layer2Capital: {
    name: 'Capital on layer 2',
    unit: 'share',
    sense: 'most',
    initial: 35 * percent,
    from: 0,
    to: one,
    meaning: 'Holdings and open risk on layer-2 and side networks.',
  },
  crossChainCapital: {
    name: 'Capital across chains',
    unit: 'share',
    sense: 'most',
    initial: 20 * percent,
    from: 0,
    to: one,
    meaning: 'Holdings and open risk that are between chains.',
  },
  reserveCapital: {
    name: 'Reserve',
    unit: 'share',
    sense: 'least',
    initial: 5 * percent,
    from: 0,
    to: 50 * percent,
    meaning: 'Cash that is left when everything that is open costs its worst.',
  },
  valueAtRisk: {
    name: 'Value at risk, 95 %, a day',
    unit: 'share',
    sense: 'most',
    initial: 2 * percent,
    from: percent / 10,
    to: 20 * percent,
    meaning:
      'What holdings lose on no more than one day in twenty. Where it is not known, atomic trades pass and no position is opened.',
  },
  kellyFraction: {
    name: 'Part of Kelly',
    unit: 'plain',
    sense: 'most',
    initial: 250_000,
    from: 0,
    to: 500_000,
    meaning: 'A trade risks at most this part of the stake by Kelly; where the edge is negative that is nothing.',
  },
};

/** Shares of capital by chain group and the reserve: together all of it at most. */
export const chainGroups = ['mainnet', 'layer2', 'crossChain'] as const;
export type ChainGroup = (typeof chainGroups)[number];

export const groupLimits: Readonly<Record<ChainGroup, LimitId>> = {
  mainnet: 'mainnetCapital',
  layer2: 'layer2Capital',
  crossChain: 'crossChainCapital',
};

/** One limit that somebody changed. */
export interface LimitChange {
  /** The version of the set that it made. */
  readonly version: number;
  readonly atMs: EpochMs;
  readonly by: string;
  readonly limit: LimitId;
  readonly from: number;
  readonly to: number;
}

/** The limits in force, and who changed them: the newest changes last, bounded. */
export interface LimitSet {
  /** 1 for the defaults; one more with each edit. */
  readonly version: number;
  readonly values: LimitValues;
  readonly changes: readonly LimitChange[];
}

export const keptLimitChanges = 200;

export const initialLimits: LimitSet = {
  version: 1,
  values: Object.fromEntries(limitIds.map((id) => [id, limitTable[id].initial])) as LimitValues,
  changes: [],
};

/** How a limit is read and written: 2 %, 3 ×, 0.7. */
export const limitScales: Readonly<
  Record<LimitDefinition['unit'], { readonly scale: number; readonly symbol: string }>
> = {
  share: { scale: percent, symbol: '%' },
  times: { scale: one, symbol: '×' },
  plain: { scale: one, symbol: '' },
};

export function limitText(id: LimitId, millionths: number): string {
  const { scale, symbol } = limitScales[limitTable[id].unit];
  return `${millionths / scale} ${symbol}`.trim();
}
