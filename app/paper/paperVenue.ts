import { keccak256 } from 'ethers';
import { tokenAmount } from '../domain/amount.ts';
import type { PoolEvent } from '../domain/block.ts';
import type { BundleMember } from '../domain/bundle.ts';
import { type Address, type Hash, parseHash } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Order } from '../domain/order.ts';
import type { PaperTerms, PaperVerdict } from '../domain/paper.ts';
import { decodeExecute } from '../execution/executorCalldata.ts';
import { Footprints } from './footprints.ts';
import {
  type InclusionBlock,
  judgeBlock,
  type PaperInclusion,
  type PaperMember,
  type PaperOffer,
} from './judgeBlock.ts';
import { PaperAccount, type PaperPast } from './paperAccount.ts';
import { runPlan, type StatesAtPlace } from './runPlan.ts';
import { statesAtPlace } from './statesAtPlace.ts';
import type { SwapPool } from './swapPools.ts';
import { TwinShadow } from './twinShadow.ts';

/** What a block that was heard of may take, as it stood at that moment: what comes after is for later blocks. */
export interface HeardBlock {
  readonly number: number;
  readonly offers: readonly PaperOffer[];
  /** Every pool's state at its parent. */
  readonly before: StatesAtPlace;
}

interface Bundle {
  readonly relayId: string;
  readonly targetBlock: number;
  readonly offer: PaperOffer;
}

/**
 * Where orders on paper go instead of a node or a relay: holds what waits, says of each block what became of it, and keeps the
 * account. A block is heard of first, which needs nothing but its events; it is judged once its transactions are known, by when others
 * may have been heard of. It sends nothing and needs no signature.
 */
export class PaperVenue {
  readonly #terms: PaperTerms;
  readonly #swapPool: SwapPool;
  readonly #account: PaperAccount;
  /** One at a nonce, as a node's pool has it: the newest takes the place. */
  readonly #public = new Map<number, PaperOffer>();
  #bundles: Bundle[] = [];
  readonly #footprints: Footprints;
  readonly #shadow = new TwinShadow();

  constructor(terms: PaperTerms, swapPool: SwapPool, past?: PaperPast) {
    this.#terms = terms;
    this.#swapPool = swapPool;
    this.#account = new PaperAccount(past);
    this.#footprints = new Footprints(swapPool);
  }

  get account(): PaperAccount {
    return this.#account;
  }

  /** Whether the next block decides anything here. */
  get isIdle(): boolean {
    const nothingWaits = this.#public.size === 0 && this.#bundles.length === 0;
    return nothingWaits && this.#footprints.isEmpty && this.#terms.twins.length === 0;
  }

  /** Pools whose chain lacks a trade of ours. */
  get held(): readonly Address[] {
    return this.#footprints.pools;
  }

