import { type Wei, wei } from '../domain/amount.ts';
import type { BlockHead, PoolEvent } from '../domain/block.ts';
import { effectiveTip } from '../domain/effectiveTip.ts';
import type { Address, Hash } from '../domain/hex.ts';
import type { Order } from '../domain/order.ts';
import type { InclusionStatistics, PaperCause, PaperVerdict, PlacedTransaction } from '../domain/paper.ts';
import type { PoolState } from '../domain/pool.ts';
import { seededRandom } from '../domain/random.ts';
import { decodeExecute } from '../execution/executorCalldata.ts';
import { type CutOff, shareAt } from './cutOff.ts';
import { chancePpm, revertedGas } from './inclusionStatistics.ts';
import { type BlockDataFee, paperDataFee } from './paperDataFee.ts';
import { placeInBlock } from './placeInBlock.ts';
import { type PlanRun, runPlan, type StatesAtPlace } from './runPlan.ts';
import { statesAtPlace } from './statesAtPlace.ts';
import type { SwapPool } from './swapPools.ts';

/** What waits for a block: one public transaction, or a bundle whose members stand or fall together. */
export interface PaperOffer {
  readonly way: 'public' | 'relay';
  readonly members: readonly PaperMember[];
  /** Members that may fail without taking the others along. */
  readonly mayRevert: ReadonlySet<Hash>;
  /** The head when it was handed over: the block after it is the first that could take it. */
  readonly since: number;
  readonly maxTimestampS: number;
  /** When the node or the relay had it, by the clock of `InclusionBlock.seenMs`. */
  readonly handedMs: number;
}

export interface PaperMember {
  readonly order: Order;
  /** What it uses where it runs to its end. */
  readonly gasUsed: number;
  /** What its data was reckoned to cost when it was found; for a block whose prices are not known. */
  readonly predictedDataFee?: Wei;
}

/** A block as it came, with what has to be known to find a place in it. */
export interface InclusionBlock {
  readonly head: BlockHead;
  /** When it was heard of, in milliseconds of a clock that does not go back. */
  readonly seenMs: number;
  /** When it stopped taking what waited, by the same clock; null where it does not show. */
  readonly cutOff: CutOff | null;
  /** In their order, those of twins left out. */
  readonly transactions: readonly PlacedTransaction[];
  /** In log order, those of twins left out. */
  readonly events: readonly PoolEvent[];
  /** All of them: what the chain is from here on. */
  readonly chainEvents: readonly PoolEvent[];
  /** Pools that twins moved. */
  readonly twinPools: readonly Address[];
  /** On a rollup. */
  readonly dataFee?: BlockDataFee;
}

/** An order that the block took, or would have. */
export interface PaperInclusion {
  readonly order: Order;
  readonly succeeded: boolean;
  readonly gasUsed: number;
  readonly effectiveGasPrice: Wei;
  /** What the OP Stack takes beside the gas. */
  readonly dataFee: Wei;
  /** In the whole block. */
  readonly index: number;
  /** In the profit token; 0 where it reverted. */
  readonly profit: bigint;
}

export interface JudgedBlock {
  readonly verdicts: readonly PaperVerdict[];
  readonly included: readonly PaperInclusion[];
}

export interface Judgement {
  readonly block: InclusionBlock;
  /** The pools as they stood before the block, to an order. */
  readonly before: (order: Order) => StatesAtPlace;
  /** Pools that a trade of ours on paper has moved and the chain has not. */
  readonly own: ReadonlyMap<Address, PoolState>;
  /** Transactions of the account, as of the block before. */
  readonly nonce: number;
  readonly statistics: InclusionStatistics;
  readonly seed: number;
  readonly swapPool: SwapPool;
}

const plainTransferGas = 21_000;

/**
 * What a block does with the offers that wait for it: whether they came before it and their way brings them into it (drawn), where they stand in it,
 * and what their calls do to the pools as they stand there, behind everybody who pays as much. Equal questions have equal
 * answers: a block's draw follows from seed and number, and is one for all, so that what came earlier is in it where a later one is.
 */
export function judgeBlock(offers: readonly PaperOffer[], judgement: Judgement): JudgedBlock {
  const bench = new Bench(judgement);
  const isBundle = (offer: PaperOffer): number => (offer.way === 'relay' ? 0 : 1);
  const ordered = offers.toSorted((a, b) => isBundle(a) - isBundle(b) || firstNonce(a) - firstNonce(b));
  for (const offer of ordered) bench.judge(offer);
  return { verdicts: bench.verdicts, included: bench.included };
}

function firstNonce({ members }: PaperOffer): number {
  return members[0]?.order.nonce ?? 0;
}

interface Draw {
  readonly drawnPpm: number;
  readonly chancePpm: number;
}

type Ran = PlanRun | { readonly kind: 'plain' };

class Bench {
  readonly verdicts: PaperVerdict[] = [];
  readonly included: PaperInclusion[] = [];
  readonly #judgement: Judgement;
  #own: Map<Address, PoolState>;
  #nonce: number;
  #gasLeft: number;

  constructor(judgement: Judgement) {
    this.#judgement = judgement;
    this.#own = new Map(judgement.own);
    this.#nonce = judgement.nonce;
    const { head } = judgement.block;
    this.#gasLeft = head.gasLimit - head.gasUsed;
  }

