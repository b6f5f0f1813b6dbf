import type { EpochMs } from '../domain/clock.ts';
import type { Asset, ChainBalances, LedgerEntry, Posting } from '../domain/ledger.ts';
import type { Ledger } from './ledger.ts';

export interface BalanceDifference {
  readonly account: 'wallet' | 'executor';
  readonly asset: Asset;
  readonly books: bigint;
  /** null where the books hold the asset and nobody read it. */
  readonly chain: bigint | null;
}

/**
 * - equal: to the wei, in every asset
 * - external: the chain has more, or less of a token that changes balances by itself; `entry` books it as external, after
 *   which the two are equal
 * - unexplained: the chain has less than our own receipts say. Trading halts on it.
 */
export type Comparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'external'; readonly entry: LedgerEntry; readonly differences: readonly BalanceDifference[] }
  | { readonly kind: 'unexplained'; readonly message: string; readonly differences: readonly BalanceDifference[] };

/**
 * Compares the books with the chain at one block. Every receipt up to that block must have been booked before.
 * @param mayShrink tokens that we never hold by our own doing and that nobody vouches for: what a stranger sent and then
 * took back from everybody must not stop our trading
 */
export function compareWithChain(
  ledger: Ledger,
  balances: ChainBalances,
  atMs: EpochMs,
  mayShrink: (asset: Asset) => boolean = () => false,
): Comparison {
  const all = [...differencesOf(ledger, balances, 'wallet'), ...differencesOf(ledger, balances, 'executor')];
  const differences = all.filter(({ asset, chain }) => chain !== null || !mayShrink(asset));
  if (differences.length === 0) return { kind: 'equal' };
  const missing = differences.filter(
    ({ asset, books, chain }) => chain === null || (chain < books && !mayShrink(asset)),
  );
  if (missing.length > 0) return { kind: 'unexplained', message: describe(missing, balances), differences: missing };
  const postings = differences.flatMap(({ account, asset, books, chain }): Posting[] => {
    const amount = (chain ?? books) - books;
    return [
      { account, asset, amount },
      { account: 'external', asset, amount: -amount },
    ];
  });
  const entry: LedgerEntry = {
    id: ledger.freshId(`external:${balances.block.hash}`),
    kind: 'external',
    block: balances.block,
    atMs,
    memo: `received from outside by block ${balances.block.number}`,
    postings,
  };
  return { kind: 'external', entry, differences };
}

function differencesOf(ledger: Ledger, balances: ChainBalances, account: 'wallet' | 'executor'): BalanceDifference[] {
  const books = ledger.holdings(account);
  const chain = balances[account];
  const differences: BalanceDifference[] = [];
  for (const asset of new Set([...books.keys(), ...chain.keys()])) {
    const ours = books.get(asset) ?? 0n;
    const theirs = chain.get(asset) ?? null;
    if (theirs === null ? ours !== 0n : ours !== theirs)
      differences.push({ account, asset, books: ours, chain: theirs });
  }
  return differences;
}

function describe(missing: readonly BalanceDifference[], balances: ChainBalances): string {
  const parts = missing.map(
    ({ account, asset, books, chain }) => `${account} ${asset}: books ${books}, chain ${chain ?? 'not read'}`,
  );
  return `The books do not agree with the chain at block ${balances.block.number}: ${parts.join('; ')}.`;
}
