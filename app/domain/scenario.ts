import type { Wei } from './amount.ts';
import type { Asset } from './ledger.ts';

/** Whole: a price as it is. Prices of scenarios are changed in millionths of themselves. */
export const wholePpm = 1_000_000n;
/** Shocks of one scenario at most. */
export const mostShocks = 12;
/** A recorded crash lasts no longer. */
export const longestCrashMs = 31 * 86_400_000;

/**
 * One thing that goes wrong. Prices are those in dollars: `ppm` is what is added to one, -1000000 takes it to nothing.
 * - price: of all but the dollar token, or of what has this symbol; the native currency's is that of its wrapped form too
 * - depeg: of the chain's dollar token
 * - gas: the base fee, times so much
 * - bridgeHalt: nothing leaves a chain over a bridge
 * - oracleLag: lenders go on with the prices of before
 * - recorded: prices go as recorded bars went between two times
 */
export type Shock =
  | { readonly kind: 'price'; readonly of: string; readonly ppm: number }
  | { readonly kind: 'depeg'; readonly ppm: number }
  | { readonly kind: 'gas'; readonly times: number }
  | { readonly kind: 'bridgeHalt'; readonly hours: number }
  | { readonly kind: 'oracleLag'; readonly minutes: number }
  | { readonly kind: 'recorded'; readonly fromMs: number; readonly toMs: number };
export const shockKinds = [
  'price',
  'depeg',
  'gas',
  'bridgeHalt',
  'oracleLag',
  'recorded',
] as const satisfies readonly Shock['kind'][];
export type ShockKind = (typeof shockKinds)[number];

/** `of` a price shock that meets everything but the dollar token. */
export const allAssets = 'all';

export interface Scenario {
  readonly id: string;
  readonly name: string;
  /** What happened, or why somebody asks. */
  readonly about: string;
  readonly shocks: readonly Shock[];
}

/** Recorded bars of one asset over the time of a crash, in order of time. */
export interface RecordedPath {
  readonly symbol: string;
  /** "binance BTCUSDT, 1d". */
  readonly series: string;
  /** When each bar opens, in seconds. */
  readonly timeS: ArrayLike<number>;
  readonly open: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly close: ArrayLike<number>;
}

/** One holding before and after. Amounts of dollars are in the dollar token's smallest unit at par; null where it has no price. */
export interface RevaluedHolding {
  readonly asset: Asset;
  readonly symbol: string;
  readonly nativeBefore: Wei | null;
  /** Null too where the native currency is worth nothing any more. */
  readonly nativeAfter: Wei | null;
  readonly dollarsBefore: bigint | null;
  readonly dollarsAfter: bigint | null;
  /** Its price in dollars in millionths of the price before. */
  readonly pricePpm: bigint;
  /** Bars that the price follows; empty where none do. */
  readonly series: string;
  /** The lowest of those bars, in millionths of the price before; null where none do. */
  readonly lowestPpm: bigint | null;
  /** Why nothing can be said of it; empty where something can. */
  readonly unknown: string;
}

/**
 * - lands: as predicted, at the gas price of the scenario
 * - reverts: prices moved, so that its least profit is not met and it costs its gas, at worst
 * - waits: the base fee is above its cap; no block takes it, and it costs nothing
 * - unknown: it has no price, or no block was seen
 */
export type RestingOutcome = 'lands' | 'reverts' | 'waits' | 'unknown';

export interface RevaluedOrder {
  readonly id: string;
  readonly route: string;
  readonly outcome: RestingOutcome;
  /** What it would bring, less gas, now and in the scenario; null where it is not known. */
  readonly netBefore: Wei | null;
  readonly netAfter: Wei | null;
}

export interface StressReport {
  readonly scenario: Scenario;
  /** Why it could not be worked out, and what to do; empty where it could. */
  readonly problem: string;
  readonly holdings: readonly RevaluedHolding[];
  readonly orders: readonly RevaluedOrder[];
  /** Of the holdings of which something can be said, and of orders. Null where a part is. */
  readonly nativeBefore: Wei;
  readonly nativeAfter: Wei | null;
  readonly dollarsBefore: bigint | null;
  readonly dollarsAfter: bigint | null;
  /** What holdings would be worth in dollars with each at the lowest of its bars, which need not have been at one time. */
  readonly dollarsAtLowest: bigint | null;
  /** What orders change by, together. */
  readonly ordersChange: Wei;
  /** In the native currency: what the scenario says nothing of. */
  readonly notCovered: Wei;
  /** Of a recorded crash: the close at which all together were worth least. */
  readonly worstAtS: number | null;
  /** Of a halted bridge: what cannot leave the chain. */
  readonly locked: Wei;
  /** Of a late oracle: how much more than the market lenders would still say, in dollars. */
  readonly oracleAbove: bigint | null;
}
