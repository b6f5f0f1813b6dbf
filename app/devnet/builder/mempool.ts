import type { Address, Hash } from '../../domain/hex.ts';
import { type PooledTransaction, sizeOf, upFrontCost } from './pooledTransaction.ts';
import { rejected } from './rpcRefusal.ts';

export interface MempoolLimits {
  readonly transactions: number;
  readonly bytes: number;
  readonly perSender: number;
  /** How far a nonce may lie beyond the chain's. */
  readonly nonceAhead: number;
  /** After this long a transaction that cannot be included is forgotten. */
  readonly lifetimeMs: number;
}

export const mempoolLimits: MempoolLimits = {
  transactions: 4_096,
  bytes: 32 * 1024 * 1024,
  perSender: 256,
  nonceAhead: 1_024,
  lifetimeMs: 60_000,
};

/** A sender as of the newest block. */
export interface AccountState {
  readonly nonce: number;
  readonly balance: bigint;
}

/** Percent by which both fees of a transaction must outbid the one whose nonce it takes. */
const replacementPercent = 110n;

/**
 * The transactions that wait in public: one queue a sender, by nonce. Bounded in count and bytes; when it is full, a
 * newcomer that pays more takes the place of the one that pays least.
 */
export class Mempool {
  readonly #limits: MempoolLimits;
  readonly #byHash = new Map<Hash, PooledTransaction>();
  readonly #bySender = new Map<Address, PooledTransaction[]>();
  #bytes = 0;
  #version = 0;

  constructor(limits: MempoolLimits = mempoolLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#byHash.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Another number whenever anything has come or gone. */
  get version(): number {
    return this.#version;
  }

  get(hash: Hash): PooledTransaction | null {
    return this.#byHash.get(hash) ?? null;
  }

  senders(): readonly Address[] {
    return [...this.#bySender.keys()];
  }

  /** A sender's transactions, lowest nonce first. */
  queueOf(sender: Address): readonly PooledTransaction[] {
    return this.#bySender.get(sender) ?? [];
  }

  /** Those of a sender that follow each other from its nonce on. */
  executable(sender: Address, nonce: number): readonly PooledTransaction[] {
    const queue = this.queueOf(sender).filter((transaction) => transaction.nonce >= nonce);
    const gap = queue.findIndex((transaction, index) => transaction.nonce !== nonce + index);
    return gap < 0 ? queue : queue.slice(0, gap);
  }

  /** The nonce after those that wait, as eth_getTransactionCount gives it at "pending". */
  pendingNonce(sender: Address, nonce: number): number {
    return nonce + this.executable(sender, nonce).length;
  }

  /** Takes one in. @throws RpcRefusal in the words of nodes */
  add(transaction: PooledTransaction, account: AccountState): void {
    if (this.#byHash.has(transaction.hash)) throw rejected('already known');
    if (transaction.nonce < account.nonce)
      throw rejected(`nonce too low: next nonce ${account.nonce}, tx nonce ${transaction.nonce}`);
    if (transaction.nonce > account.nonce + this.#limits.nonceAhead)
      throw rejected(`nonce too high: next nonce ${account.nonce}, tx nonce ${transaction.nonce}`);
    if (account.balance < upFrontCost(transaction)) throw rejected('insufficient funds for gas * price + value');
    const queue = this.#bySender.get(transaction.from) ?? [];
    const place = queue.findIndex(({ nonce }) => nonce >= transaction.nonce);
    const old = queue[place];
    if (old?.nonce === transaction.nonce) {
      if (!outbids(transaction, old)) throw rejected('replacement transaction underpriced');
      this.remove(old.hash);
      this.#insert(transaction);
      return;
    }
    if (queue.length >= this.#limits.perSender) throw rejected('txpool is full: too many of this sender');
    this.#makeRoom(transaction);
    this.#insert(transaction);
  }

  remove(hash: Hash): void {
    const transaction = this.#byHash.get(hash);
    if (transaction === undefined) return;
    this.#byHash.delete(hash);
    this.#bytes -= sizeOf(transaction);
    this.#version += 1;
    const queue = (this.#bySender.get(transaction.from) ?? []).filter((other) => other !== transaction);
    if (queue.length === 0) this.#bySender.delete(transaction.from);
    else this.#bySender.set(transaction.from, queue);
  }

  /** Forgets what a nonce on the chain has overtaken. */
  overtaken(sender: Address, nonce: number): void {
    for (const transaction of this.queueOf(sender)) if (transaction.nonce < nonce) this.remove(transaction.hash);
  }

  /** Forgets what has waited too long. Returns how many. */
  expire(nowMs: number): number {
    const late = [...this.#byHash.values()].filter(({ arrivedAtMs }) => nowMs - arrivedAtMs > this.#limits.lifetimeMs);
    for (const { hash } of late) this.remove(hash);
    return late.length;
  }

  #insert(transaction: PooledTransaction): void {
    const queue = [...(this.#bySender.get(transaction.from) ?? []), transaction];
    this.#bySender.set(
      transaction.from,
      queue.sort((a, b) => a.nonce - b.nonce),
    );
    this.#byHash.set(transaction.hash, transaction);
    this.#bytes += sizeOf(transaction);
    this.#version += 1;
  }

  #makeRoom(newcomer: PooledTransaction): void {
    const full = (): boolean =>
      this.#byHash.size >= this.#limits.transactions || this.#bytes + sizeOf(newcomer) > this.#limits.bytes;
    while (full()) {
      const worst = this.#worst();
      if (worst === null || worst.maxFeePerGas >= newcomer.maxFeePerGas || worst.from === newcomer.from)
        throw rejected('txpool is full');
      this.remove(worst.hash);
    }
  }

  /** The last of the queue whose last pays least: taking it leaves no gap behind. */
  #worst(): PooledTransaction | null {
    let worst: PooledTransaction | null = null;
    for (const queue of this.#bySender.values()) {
      const last = queue.at(-1);
      if (last !== undefined && (worst === null || last.maxFeePerGas < worst.maxFeePerGas)) worst = last;
    }
    return worst;
  }
}

function outbids(next: PooledTransaction, old: PooledTransaction): boolean {
  const enough = (offered: bigint, before: bigint): boolean =>
    offered * 100n >= before * replacementPercent && offered > before;
  return enough(next.maxFeePerGas, old.maxFeePerGas) && enough(next.maxPriorityFeePerGas, old.maxPriorityFeePerGas);
}
