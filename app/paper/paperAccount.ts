import { gasPaidBy } from '../domain/gasPaid.ts';
import type { Address, Hash } from '../domain/hex.ts';
import type { Asset, ChainBalances } from '../domain/ledger.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Receipt } from '../domain/order.ts';

/** What the account did on paper before this process: its books say so. */
export interface PaperPast {
  /** Before the first of the receipts. */
  readonly changes: ReadonlyMap<Asset, bigint>;
  readonly transactions: number;
  /** Oldest first. */
  readonly receipts: readonly Receipt[];
}

/**
 * The account on paper: what the chain has of the wallet, which never sends, and on top of it what its receipts on paper brought
 * and cost.
 */
export class PaperAccount {
  readonly #past: PaperPast;
  #receipts: Receipt[];
  /** Transactions that the chain itself counts; it is read before anything is sent. */
  #chainNonce = 0;

  constructor(past: PaperPast = { changes: new Map(), transactions: 0, receipts: [] }) {
    this.#past = past;
    this.#receipts = [...past.receipts];
  }

  /** Transactions by the end of a block: the nonce of the next one. */
  nonceBy(blockNumber: number): number {
    return this.#chainNonce + this.transactionsBy(blockNumber);
  }

  /** Those that only paper knows. */
  transactionsBy(blockNumber: number): number {
    return this.#past.transactions + this.#receipts.filter(({ block }) => block.number <= blockNumber).length;
  }

  /** Whether it has any of a token that the chain knows nothing of. */
  holds(token: Address): boolean {
    const deltas = this.#receipts.flatMap(({ tokenDeltas }) => tokenDeltas.filter((delta) => delta.token === token));
    return deltas.reduce((sum, { amount }) => sum + amount, this.#past.changes.get(token) ?? 0n) > 0n;
  }

  has(transactionHash: Hash | null): boolean {
    return this.#receipts.some((receipt) => receipt.transactionHash === transactionHash);
  }

  include(receipt: Receipt): void {
    this.#receipts.push(receipt);
  }

  /** Blocks above a height never happened. */
  rollback(blockNumber: number): void {
    this.#receipts = this.#receipts.filter(({ block }) => block.number <= blockNumber);
  }

  /** Blocks that turned out to be none of the chain's. */
  forget(blocks: readonly BlockReference[]): void {
    const gone = new Set(blocks.map(({ hash }) => hash));
    if (gone.size > 0) this.#receipts = this.#receipts.filter(({ block }) => !gone.has(block.hash));
  }

  /** Receipts of these transactions by the end of a block. */
  receiptsOf(hashes: readonly Hash[], { number }: BlockReference): readonly Receipt[] {
    const asked = new Set(hashes);
    return this.#receipts.filter(({ transactionHash, block }) => asked.has(transactionHash) && block.number <= number);
  }

  /** The chain's balances with the paper's on top, as of the same block. */
  balancesOn(chain: ChainBalances): ChainBalances {
    this.#chainNonce = chain.nonce;
    const wallet = new Map(chain.wallet);
    const add = (asset: Asset, amount: bigint): void => void wallet.set(asset, (wallet.get(asset) ?? 0n) + amount);
    for (const [asset, amount] of this.#past.changes) add(asset, amount);
    for (const receipt of this.#receipts) {
      if (receipt.block.number > chain.block.number) continue;
      add('native', -gasPaidBy(receipt));
      for (const { token, amount } of receipt.tokenDeltas) add(token, amount);
    }
    return { ...chain, wallet, nonce: this.nonceBy(chain.block.number) };
  }
}
