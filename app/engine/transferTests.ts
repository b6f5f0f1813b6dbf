import type { BlockReference, Opportunity } from '../domain/opportunity.ts';
import type { Pool } from '../domain/pool.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';
import { distrustRejection } from './distrust.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import { routePools } from './routeKey.ts';

/** Pools asked about in one block, and blocks until one that is not trusted is asked about again. */
const asksPerBlock = 64;
const blocksBetweenAsks = 32;

/** Why this route may not be traded for what is known of its tokens, or null. What is not known yet is asked for. */
export function transferRejection(kernel: KernelState, opportunity: Opportunity): Rejection | null {
  const { required, tested, urgent } = kernel.transfers;
  if (!required) return null;
  const pools = routePools(opportunity.hops);
  for (const pool of pools) {
    const known = kernel.distrusted.get(pool);
    if (known !== undefined) return distrustRejection(kernel, known);
  }
  const unknown = pools.filter((pool) => !tested.has(pool));
  for (const pool of unknown) urgent.add(pool);
  return unknown.length === 0 ? null : rejection('TOKEN_UNTESTED', { pools: unknown.join(' ') });
}

/** After each block: has pools tried that were not yet, and again those that failed, each as seldom as it may. */
export function askForTransferTests(kernel: KernelState, outcome: Outcome, block: BlockReference): void {
  const { required, tested, askedAt, urgent } = kernel.transfers;
  if (!required) return;
  const asked: Pool[] = [];
  const ask = (pool: Pool): void => {
    if (asked.length >= asksPerBlock || kernel.distrusted.get(pool.address)?.flag === 'untrusted') return;
    askedAt.set(pool.address, block.number);
    asked.push(pool);
  };
  for (const address of urgent) {
    const pool = kernel.market.pools.get(address);
    if (pool !== undefined && !tested.has(address) && askedAt.get(address) !== block.number) ask(pool);
  }
  urgent.clear();
  for (const pool of kernel.market.pools.values()) {
    if (asked.length >= asksPerBlock) break;
    if (tested.has(pool.address)) continue;
    const last = askedAt.get(pool.address);
    if (last === undefined || block.number - last >= blocksBetweenAsks || block.number < last) ask(pool);
  }
  if (asked.length > 0) outcome.effects.push({ kind: 'testTransfers', block, ticketId: null, pools: asked });
}

/** Forgets pools that are not of the universe any more. */
export function forgetTransferTests(kernel: KernelState): void {
  const { tested, askedAt, urgent } = kernel.transfers;
  for (const memory of [tested, askedAt, urgent, kernel.distrusted])
    for (const pool of [...memory.keys()]) if (!kernel.market.pools.has(pool)) memory.delete(pool);
}
