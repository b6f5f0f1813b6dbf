import type { StrategyId } from '../domain/mode.ts';
import { flashArbitrage } from './flashArbitrage/flashArbitrage.ts';

/** Every strategy, one line each. */
export const strategies = {
  'flash-arbitrage': flashArbitrage,
} as const satisfies Record<StrategyId, { readonly id: StrategyId }>;
