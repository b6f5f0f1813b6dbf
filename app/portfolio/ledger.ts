import { type ErrorFacts, ensure, present } from '../domain/errors.ts';
import type { Hash } from '../domain/hex.ts';
import type { Asset, LedgerAccount, LedgerEntry, Posting } from '../domain/ledger.ts';
import type { BlockReference } from '../domain/opportunity.ts';

/** Why an entry was not booked. Trading halts on it. */
export interface BookingRefusal {
  readonly code: 'LEDGER_DUPLICATE_ENTRY';
  readonly message: string;
  readonly facts: ErrorFacts;
}

/** Books without the entries that a reorg could still take back. */
export interface FoldedLedger {
  readonly opened: boolean;
  readonly balances: ReadonlyMap<LedgerAccount, ReadonlyMap<Asset, bigint>>;
  /** Ids that are taken, but for those of standing entries. */
  readonly ids: readonly string[];
  readonly reversals: ReadonlyMap<string, number>;
}

/**
 * The double-entry books of one epoch. Holds amounts and ids only; entries are made by the functions beside this file
 * and kept by the journal, from which the same books come back.
 */
export class Ledger {
  readonly #balances = new Map<LedgerAccount, Map<Asset, bigint>>();
  readonly #ids = new Set<string>();
  /** How often an id was reversed, by the id it had first. */
  readonly #reversals = new Map<string, number>();
  readonly #standing = new Map<Hash, Map<string, LedgerEntry>>();
  #opened = false;

  constructor(entries: Iterable<LedgerEntry> = [], folded: FoldedLedger | null = null) {
    if (folded !== null) {
      this.#opened = folded.opened;
      for (const [account, held] of folded.balances) this.#balances.set(account, new Map(held));
      for (const id of folded.ids) this.#ids.add(id);
      for (const [id, count] of folded.reversals) this.#reversals.set(id, count);
    }
    for (const entry of entries) {
      const refusal = this.book(entry);
      ensure(refusal === null, 'the journal holds a ledger entry twice', { id: entry.id });
    }
  }

  /** Whether the opening balances are booked. */
  get opened(): boolean {
    return this.#opened;
  }

  /** What an account holds of an asset. `trading` and `opening` count income as negative: it came from there. */
  balance(account: LedgerAccount, asset: Asset): bigint {
    return this.#balances.get(account)?.get(asset) ?? 0n;
  }

  /** Every asset that the account was ever booked in, with what it holds. */
  holdings(account: LedgerAccount): ReadonlyMap<Asset, bigint> {
    return this.#balances.get(account) ?? new Map();
  }

