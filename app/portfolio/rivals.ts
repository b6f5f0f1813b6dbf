import { type Wei, wei } from '../domain/amount.ts';
import type { Address, Hash } from '../domain/hex.ts';
import type { Taker } from '../domain/order.ts';
import type { RivalTotals } from '../domain/rival.ts';

/** Rivals that are told apart. */
export const keptRivals = 128;
const keptTransactions = 64;

/** One route of ours that somebody else took. */
export interface TakenRoute {
  readonly how: 'lost' | 'missed';
  readonly taker: Partial<Taker> & Pick<Taker, 'sender' | 'transactionHash'>;
  readonly route: string;
  readonly blockNumber: number;
  /** What we had predicted, net of gas. */
  readonly predictedNet: Wei;
}

/** What changed: the totals of one rival, and who was put to the others to make room. */
export interface RivalChange {
  readonly rival: RivalTotals;
  readonly removed: Address | null;
}

/** Running totals by rival; what they paid and earned counts once a transaction, however many routes it took. */
export class Rivals {
  readonly #rivals = new Map<Address | 'others', RivalTotals>();
  readonly #transactions = new Set<Hash>();
  #version = 0;

  constructor(totals: Iterable<RivalTotals> = []) {
    for (const total of totals) this.#rivals.set(total.rival, total);
  }

  get version(): number {
    return this.#version;
  }

  get totals(): readonly RivalTotals[] {
    return [...this.#rivals.values()];
  }

  /** The same totals, which go their own way from here. */
  copy(): Rivals {
    const copy = new Rivals(this.totals);
    for (const transaction of this.#transactions) copy.#transactions.add(transaction);
    copy.#version = this.#version;
    return copy;
  }

  /** A new process knows the totals from the journal, and none of the transactions behind them. */
  forgetTransactions(): void {
    this.#transactions.clear();
  }

  add(taken: TakenRoute): readonly RivalChange[] {
    this.#version += 1;
    const { sender } = taken.taker;
    const changes: RivalChange[] = [];
    if (!this.#rivals.has(sender) && this.#rivals.size >= keptRivals) changes.push(...this.#makeRoom());
    const rival = this.#after(this.#rivals.get(sender) ?? nobody(sender, taken), taken);
    this.#rivals.set(sender, rival);
    return [...changes, { rival, removed: null }];
  }

  #after(before: RivalTotals, { how, taker, route, blockNumber, predictedNet }: TakenRoute): RivalTotals {
    const first = !this.#transactions.has(taker.transactionHash);
    this.#remember(taker.transactionHash);
    const totals: RivalTotals = {
      ...before,
      [how]: before[how] + 1,
      lostNet: wei(before.lostNet + (how === 'lost' ? predictedNet : 0n)),
      missedNet: wei(before.missedNet + (how === 'missed' ? predictedNet : 0n)),
      lastBlock: blockNumber,
      lastRoute: route,
      lastTransaction: taker.transactionHash,
    };
    if (!first) return totals;
    return {
      ...totals,
      transactions: before.transactions + 1,
      tips: wei(before.tips + (taker.tipPaid ?? 0n)),
      tipsUnknown: before.tipsUnknown + (taker.tipPaid === undefined ? 1 : 0),
      earned: summed(before.earned, taker.earned?.map(({ token, amount }) => [token, amount]) ?? []),
      earnedUnknown: before.earnedUnknown + (taker.earned === undefined || taker.earned === null ? 1 : 0),
    };
  }

  #remember(transaction: Hash): void {
    this.#transactions.add(transaction);
    for (const oldest of this.#transactions) {
      if (this.#transactions.size <= keptTransactions) return;
      this.#transactions.delete(oldest);
    }
  }

  /** Whoever took least, and of equals was seen longest ago, goes to the others. */
  #makeRoom(): readonly RivalChange[] {
    let least: RivalTotals | null = null;
    for (const totals of this.#rivals.values()) {
      if (totals.rival === 'others') continue;
      const weight = (rival: RivalTotals): number => rival.lost + rival.missed;
      const isLess = least === null || weight(totals) < weight(least);
      const isOlder = least !== null && weight(totals) === weight(least) && totals.lastBlock < least.lastBlock;
      if (isLess || isOlder) least = totals;
    }
    if (least === null || least.rival === 'others') return [];
    this.#rivals.delete(least.rival);
    const others = this.#rivals.get('others');
    const rival = others === undefined ? { ...least, rival: 'others' as const } : together(others, least);
    this.#rivals.set('others', rival);
    return [{ rival, removed: least.rival }];
  }
}

function nobody(rival: Address, taken: TakenRoute): RivalTotals {
  return {
    rival,
    lost: 0,
    missed: 0,
    lostNet: wei(0n),
    missedNet: wei(0n),
    transactions: 0,
    tips: wei(0n),
    tipsUnknown: 0,
    earned: new Map(),
    earnedUnknown: 0,
    lastBlock: taken.blockNumber,
    lastRoute: taken.route,
    lastTransaction: taken.taker.transactionHash,
  };
}

function together(others: RivalTotals, gone: RivalTotals): RivalTotals {
  return {
    ...others,
    lost: others.lost + gone.lost,
    missed: others.missed + gone.missed,
    lostNet: wei(others.lostNet + gone.lostNet),
    missedNet: wei(others.missedNet + gone.missedNet),
    transactions: others.transactions + gone.transactions,
    tips: wei(others.tips + gone.tips),
    tipsUnknown: others.tipsUnknown + gone.tipsUnknown,
    earned: summed(others.earned, gone.earned),
    earnedUnknown: others.earnedUnknown + gone.earnedUnknown,
    ...(gone.lastBlock > others.lastBlock
      ? { lastBlock: gone.lastBlock, lastRoute: gone.lastRoute, lastTransaction: gone.lastTransaction }
      : {}),
  };
}

/** Tokens that one rival's sums keep apart: theirs are all of our own universe, which is bounded. */
function summed(
  a: ReadonlyMap<Address, bigint>,
  b: Iterable<readonly [Address, bigint]>,
): ReadonlyMap<Address, bigint> {
  const sums = new Map(a);
  for (const [token, amount] of b) sums.set(token, (sums.get(token) ?? 0n) + amount);
  return sums;
}
