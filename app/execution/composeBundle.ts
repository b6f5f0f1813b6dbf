import { type Wei, wei } from '../domain/amount.ts';
import type { BundleMember } from '../domain/bundle.ts';
import type { Hash } from '../domain/hex.ts';

/** A transaction of ours that could be in the bundle, in nonce order. */
export interface BundleCandidate {
  readonly transactionHash: Hash;
  /** What it brings where it runs. */
  readonly net: Wei;
  /** What it pays per gas in the next block. */
  readonly gasPrice: Wei;
  /** The most that it can use. */
  readonly gasLimit: number;
}

export interface BundlePlan {
  /** How many of the candidates, from the first, go into the bundle. */
  readonly length: number;
  /** Those of them that may revert without taking the others along. */
  readonly reverting: readonly Hash[];
}

/**
 * Which of our transactions go into one bundle after a relay ran them all. Each needs the nonce of the one before it, so
 * a failing one cannot be left out from under others: it goes in as one that may revert only where those behind it
 * bring more than its revert costs; otherwise the bundle ends before it. A bundle never ends with a failing one, so one
 * that fails alone is not sent and costs nothing. What the relay did not report on is as good as failed and ends it too.
 */
export function composeBundle(candidates: readonly BundleCandidate[], results: readonly BundleMember[]): BundlePlan {
  const resultOf = new Map(results.map((result) => [result.transactionHash, result]));
  let best: BundlePlan = { length: 0, reverting: [] };
  let bestWorth = wei(0n);
  let worth = 0n;
  const reverting: Hash[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const result = resultOf.get(candidate.transactionHash);
    if (result === undefined) break;
    if (result.error !== '') {
      worth -= BigInt(result.gasUsed) * candidate.gasPrice;
      reverting.push(candidate.transactionHash);
      continue;
    }
    worth += candidate.net > 0n ? candidate.net : 0n;
    // Equal worth with no more reverting than before: one that runs right behind the best is taken along.
    if (worth > bestWorth || reverting.length === best.reverting.length) {
      best = { length: index + 1, reverting: [...reverting] };
      bestWorth = wei(worth);
    }
  }
  return best;
}

/**
 * Which of a bundle's transactions may revert: those known to fail, and, of those that ran, such as the others can pay for. In the
 * block itself somebody before them may take what one of them is after, and without leave that one takes all the others out of
 * the block along. The one that brings most has none, so that whatever is included has brought that; the cheapest come first.
 */
export function leaveToRevert(candidates: readonly BundleCandidate[], failing: readonly Hash[] = []): readonly Hash[] {
  const cost = ({ gasLimit, gasPrice }: BundleCandidate): bigint => BigInt(gasLimit) * gasPrice;
  const fails = new Set(failing);
  const [best, ...others] = candidates
    .filter(({ transactionHash }) => !fails.has(transactionHash))
    .toSorted((a, b) => descending(a.net, b.net));
  if (best === undefined) return failing;
  const spent = candidates
    .filter(({ transactionHash }) => fails.has(transactionHash))
    .reduce((sum, candidate) => sum + cost(candidate), 0n);
  let left: bigint = best.net - spent;
  const leave = [...failing];
  for (const candidate of others.toSorted((a, b) => descending(cost(b), cost(a)))) {
    left -= cost(candidate);
    if (left <= 0n) break;
    leave.push(candidate.transactionHash);
  }
  return leave;
}

function descending(a: bigint, b: bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
