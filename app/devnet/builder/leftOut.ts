import { BugError } from '../../domain/errors.ts';
import type { Hash } from '../../domain/hex.ts';
import type { PooledTransaction } from './pooledTransaction.ts';

/** A transaction of a mined block. */
export interface MinedTransaction {
  readonly hash: Hash;
  readonly gasUsed: number;
}

/** Something that was asked for and is not in the block; `explained` where the block had no room or a nonce was missing. */
export interface Omission {
  readonly transaction: PooledTransaction;
  readonly explained: boolean;
}

/**
 * What a mined block leaves out of what it was to hold.
 * @throws BugError where it holds anything else, or in another order
 */
export function leftOut(
  wanted: readonly PooledTransaction[],
  mined: readonly MinedTransaction[],
  gasLimit: number,
): readonly Omission[] {
  const omissions: Omission[] = [];
  const stuckSenders = new Set<string>();
  let next = 0;
  let gasUsed = 0;
  for (const transaction of wanted) {
    const candidate = mined[next];
    if (candidate?.hash === transaction.hash) {
      next += 1;
      gasUsed += candidate.gasUsed;
      continue;
    }
    const explained = transaction.gasLimit > gasLimit - gasUsed || stuckSenders.has(transaction.from);
    stuckSenders.add(transaction.from);
    omissions.push({ transaction, explained });
  }
  const foreign = mined[next];
  if (foreign !== undefined)
    throw new BugError('the node made a block in another order than it was told', {
      wanted: wanted.map(({ hash }) => hash.slice(0, 10)).join(' '),
      mined: mined.map(({ hash }) => hash.slice(0, 10)).join(' '),
    });
  return omissions;
}
