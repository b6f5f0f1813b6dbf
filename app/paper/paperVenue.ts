import { keccak256 } from 'ethers';
import { tokenAmount } from '../domain/amount.ts';
import type { BundleMember } from '../domain/bundle.ts';
import { type Address, type Hash, parseHash } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { PaperTerms, PaperVerdict } from '../domain/paper.ts';
import type { PoolState } from '../domain/pool.ts';
import { decodeExecute } from '../execution/executorCalldata.ts';
import { type Footprint, poolsOf, standingFootprints } from './footprints.ts';
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

export interface PaperBlockResult {
  readonly verdicts: readonly PaperVerdict[];
  /** Pools whose chain lacks a trade of ours. */
  readonly held: readonly Address[];
}

interface Bundle {
  readonly relayId: string;
  readonly targetBlock: number;
  readonly offer: PaperOffer;
}

/**
 * Where orders on paper go instead of a node or a relay: holds what waits, says at each block what became of it, and keeps the
 * account. It sends nothing and needs no signature.
 */
export class PaperVenue {
  readonly #terms: PaperTerms;
  readonly #swapPool: SwapPool;
  readonly #account: PaperAccount;
  /** One at a nonce, as a node's pool has it: the newest takes the place. */
  readonly #public = new Map<number, PaperOffer>();
  #bundles: Bundle[] = [];
  #footprints: readonly Footprint[] = [];
  readonly #shadow = new TwinShadow();

  constructor(terms: PaperTerms, swapPool: SwapPool, past?: PaperPast) {
    this.#terms = terms;
    this.#swapPool = swapPool;
    this.#account = new PaperAccount(past);
  }

  get account(): PaperAccount {
    return this.#account;
  }

  /** Whether the next block decides anything here. */
  get isIdle(): boolean {
    const nothingWaits = this.#public.size === 0 && this.#bundles.length === 0;
    return nothingWaits && this.#footprints.length === 0 && this.#terms.twins.length === 0;
  }

  /** Takes an order for the public pool. The same again changes nothing. */
  submit(member: PaperMember, head: BlockReference, handedMs: number): void {
    const { nonce, transactionHash, plan } = member.order;
    const known = this.#public.get(nonce)?.members[0]?.order;
    if (known?.transactionHash === transactionHash) return;
    if (known !== undefined && plan.maxPriorityFeePerGas <= known.plan.maxPriorityFeePerGas) return;
    this.#public.set(nonce, {
      way: 'public',
      members: [member],
      mayRevert: new Set(),
      since: head.number,
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
    const moved = new Map(this.#moved(states));
    return members.flatMap(({ order, gasUsed }) => {
      const { transactionHash, plan, origin } = order;
      if (transactionHash === null) return [];
      const flashFee = origin?.flashFee ?? 0n;
      const unseen = this.#shadow.stateFor(order.submittedAt?.number ?? Number.MAX_SAFE_INTEGER, states);
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
   * Judges everything that waits for this block.
   * @param before every pool's state at its parent
   */
  onBlock(block: InclusionBlock, before: StatesAtPlace): PaperBlockResult {
    const { number } = block.head;
    const offers = [
      ...[...this.#public.values()],
      ...this.#bundles.filter(({ targetBlock }) => targetBlock === number).map(({ offer }) => offer),
    ];
    const { seed, statistics } = this.#terms;
    const { verdicts, included } = judgeBlock(offers, {
      block,
      before: (since) => this.#shadow.stateFor(since, before),
      own: this.#moved(before),
      nonce: this.#account.nonceBy(number - 1),
      statistics,
      seed,
      swapPool: this.#swapPool,
    });
    this.#bundles = this.#bundles.filter(({ targetBlock }) => targetBlock > number);
    for (const one of included) this.#include(one, { number, hash: block.head.hash });
    const all = new Set(block.chainEvents.map(({ transactionHash }) => transactionHash));
    const end = statesAtPlace(before, block.chainEvents, all);
    this.#shadow.onBlock(number, block.events, block.twinPools, before);
    this.#footprints = standingFootprints(this.#footprints, end, this.#swapPool);
    return { verdicts, held: poolsOf(this.#footprints) };
  }

  /** Blocks above a height never happened: what they took is no longer taken. The kernel hands over again what is open. */
  rollback(blockNumber: number): void {
    this.#account.rollback(blockNumber);
    this.#shadow.rollback(blockNumber);
    this.#footprints = this.#footprints.filter((footprint) => footprint.blockNumber <= blockNumber);
  }

  #include(
    { order, succeeded, gasUsed, effectiveGasPrice, index, profit }: PaperInclusion,
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
      tokenDeltas: profit === 0n ? [] : [{ token, amount: tokenAmount(profit) }],
    });
    if (!succeeded || order.kind === 'cancel') return;
    const { id: orderId, plan, origin } = order;
    const flashFee = origin?.flashFee ?? 0n;
    const footprint = { orderId, blockNumber: block.number, call: decodeExecute(plan.data), flashFee };
    this.#footprints = [...this.#footprints, footprint];
  }

  /** Pools as our standing trades would have left them. */
  #moved(before: StatesAtPlace): ReadonlyMap<Address, PoolState> {
    const moved = new Map<Address, PoolState>();
    for (const { call, flashFee } of this.#footprints) {
      const terms = { ...call.terms, deadlineS: Number.MAX_SAFE_INTEGER };
      const states: StatesAtPlace = (pool) => moved.get(pool) ?? before(pool);
      const ran = runPlan({ ...call, terms }, states, this.#swapPool, { flashFee, timestampS: 0 });
      if (ran.kind === 'profit') for (const [pool, state] of ran.after) moved.set(pool, state);
    }
    return moved;
  }
}

/** As relays make it: of its transactions' hashes. */
export function bundleHashOf(members: readonly PaperMember[]): Hash {
  const hashes = members.map(({ order }) => order.transactionHash?.slice(2) ?? '');
  return parseHash(keccak256(`0x${hashes.join('')}`));
}
