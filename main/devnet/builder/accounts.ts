import type { AccountState } from '../../../app/devnet/builder/mempool.ts';
import type { PooledTransaction } from '../../../app/devnet/builder/pooledTransaction.ts';
import type { Address } from '../../../app/domain/hex.ts';
import type { Gate } from './gate.ts';
import type { NodeChain } from './nodeChain.ts';

/** More senders than a devnet has; beyond it everything is read anew. */
const mostNonces = 10_000;

/** Senders as of the newest block: read once a block, nonces followed from block to block. */
export class Accounts {
  readonly #chain: NodeChain;
  readonly #gate: Gate;
  readonly #nonces = new Map<Address, number>();
  readonly #states = new Map<Address, Promise<AccountState>>();
  #head = 0;

  constructor(chain: NodeChain, gate: Gate) {
    this.#chain = chain;
    this.#gate = gate;
  }

  /** As of the newest block at the time of the answer. */
  async of(address: Address): Promise<AccountState> {
    for (;;) {
      const head = this.#head;
      const known = this.#states.get(address);
      const reading = known ?? this.#gate.read(() => this.#read(address));
      if (known === undefined) {
        this.#states.set(address, reading);
        reading.catch(() => this.#states.delete(address));
      }
      const state = await reading;
      if (head === this.#head) return state;
    }
  }

  /** Inside block production, where the gate is not asked. */
  async nonce(address: Address): Promise<number> {
    const known = this.#nonces.get(address);
    if (known !== undefined) return known;
    const head = this.#head;
    const nonce = await this.#chain.nonce(address);
    if (head === this.#head) this.#nonces.set(address, nonce);
    return nonce;
  }

  /** A block has been added. */
  advance(included: readonly PooledTransaction[]): void {
    this.#head += 1;
    this.#states.clear();
    if (this.#nonces.size > mostNonces || included.some(({ setsCode }) => setsCode)) this.#nonces.clear();
    for (const { from, nonce } of included) this.#nonces.set(from, nonce + 1);
  }

  /** Blocks were taken away, or somebody wrote into the state. */
  forget(): void {
    this.#head += 1;
    this.#states.clear();
    this.#nonces.clear();
  }

  async #read(address: Address): Promise<AccountState> {
    const [nonce, balance] = await Promise.all([this.nonce(address), this.#chain.balance(address)]);
    return { nonce, balance };
  }
}
