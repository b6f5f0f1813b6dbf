import type { SideOrder } from './tradingSide.ts';

export interface OrderPair {
  readonly real: SideOrder | null;
  readonly paper: SideOrder | null;
  /** Whether both went for the same pools in the same directions. */
  readonly sameRoute: boolean;
}

/** Two engines see a gap in the same block, or one of them a little later. */
const mostBlocksApart = 2;

/** Each order with the other side's for the same gap: the same route first, nearest block first; then one that shares a pool. */
export function pairOrders(real: readonly SideOrder[], paper: readonly SideOrder[]): readonly OrderPair[] {
  const pairs: OrderPair[] = [];
  const left = new Set(paper);
  const byBlock = new Map<number, SideOrder[]>();
  for (const order of paper) byBlock.set(order.block, [...(byBlock.get(order.block) ?? []), order]);
  const match = (orders: Iterable<SideOrder>, fits: (a: SideOrder, b: SideOrder) => boolean, sameRoute: boolean) => {
    const alone: SideOrder[] = [];
    for (const order of orders) {
      const found = near(order.block)
        .flatMap((block) => byBlock.get(block) ?? [])
        .find((other) => left.has(other) && fits(order, other));
      if (found === undefined) alone.push(order);
      else {
        left.delete(found);
        pairs.push({ real: order, paper: found, sameRoute });
      }
    }
    return alone;
  };
  // Both landed before all else, so that a later failed try does not take the place of the one that counts.
  const landedBoth = match(real, (a, b) => a.route === b.route && a.landed && b.landed, true);
  const others = match(landedBoth, (a, b) => a.route === b.route, true);
  const alone = match(others, (a, b) => a.pools.some((pool) => b.pools.includes(pool)), false);
  for (const order of alone) pairs.push({ real: order, paper: null, sameRoute: true });
  for (const order of left) pairs.push({ real: null, paper: order, sameRoute: true });
  return pairs;
}

function near(block: number): readonly number[] {
  const blocks = [block];
  for (let apart = 1; apart <= mostBlocksApart; apart += 1) blocks.push(block - apart, block + apart);
  return blocks;
}
