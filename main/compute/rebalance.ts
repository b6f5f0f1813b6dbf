import type { OptimisationReport } from '../../app/contract/optimisation.ts';

type Leg = OptimisationReport['legs'][number];

/** What is smaller is no trade but rounding, as a share of the whole. */
const leastChange = 1e-6;

export interface RebalancedAsset {
  readonly name: string;
  readonly trade: number;
  readonly price: number;
  readonly isPool: boolean;
}

/**
 * The trades that bring what is held to the proposed weights: first what is sold, then what is bought of it, the largest first. Each says why nothing here could
 * carry it out: a proposal is to be looked at, not to be signed by mistake.
 */
export function rebalanceLegs(assets: readonly RebalancedAsset[], gross: number): Leg[] {
  return assets
    .filter(({ trade }) => Math.abs(trade) > leastChange * gross)
    .sort((a, b) => Number(a.trade > 0) - Number(b.trade > 0) || Math.abs(b.trade) - Math.abs(a.trade))
    .map(({ name, trade, price, isPool }) => ({
      side: trade > 0 ? 'buy' : 'sell',
      name,
      value: Math.abs(trade),
      quantity: price > 0 ? Math.abs(trade) / price : null,
      price,
      obstacle: isPool
        ? 'the executor signs cycles that end in more of the token they began with; it has no method that swaps a holding'
        : 'a recorded series: nothing of it is held on a chain that is connected',
    }));
}