  /** The same books, which go their own way from here. */
  copy(): Ledger {
    const copy = new Ledger();
    for (const [account, held] of this.#balances) copy.#balances.set(account, new Map(held));
    for (const id of this.#ids) copy.#ids.add(id);
    for (const [id, count] of this.#reversals) copy.#reversals.set(id, count);
    for (const [hash, entries] of this.#standing) copy.#standing.set(hash, new Map(entries));
    copy.#opened = this.#opened;
    return copy;
  }

  /** All that was ever booked, by account and asset: a copy. */
  balances(): ReadonlyMap<LedgerAccount, ReadonlyMap<Asset, bigint>> {
    return new Map([...this.#balances].map(([account, held]) => [account, new Map(held)]));
  }

  /** Books an entry, or refuses an id that is booked already. @throws BugError where the postings do not sum to zero per asset */
  book(entry: LedgerEntry): BookingRefusal | null {
    assertBalanced(entry);
    if (this.#ids.has(entry.id)) {
      return {
        code: 'LEDGER_DUPLICATE_ENTRY',
        message: `The ledger entry ${entry.id} is booked already.`,
        facts: { id: entry.id, kind: entry.kind, block: entry.block.number },
      };
    }
    this.#ids.add(entry.id);
    for (const posting of entry.postings) this.#post(posting);
    if (entry.kind === 'opening') this.#opened = true;
    if (entry.kind === 'reversal') this.#noteReversal(entry);
    else this.#standingAt(entry.block.hash).set(entry.id, entry);
    return null;
  }

  /** The id under which `base` may be booked: itself, or with a number behind it once it was booked and reversed. */
  freshId(base: string): string {
    const reversed = this.#reversals.get(base) ?? 0;
    return reversed === 0 ? base : `${base}~${reversed}`;
  }

  /** Entries of a block that no reversal has taken back, but for the opening ones. */
  standingAt(block: Hash): readonly LedgerEntry[] {
    return [...(this.#standing.get(block)?.values() ?? [])].filter((entry) => entry.kind !== 'opening');
  }

  /** Blocks above a height in which an entry stands. */
  standingBlocksAbove(blockNumber: number): readonly BlockReference[] {
    const blocks: BlockReference[] = [];
    for (const entries of this.#standing.values()) {
      const [first] = entries.values();
      if (first !== undefined && first.block.number > blockNumber) blocks.push(first.block);
    }
    return blocks;
  }

  /**
   * Forgets which entries stand at or below a height that no reorg can reach any more. Balances stay; an id that old
   * could be booked again, but the order behind it is resolved for good.
   */
  forgetBelow(blockNumber: number): void {
    for (const [hash, entries] of this.#standing) {
      const [first] = entries.values();
      if (first !== undefined && (first.kind === 'opening' || first.block.number > blockNumber)) continue;
      for (const id of entries.keys()) this.#ids.delete(id);
      this.#standing.delete(hash);
    }
  }

  /** Ids of the entries that a reorg could still take back. */
  standingIds(): readonly string[] {
    return [...this.#standing.values()].flatMap((entries) => [...entries.keys()]);
  }

  /** Everything but the standing entries: booked again upon it, they make the same books. */
  folded(): FoldedLedger {
    const balances = new Map([...this.#balances].map(([account, held]) => [account, new Map(held)]));
    const ids = new Set(this.#ids);
    for (const entries of this.#standing.values())
      for (const entry of entries.values()) {
        ids.delete(entry.id);
        for (const { account, asset, amount } of entry.postings) {
          const held = balances.get(account);
          held?.set(asset, (held.get(asset) ?? 0n) - amount);
        }
      }
    return { opened: this.#opened, balances, ids: [...ids], reversals: new Map(this.#reversals) };
  }

  #noteReversal(entry: LedgerEntry): void {
    const id = reversedId(entry);
    const standing = this.#standing.get(entry.block.hash);
    ensure(standing?.delete(id), 'a reversal of an entry that does not stand', { id });
    const base = id.replace(/~\d+$/, '');
    this.#reversals.set(base, (this.#reversals.get(base) ?? 0) + 1);
  }

  #standingAt(block: Hash): Map<string, LedgerEntry> {
    const entries = this.#standing.get(block) ?? new Map<string, LedgerEntry>();
    this.#standing.set(block, entries);
    return entries;
  }

  #post(posting: Posting): void {
    const assets = this.#balances.get(posting.account) ?? new Map<Asset, bigint>();
    assets.set(posting.asset, (assets.get(posting.asset) ?? 0n) + posting.amount);
    this.#balances.set(posting.account, assets);
  }
}

const reversalPrefix = 'reversal:';

export function reversalId(id: string): string {
  return `${reversalPrefix}${id}`;
}

function reversedId(reversal: LedgerEntry): string {
  ensure(reversal.id.startsWith(reversalPrefix), 'a reversal is named after what it reverses', { id: reversal.id });
  return present(reversal.id.slice(reversalPrefix.length), 'the reversed id');
}

function assertBalanced(entry: LedgerEntry): void {
  const sums = new Map<Asset, bigint>();
  for (const { asset, amount } of entry.postings) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  for (const [asset, sum] of sums) {
    ensure(sum === 0n, 'the postings of an entry do not sum to zero', { id: entry.id, asset, sum });
  }
}
