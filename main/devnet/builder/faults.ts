import type { z } from 'zod';
import type {
  FrameLoss,
  Lag,
  repriceSchema,
  SubscriptionKind,
  TransactionRule,
} from '../../../app/contract/devnetControl.ts';
import type { PooledTransaction } from '../../../app/devnet/builder/pooledTransaction.ts';
import { type Wei, wei } from '../../../app/domain/amount.ts';
import type { Random } from '../../../app/domain/random.ts';

const noRule: TransactionRule = { from: [], to: [] };

/** How the builder and its endpoint were told to misbehave. Nothing at first. */
export class Faults {
  lag: Lag = { answersMs: 0, headsMs: 0, logsMs: 0, pendingMs: 0 };
  dropped: TransactionRule = noRule;
  censored: TransactionRule = noRule;
  paused = false;
  framesLost = 0;
  readonly #random: Random;
  #loss: FrameLoss = { share: 0, count: 0, kinds: [] };
  #price: z.output<typeof repriceSchema> | null = null;

  constructor(random: Random) {
    this.#random = random;
  }

  lose(loss: FrameLoss): void {
    this.#loss = loss;
  }

  /** Whether this frame gets lost; counts it if so. */
  loses(kind: SubscriptionKind): boolean {
    const { kinds, count, share } = this.#loss;
    if (!kinds.includes(kind)) return false;
    if (count > 0) this.#loss = { ...this.#loss, count: count - 1 };
    else if (share === 0 || this.#random.next() >= share) return false;
    this.framesLost += 1;
    return true;
  }

  drops(transaction: PooledTransaction): boolean {
    return concerns(this.dropped, transaction);
  }

  censors(transaction: PooledTransaction): boolean {
    return concerns(this.censored, transaction);
  }

  reprice(price: z.output<typeof repriceSchema>): void {
    this.#price = price;
  }

  /** The base fee that a block gets in place of its usual one. At least 1: the node takes 0 for none. */
  repriced(usual: Wei): Wei {
    if (this.#price === null) return usual;
    const { baseFeePerGas, factor } = this.#price;
    const base = baseFeePerGas === undefined ? usual : BigInt(baseFeePerGas);
    const times = (base * BigInt(Math.round(factor * 1_000_000))) / 1_000_000n;
    return wei(times > 0n ? times : 1n);
  }

  /** A block with such a fee is out. */
  priced(): void {
    if (this.#price === null) return;
    const blocks = this.#price.blocks - 1;
    this.#price = blocks === 0 ? null : { ...this.#price, blocks };
  }
}

function concerns(rule: TransactionRule, { from, to }: PooledTransaction): boolean {
  return rule.from.includes(from) || (to !== null && rule.to.includes(to));
}