  judge(offer: PaperOffer): void {
    const { block } = this.#judgement;
    const [first] = offer.members;
    if (first === undefined) return;
    const draw = this.#draw(offer);
    const tip = tipOf(offer, block.head.baseFeePerGas);
    const place = placeInBlock(offer.way, tip, block.transactions);
    const wait = (cause: PaperCause, profit: bigint | null = null): void => {
      for (const { order } of offer.members)
        this.verdicts.push({ orderId: order.id, outcome: 'waits', cause, place, ...draw, profit });
    };
    if (first.order.nonce !== this.#nonce) return wait('NONCE_GAP');
    if (tip < 0n) return wait('FEE_TOO_LOW');
    if (block.head.timestampS > offer.maxTimestampS) return wait('GUARD_EXPIRED');
    if (offer.handedMs > block.seenMs) return wait('TOO_LATE');
    if (draw.drawnPpm >= draw.chancePpm) return wait('NOT_DRAWN');
    if (offer.members.reduce((sum, { gasUsed }) => sum + gasUsed, 0) > this.#gasLeft) return wait('BLOCK_FULL');
    this.#run(offer, place, draw, wait);
  }

  /** All of it or nothing; a public transaction that is refused is included all the same, and pays. */
  #run(offer: PaperOffer, place: number, draw: Draw, wait: (cause: PaperCause, profit?: bigint | null) => void): void {
    const own = new Map(this.#own);
    const runs: { readonly member: PaperMember; readonly ran: Ran }[] = [];
    for (const member of offer.members) {
      const ran = this.#call(member.order, place, own);
      if (ran.kind === 'refused' && offer.way === 'relay' && !mayRevert(offer, member.order)) {
        return offer.members.length === 1 ? wait(ran.cause, ran.profit) : this.#spoil(offer, member, place, draw, ran);
      }
      if (ran.kind === 'profit') for (const [pool, state] of ran.after) own.set(pool, state);
      runs.push({ member, ran });
    }
    this.#own = own;
    for (const { member, ran } of runs) this.#include(member, ran, offer, place, draw);
  }

  #spoil(
    offer: PaperOffer,
    spoiler: PaperMember,
    place: number,
    draw: Draw,
    ran: Extract<PlanRun, { kind: 'refused' }>,
  ): void {
    for (const { order } of offer.members) {
      const [cause, profit] = order === spoiler.order ? [ran.cause, ran.profit] : (['BUNDLE_SPOILT', null] as const);
      this.verdicts.push({ orderId: order.id, outcome: 'waits', cause, place, ...draw, profit });
    }
  }

  #include(
    { order, gasUsed, predictedDataFee = wei(0n) }: PaperMember,
    ran: Ran,
    { way }: PaperOffer,
    place: number,
    draw: Draw,
  ): void {
    const { block, statistics } = this.#judgement;
    const succeeded = ran.kind !== 'refused';
    const { baseFeePerGas } = block.head;
    const executed = succeeded ? gasUsed : revertedGas(statistics[way], order.plan.gasLimit);
    const terms = { predicted: predictedDataFee, baseFeePerGas, gasUsed: executed };
    const data = paperDataFee(block.dataFee, order, terms);
    const used = executed + data.gas;
    const profit = ran.kind === 'profit' ? ran.profit : 0n;
    const index = block.transactions[place]?.index ?? (block.transactions.at(-1)?.index ?? -1) + 1;
    this.#nonce += 1;
    this.#gasLeft -= used;
    const effectiveGasPrice = wei(baseFeePerGas + effectiveTip(order.plan, baseFeePerGas));
    const { dataFee } = data;
    this.included.push({ order, succeeded, gasUsed: used, effectiveGasPrice, dataFee, index, profit });
    this.verdicts.push({
      orderId: order.id,
      outcome: succeeded ? 'landed' : 'reverted',
      cause: ran.kind === 'refused' ? ran.cause : 'LANDED',
      place,
      ...draw,
      profit: ran.kind === 'refused' ? ran.profit : profit,
    });
  }

  #call(order: Order, place: number, own: ReadonlyMap<Address, PoolState>): Ran {
    const { kind, plan, origin } = order;
    if (kind === 'cancel') return { kind: 'plain' };
    const { block, before, swapPool } = this.#judgement;
    const ahead = new Set(block.transactions.slice(0, place).map(({ hash }) => hash));
    const states = statesAtPlace(before(order), block.events, ahead);
    return runPlan(decodeExecute(plan.data), (pool) => own.get(pool) ?? states(pool), swapPool, {
      flashFee: origin?.flashFee ?? 0n,
      timestampS: block.head.timestampS,
    });
  }

  #draw({ way, since, handedMs }: PaperOffer): Draw {
    const { block, statistics, seed } = this.#judgement;
    const drawn = seededRandom(seed).fork(`${block.head.number}`).next();
    const share = block.cutOff === null ? null : shareAt(block.cutOff, handedMs);
    return {
      drawnPpm: Math.floor(drawn * 1_000_000),
      chancePpm: chancePpm(statistics[way], block.head.number <= since + 1, block.seenMs - handedMs, share),
    };
  }
}

function mayRevert({ mayRevert: hashes }: PaperOffer, { transactionHash }: Order): boolean {
  return transactionHash !== null && hashes.has(transactionHash);
}

/** What it pays per gas, all members together. */
function tipOf({ members }: PaperOffer, baseFeePerGas: Wei): Wei {
  let paid = 0n;
  let gas = 0n;
  for (const { order, gasUsed } of members) {
    const tip = effectiveTip(order.plan, baseFeePerGas);
    if (tip < 0n) return tip;
    const used = BigInt(Math.max(gasUsed, plainTransferGas));
    paid += tip * used;
    gas += used;
  }
  return wei(gas === 0n ? 0n : paid / gas);
}
