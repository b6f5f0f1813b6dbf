import { expect } from 'vitest';
import { flashArbitrageDefaults } from '../../../app/strategies/flashArbitrage/settings.ts';
import type { HeadlessRun } from './headlessRun.ts';
import { currentEpoch } from './journalView.ts';

/** A pool's first swap one way writes slots that were empty, at 17,100 gas more each: no model of the route alone can know. */
const worst = 1.45;
/** Where about half of a dozen trades on a young chain write such slots, the one in the middle may be one of them. */
const leastUsually = 0.95;
const mostUsually = 1.35;
const enoughToTell = 10;

/**
 * Holds the gas units that landed trades were predicted to use against their receipts: of ten or more the one in the middle enough and
 * not far too much (on a young chain many write empty slots), no single one far beyond, none near its gas limit.
 * @returns how many trades were compared
 */
export function expectGasPredicted({ data }: HeadlessRun): number {
  const epoch = currentEpoch(data);
  const orders = new Map(epoch?.orders.map((order) => [order.id, order]));
  const trades = (epoch?.fills ?? []).flatMap(({ fill: { orderId, receipt } }) => {
    const order = orders.get(orderId);
    if (order?.kind !== 'execute' || !receipt.succeeded) return [];
    const { gasLimit } = order.plan;
    const predicted = (gasLimit * 1_000_000) / (1_000_000 + flashArbitrageDefaults.gasMarginPpm);
    return [{ route: order.route, predicted, gasLimit, used: receipt.gasUsed }];
  });
  const beyond = trades.filter(({ predicted, gasLimit, used }) => used > worst * predicted || used > 0.75 * gasLimit);
  expect(beyond).toEqual([]);
  if (trades.length < enoughToTell) return trades.length;
  const shares = trades.map(({ predicted, used }) => predicted / used).sort((a, b) => a - b);
  const usual = shares[Math.floor(shares.length / 2)];
  expect(usual).toBeGreaterThanOrEqual(leastUsually);
  expect(usual).toBeLessThanOrEqual(mostUsually);
  return trades.length;
}
