import { seededRandom } from '../../domain/random.ts';

export interface RandomTrade {
  readonly atMs: number;
  readonly price: bigint;
  readonly size: bigint;
  readonly takerBuys: boolean;
}

/** A walk in steps of a cent with gaps of up to `longestGapMs`; the same for the same seed. Eight digits. */
export function randomTrades(seed: number, count: number, longestGapMs: number): RandomTrade[] {
  const random = seededRandom(seed);
  const trades: RandomTrade[] = [];
  let atMs = 1_735_516_800_000;
  let cents = 9_373_819;
  for (let i = 0; i < count; i += 1) {
    atMs += random.below(longestGapMs);
    cents += random.below(2001) - 1000;
    trades.push({
      atMs,
      price: BigInt(cents) * 1_000_000n,
      size: BigInt(random.below(1_000_000_000) + 1),
      takerBuys: random.below(2) === 1,
    });
  }
  return trades;
}
