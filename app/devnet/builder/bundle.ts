import { keccak256 } from 'ethers';
import { type Address, type Hash, parseHash } from '../../domain/hex.ts';
import { type PooledTransaction, sizeOf } from './pooledTransaction.ts';

/** Transactions that stand together at the top of a block, or not at all. */
export interface Bundle {
  /** keccak256 over the hashes of its transactions. */
  readonly hash: Hash;
  readonly transactions: readonly PooledTransaction[];
  /** The blocks that may hold it: one, but for a private transaction. */
  readonly firstBlock: number;
  readonly lastBlock: number;
  readonly minTimestampS: number | null;
  readonly maxTimestampS: number | null;
  /** Those that may fail. */
  readonly mayRevert: ReadonlySet<Hash>;
  /** With it its signer replaces or cancels it. */
  readonly replacementId: string | null;
  readonly signer: Address;
  readonly receivedAtMs: number;
}

/** What running a bundle on top of the newest block would do. */
export interface BundleOutcome {
  /** Why it cannot be included, or null. */
  readonly failure: string | null;
  readonly gasUsed: bigint;
  /** Tips and direct payments to the block's producer. */
  readonly paidWei: bigint;
}

export function bundleHash(transactions: readonly Pick<PooledTransaction, 'hash'>[]): Hash {
  return parseHash(keccak256(`0x${transactions.map(({ hash }) => hash.slice(2)).join('')}`));
}

export function bundleBytes(bundle: Pick<Bundle, 'transactions'>): number {
  return bundle.transactions.reduce((sum, transaction) => sum + sizeOf(transaction), 0);
}

export interface SimulatedBundle {
  readonly bundle: Bundle;
  readonly outcome: BundleOutcome;
}

/**
 * The bundles of a block in the order in which they stand: what they pay per gas, then who came first. One that failed is
 * left out, and so is one that shares a transaction or a sender's nonce with a better one, or does not fit beside those.
 */
export function chooseBundles(simulated: readonly SimulatedBundle[], gasLimit: number): readonly Bundle[] {
  const ranked = simulated.filter(({ outcome }) => outcome.failure === null).toSorted(byPayment);
  const taken = new Set<string>();
  const chosen: Bundle[] = [];
  let room = BigInt(gasLimit);
  for (const { bundle, outcome } of ranked) {
    const claims = bundle.transactions.map(({ from, nonce }) => `${from} ${nonce}`);
    if (outcome.gasUsed > room || claims.some((claim) => taken.has(claim))) continue;
    for (const claim of claims) taken.add(claim);
    room -= outcome.gasUsed;
    chosen.push(bundle);
  }
  return chosen;
}

function byPayment(a: SimulatedBundle, b: SimulatedBundle): number {
  // paid / gas, compared without a division.
  const difference = b.outcome.paidWei * a.outcome.gasUsed - a.outcome.paidWei * b.outcome.gasUsed;
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return a.bundle.receivedAtMs - b.bundle.receivedAtMs;
}
