import type { TokenAmount, Wei } from './amount.ts';
import type { EpochMs } from './clock.ts';

/**
 * What we own at one block, in the native currency at that block's prices, and where it comes from:
 * total = start of the line + external + result + revaluation of what was there before.
 */
export interface EquityPoint {
  readonly blockNumber: number;
  readonly atMs: EpochMs;
  readonly total: Wei;
  /** What came from outside, or was taken out, since the books were opened: no profit. */
  readonly external: Wei;
  /** What trading brought, less all gas, at this block's prices. */
  readonly result: Wei;
  /** `total` in the smallest unit of the chain's dollar token; null where it has none or no price. */
  readonly dollars: TokenAmount | null;
  /** Assets that we hold and that have no price: they count as nothing. */
  readonly unpriced: number;
}
