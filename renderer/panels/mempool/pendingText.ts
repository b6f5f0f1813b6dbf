import type { PendingRow } from '../../../app/contract/mempool.ts';

export const pendingFilters = ['all', 'swaps', 'touching ours'] as const;
export type PendingFilter = (typeof pendingFilters)[number];

export function isListed({ reading, touches }: PendingRow, filter: PendingFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'swaps' ? reading !== null : touches.length > 0;
}

/** What is thought of it, in a few words. */
export function effectText({ reading, touches, ours, state }: PendingRow): string {
  const parts: string[] = [];
  if (ours) parts.push('ours');
  if (state === 'pending' && reading !== null) {
    if (reading.reverts) parts.push('would revert now');
    else if (reading.pools.includes(null)) parts.push('a pool is not followed');
    else if (reading.impactPpm !== null) parts.push(`moves a price ${percent(reading.impactPpm)}`);
  }
  const tickets = touches.filter(({ kind }) => kind === 'ticket').length;
  const opportunities = touches.length - tickets;
  if (tickets > 0) parts.push(`moves ${tickets === 1 ? 'a ticket' : `${tickets} tickets`} of ours`);
  if (opportunities > 0)
    parts.push(`moves ${opportunities === 1 ? 'an opportunity' : `${opportunities} opportunities`}`);
  return parts.join(' · ');
}

function percent(ppm: number): string {
  const value = ppm / 10_000;
  return `${value < 0.01 ? '< 0.01' : value.toFixed(value < 1 ? 2 : 1)} %`;
}

export function stateText({ state, blockNumber }: PendingRow): string {
  if (state === 'included') return blockNumber === null ? 'in a block' : `in block ${blockNumber}`;
  return state;
}