  /**
   * Takes an order for the public pool. The same again changes nothing.
   * @param head the newest block that was heard of then
   * @returns why it does not take it, in the words of nodes
   */
  submit(member: PaperMember, head: number, handedMs: number): string | null {
    const { nonce, transactionHash } = member.order;
    if (this.#account.has(transactionHash)) return null;
    const next = this.#account.nonceBy(head);
    if (nonce < next) return `nonceTooLow: nonce too low: next nonce ${next}, tx nonce ${nonce}`;
    this.#wait(member, head, handedMs);
    return null;
  }

  #wait(member: PaperMember, head: number, handedMs: number): void {
    const { nonce, transactionHash, plan } = member.order;
    const known = this.#public.get(nonce)?.members[0]?.order;
    if (known?.transactionHash === transactionHash) return;
    if (known !== undefined && plan.maxPriorityFeePerGas <= known.plan.maxPriorityFeePerGas) return;
    this.#public.set(nonce, {
      way: 'public',
      members: [member],
      mayRevert: new Set(),
      since: head,
      maxTimestampS: Number.MAX_SAFE_INTEGER,
      handedMs,
    });
  }

  /** Takes a bundle for one block, in place of what the relay was asked for that block before. */
  sendBundle(
    relayId: string,
    targetBlock: number,
    bundle: Pick<PaperOffer, 'members' | 'maxTimestampS' | 'handedMs'> & { readonly reverting: readonly Hash[] },
  ): void {
    this.cancelBundle(relayId, targetBlock);
    const { members, maxTimestampS, reverting, handedMs } = bundle;
    const since = Math.min(...members.map(({ order }) => order.submittedAt?.number ?? targetBlock - 1));
    const offer: PaperOffer = { way: 'relay', members, mayRevert: new Set(reverting), since, maxTimestampS, handedMs };
    this.#bundles.push({ relayId, targetBlock, offer });
  }

  /** What each member would do at the top of the next block, one behind the other. */
  simulate(members: readonly PaperMember[], timestampS: number, states: StatesAtPlace): readonly BundleMember[] {
    const moved = new Map(this.#footprints.moved(states));
    return members.flatMap(({ order, gasUsed }) => {
      const { transactionHash, plan, origin } = order;
      if (transactionHash === null) return [];
      const flashFee = origin?.flashFee ?? 0n;
      const unseen = this.#shadow.stateFor(knewOf(order, Number.MAX_SAFE_INTEGER), states);
      const at: StatesAtPlace = (pool) => moved.get(pool) ?? unseen(pool);
      const ran = runPlan(decodeExecute(plan.data), at, this.#swapPool, { flashFee, timestampS });
      if (ran.kind === 'profit') for (const [pool, state] of ran.after) moved.set(pool, state);
      return { transactionHash, gasUsed, error: ran.kind === 'profit' ? '' : ran.cause };
    });
  }

  cancelBundle(relayId: string, targetBlock: number): void {
    this.#bundles = this.#bundles.filter((other) => other.relayId !== relayId || other.targetBlock !== targetBlock);
  }

  /**
   * Takes what waits for a block, and lets go of the gaps that it closes.
   * @param events of the whole block
   * @param before every pool's state at its parent, then and until it is judged
   */
  hear(number: number, events: readonly PoolEvent[], before: StatesAtPlace): HeardBlock {
    const waiting = [...this.#public.values()].filter(({ since }) => since < number);
    const bundles = this.#bundles.filter(({ targetBlock }) => targetBlock === number).map(({ offer }) => offer);
    this.#bundles = this.#bundles.filter(({ targetBlock }) => targetBlock > number);
    this.#footprints.close(number, endOf(events, before));
    return { number, offers: [...waiting, ...bundles], before };
  }

  /** Judges all that waited for a block, once all before it are judged. */
  judge({ number, offers, before }: HeardBlock, block: InclusionBlock): readonly PaperVerdict[] {
    const { seed, statistics } = this.#terms;
    // A block before this one may have been judged only since it was heard of.
    const open = offers.filter(({ members }) => !members.some(({ order }) => this.#account.has(order.transactionHash)));
    const { verdicts, included } = judgeBlock(open, {
      block,
      before: (order) => this.#shadow.stateFor(knewOf(order, number), before),
      own: this.#footprints.moved(before, number),
      nonce: this.#account.nonceBy(number - 1),
      statistics,
      seed,
      swapPool: this.#swapPool,
    });
    for (const one of included) this.#include(one, { number, hash: block.head.hash });
    this.#shadow.onBlock(number, block.events, block.twinPools, before);
    this.#footprints.close(number, endOf(block.chainEvents, before));
    this.#footprints.forget(number);
    return verdicts;
  }

  /** Blocks above a height never happened: what they took is no longer taken. The kernel hands over again what is open. */
  rollback(blockNumber: number): void {
    this.#account.rollback(blockNumber);
    this.#shadow.rollback(blockNumber);
    this.#footprints.rollback(blockNumber);
  }

  #include(
    { order, succeeded, gasUsed, effectiveGasPrice, dataFee, index, profit }: PaperInclusion,
    block: BlockReference,
  ): void {
    this.#public.delete(order.nonce);
    const { transactionHash } = order;
    if (transactionHash === null) return;
    const token = order.predicted.profitToken;
    this.#account.include({
      transactionHash,
      block,
      transactionIndex: index,
      succeeded,
      gasUsed,
      effectiveGasPrice,
      ...(dataFee === 0n ? {} : { dataFee }),
      tokenDeltas: profit === 0n ? [] : [{ token, amount: tokenAmount(profit) }],
    });
    if (!succeeded || order.kind === 'cancel') return;
    const { id: orderId, plan, origin } = order;
    const flashFee = origin?.flashFee ?? 0n;
    this.#footprints.add({ orderId, blockNumber: block.number, call: decodeExecute(plan.data), flashFee });
  }
}

/** The block whose state an order was decided on. */
function knewOf({ decidedAt, submittedAt }: Order, otherwise: number): number {
  return decidedAt?.number ?? submittedAt?.number ?? otherwise;
}

/** The chain's pools behind a block. */
function endOf(events: readonly PoolEvent[], before: StatesAtPlace): StatesAtPlace {
  return statesAtPlace(before, events, new Set(events.map(({ transactionHash }) => transactionHash)));
}

/** As relays make it: of its transactions' hashes. */
export function bundleHashOf(members: readonly PaperMember[]): Hash {
  const hashes = members.map(({ order }) => order.transactionHash?.slice(2) ?? '');
  return parseHash(keccak256(`0x${hashes.join('')}`));
}
