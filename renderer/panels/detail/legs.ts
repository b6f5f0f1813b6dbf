import type { HopRow } from '../../../app/contract/panelStream.ts';
import { goesOnBeside } from '../../../app/contract/routeText.ts';

/** Swaps between the same two tokens, run side by side. */
export type Leg = readonly [HopRow, ...HopRow[]];

/** A route as what runs one after the other. */
export function legsOf(hops: readonly HopRow[]): readonly Leg[] {
  const legs: [HopRow, ...HopRow[]][] = [];
  for (const [index, hop] of hops.entries()) {
    const open = legs.at(-1);
    if (open !== undefined && index > 0 && goesOnBeside(hops, index - 1)) open.push(hop);
    else legs.push([hop]);
  }
  return legs;
}
