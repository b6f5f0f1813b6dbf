import type { OrderPair } from './pairOrders.ts';
import type { PassedOver, SideOrder } from './tradingSide.ts';

/** A part of the difference between paper and real, with why. */
export interface Difference {
  readonly class: string;
  /** Paper's net less real's, in wei. */
  readonly net: bigint;
}

/**
 * Why the two differ over one gap; the parts add up to the whole difference. Classes:
 * - amount, gasUsed, gasPrice: both landed the same route; it brought more or less, took more gas, or paid more for it
 * - otherRoute: both landed, by routes that share a pool
 * - revertCost: neither landed, one of them paid for it
 * - paperFailed:CAUSE, realFailed:CAUSE: only the other one landed
 * - paperPassed:CODE, realPassed:CODE: this side had no order; CODE is what it said of the route then, or NOT_SEEN
 */
export function differencesOf(
  { real, paper, sameRoute }: OrderPair,
  passedOver: {
    readonly real: ReadonlyMap<string, readonly PassedOver[]>;
    readonly paper: ReadonlyMap<string, readonly PassedOver[]>;
  },
): readonly Difference[] {
  const net = (paper?.net ?? 0n) - (real?.net ?? 0n);
  if (real === null && paper !== null)
    return paper.landed || paper.reverted ? [{ class: `realPassed:${saidOf(passedOver.real, paper)}`, net }] : [];
  if (paper === null && real !== null)
    return real.landed || real.reverted ? [{ class: `paperPassed:${saidOf(passedOver.paper, real)}`, net }] : [];
  if (real === null || paper === null) return [];
  if (real.landed && paper.landed) return sameRoute ? amounts(real, paper) : [{ class: 'otherRoute', net }];
  if (real.landed) return [{ class: `paperFailed:${paper.cause}`, net }];
  if (paper.landed) return [{ class: `realFailed:${real.cause}`, net }];
  return net === 0n ? [] : [{ class: 'revertCost', net }];
}

function amounts(real: SideOrder, paper: SideOrder): readonly Difference[] {
  const parts = [
    { class: 'amount', net: paper.gross - real.gross },
    { class: 'gasUsed', net: -(paper.gasUsed - real.gasUsed) * paper.gasPrice },
    { class: 'gasPrice', net: -(paper.gasPrice - real.gasPrice) * real.gasUsed },
  ];
  return parts.filter((part) => part.net !== 0n);
}

const nearBlocks = 2;

function saidOf(passedOver: ReadonlyMap<string, readonly PassedOver[]>, { route, block }: SideOrder): string {
  const near = (passedOver.get(route) ?? [])
    .filter((said) => Math.abs(said.block - block) <= nearBlocks)
    .toSorted((a, b) => Math.abs(a.block - block) - Math.abs(b.block - block));
  return near[0]?.code ?? 'NOT_SEEN';
}
