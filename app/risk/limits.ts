import { mulDivDown, type Wei, wei } from '../domain/amount.ts';

/** What one trade, one day and the market state may be. Amounts in the native currency. */
export interface RiskLimits {
  /** The largest notional of one trade; it is lent by the first pool, so it bounds what a mistake of ours could move. */
  readonly maxTradeNotional: Wei;
  /** The most of our own that one trade may cost when it fails: gas limit at the fee cap, plus value. */
  readonly maxTradeCost: Wei;
  /** The UTC day's loss at which trading stops until the next one. */
  readonly maxDailyLoss: Wei;
  /** The highest base fee + tip per gas. */
  readonly maxGasPrice: Wei;
  /** The oldest market state, counted from when its head arrived. */
  readonly maxStateAgeMs: number;
}

const gwei = 1_000_000_000n;

/** Shares of our own capital from the product's targets: flash-lent notional 10 times, one trade 2 %, one day 5 %. */
const notionalTimes = 10n;
const tradePercent = 2n;
const dayPercent = 5n;

/** Limits scaled to our own capital; every share rounds down. */
export function limitsForCapital(capital: Wei, overrides: Partial<RiskLimits> = {}): RiskLimits {
  return {
    maxTradeNotional: wei(capital * notionalTimes),
    maxTradeCost: wei(mulDivDown(capital, tradePercent, 100n)),
    maxDailyLoss: wei(mulDivDown(capital, dayPercent, 100n)),
    maxGasPrice: wei(1_000n * gwei),
    maxStateAgeMs: 3_000,
    ...overrides,
  };
}
