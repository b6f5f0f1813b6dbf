import type { JSX } from 'react';
import { displayCount } from '../format/amount.ts';
import { displayWholeAge, exactTime } from '../format/time.ts';
import { useClock } from '../state/clock.ts';

/** Which block an answer of the engine is of. */
interface AsOf {
  readonly chain: string;
  readonly blockNumber: number;
  readonly blockAtMs: number;
}

/** In the header of a panel that asks for its figures: which block they are of, and how old that is. */
export function BlockFacts({ asOf, isFailing }: { asOf: AsOf | undefined; isFailing: boolean }): JSX.Element {
  const age = useClock((nowMs) => (asOf === undefined ? '' : displayWholeAge(nowMs - asOf.blockAtMs)));
  if (asOf === undefined) return <span>waiting for the engine</span>;
  return (
    <span className={isFailing ? 'text-warn' : ''} title={exactTime(asOf.blockAtMs)}>
      {asOf.chain} · block {displayCount(asOf.blockNumber)} · {age} ago
      {isFailing ? ' · asking again' : ''}
    </span>
  );
}
