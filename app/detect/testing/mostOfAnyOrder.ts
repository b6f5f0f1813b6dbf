import type { SequenceMarket } from '../bestSequence.ts';

/** The most that any order of any of the candidates brings, each paying by itself: by asking for all of them. */
export function mostOfAnyOrder<State extends object, Trade>(
  market: SequenceMarket<State, Trade>,
  left: readonly number[],
  moved: ReadonlyMap<string, State> = new Map(),
): bigint {
  let best = 0n;
  for (const candidate of left) {
    const resolved = market.resolve(candidate, moved);
    if (resolved === null || resolved.net <= 0n) continue;
    const others = left.filter((other) => other !== candidate);
    const total = resolved.net + mostOfAnyOrder(market, others, new Map([...moved, ...resolved.after]));
    if (total > best) best = total;
  }
  return best;
}
