import type { EngineInput } from '../domain/engineInput.ts';
import type { Address } from '../domain/hex.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { TakenRoute } from '../portfolio/rivals.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import { routePools } from './routeKey.ts';
import { routeText } from './routeText.ts';

/** Routes a block that are looked into; the best ones, since each is a line that a person may read. */
const attributedPerBlock = 8;

/** What rivals took, in running totals that the journal keeps. */
export function noteTaken(kernel: KernelState, outcome: Outcome, taken: TakenRoute): void {
  for (const change of kernel.rivals.add(taken)) outcome.decisions.push({ kind: 'rival', ...change });
}

export function onMissed(kernel: KernelState, input: Extract<EngineInput, { kind: 'missed' }>, outcome: Outcome): void {
  for (const { opportunity, taker } of input.takers) {
    if (taker === null) continue;
    const { route, net: predictedNet } = opportunity;
    noteTaken(kernel, outcome, { how: 'missed', taker, route, blockNumber: input.block.number, predictedNet });
  }
}

/** Asks who took the routes that paid in the block before, that we did not take, and whose pools this block moved. */
export function attributeMisses(
  kernel: KernelState,
  outcome: Outcome,
  gone: readonly Opportunity[],
  touched: readonly Address[],
): void {
  const moved = new Set(touched);
  const missed = [...gone, ...kernel.untaken.values()]
    .filter(({ net, hops }) => net > 0n && hops.some((hop) => moved.has(hop.pool)))
    .sort((a, b) => (a.net < b.net ? 1 : a.net > b.net ? -1 : 0))
    .slice(0, attributedPerBlock);
  kernel.untaken.clear();
  if (missed.length === 0 || kernel.head === null) return;
  outcome.effects.push({
    kind: 'attributeMisses',
    block: { number: kernel.head.number, hash: kernel.head.hash },
    missed: missed.map(({ id, hops, net }) => ({
      id,
      route: routeText(kernel, hops),
      routePools: routePools(hops),
      net,
    })),
  });
}
