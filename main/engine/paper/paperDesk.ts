import { createNativeDetector } from '../../../app/detect/nativeDetector.ts';
import { wei } from '../../../app/domain/amount.ts';
import type { RelayFailure } from '../../../app/domain/bundle.ts';
import type { Relay } from '../../../app/domain/chain.ts';
import type { Clock } from '../../../app/domain/clock.ts';
import type { EngineInput, MarketInput } from '../../../app/domain/engineInput.ts';
import { ExpectedError } from '../../../app/domain/errors.ts';
import type { Address, Hash } from '../../../app/domain/hex.ts';
import type { ChainBalances } from '../../../app/domain/ledger.ts';
import type { BlockReference } from '../../../app/domain/opportunity.ts';
import type { Order } from '../../../app/domain/order.ts';
import type { PaperTerms, PlacedTransaction } from '../../../app/domain/paper.ts';
import type { Effect, RelayMember } from '../../../app/engine/effect.ts';
import type { KernelState } from '../../../app/engine/kernelState.ts';
import { paperPast } from '../../../app/engine/paperPast.ts';
import { readBlockReceipts } from '../../../app/execution/attribute.ts';
import { measureGas } from '../../../app/execution/measureGas.ts';
import type { Rpc } from '../../../app/execution/rpc.ts';
import type { InclusionBlock, PaperMember } from '../../../app/paper/judgeBlock.ts';
import { bundleHashOf, PaperVenue } from '../../../app/paper/paperVenue.ts';
import { swapPools } from '../../../app/paper/swapPools.ts';
import { unsignedOrder } from '../../../app/paper/unsignedOrder.ts';
import { log } from '../log.ts';

type BlockInput = Extract<MarketInput, { kind: 'block' }>;
type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

/** Public transactions that are remembered to have waited, so that those of a block that did not are known to be bundles. */
const rememberedPending = 20_000;
const askAgainMs = 500;

export interface PaperDeskOptions {
  /** Read only here. */
  readonly kernel: KernelState;
  readonly rpc: Rpc;
  readonly clock: Clock;
  readonly terms: PaperTerms;
  readonly push: (input: EngineInput) => void;
  /** Asks a relay something that tells it nothing; null when it answered, else why it did not. */
  readonly hearRelay: (relay: Relay) => Promise<RelayFailure | null>;
}

/**
 * Stands in for the signer, the node's pool and the relays in an epoch on paper: takes what would be signed and sent, and has
 * each block judged before the kernel sees it. Nothing leaves; there is no key.
 */
export class PaperDesk {
  readonly #options: PaperDeskOptions;
  readonly #venue: PaperVenue;
  readonly #detector = createNativeDetector();
  readonly #gas = new Map<string, number>();
  /** Gas that the node is being asked for, by order: a block waits for it, an order does not. */
  readonly #measuring = new Map<string, Promise<void>>();
  readonly #pending = new Set<Hash>();
  /** Bundles on their way to a relay, by it and their block. */
  readonly #sending = new Map<string, Of<'sendBundle'>>();
  /** What waits behind a block that is being judged. */
  #queue: MarketInput[] | null = null;

  constructor(options: PaperDeskOptions) {
    this.#options = options;
    this.#venue = new PaperVenue(options.terms, swapPools(this.#detector), paperPast(options.kernel));
  }

  get twins(): readonly Address[] {
    return this.#options.terms.twins;
  }

  /** What the account has sent by a block, on the chain and on paper. */
  nonce(onChain: number, { number }: BlockReference): number {
    return onChain + this.#venue.account.transactionsBy(number);
  }

  /** The account as it stands on paper at the block that the chain's balances are of. */
  account(
    { balances, replaced }: { readonly balances: ChainBalances; readonly replaced: readonly BlockReference[] },
    { orders, watched }: Pick<Of<'readAccount'>, 'orders' | 'watched'>,
  ): Pick<Extract<EngineInput, { kind: 'account' }>, 'balances' | 'asked' | 'receipts'> {
    const asked = [...orders, ...watched].flatMap(({ transactionHash }) => transactionHash ?? []);
    const { account } = this.#venue;
    account.forget(replaced);
    return { balances: account.balancesOn(balances), asked, receipts: account.receiptsOf(asked, balances.block) };
  }

  /** Passes the feed's inputs on in their order; a block that may decide something of ours comes behind its judgement. */
  emit(input: MarketInput, pass: (input: MarketInput) => void): void {
    if (this.#queue !== null) return void this.#queue.push(input);
    if (input.kind === 'block' && !this.#venue.isIdle) {
      this.#queue = [];
      void this.#judge(input)
        .catch((error: unknown) => {
          if (!(error instanceof ExpectedError)) throw error;
          log('warn', `paper: ${error.message}`, { code: error.code, ...error.facts });
        })
        .then(() => {
          pass(input);
          const waiting = this.#queue ?? [];
          this.#queue = null;
          for (const next of waiting) this.emit(next, pass);
        });
      return;
    }
    this.#note(input);
    pass(input);
  }

  /** Unsigned bytes in the place of a signature, at once: a signer asks no node. Meanwhile the node says what gas it takes. */
  async sign({ order }: Of<'sign'>): Promise<void> {
    const { kernel, clock, push } = this.#options;
    const measured = order.kind === 'execute' ? this.#measure(order) : Promise.resolve();
    this.#measuring.set(order.id, measured);
    const signature = unsignedOrder(order, kernel.epoch.wallet);
    const result = { kind: 'signature' as const, ...signature };
    push({ kind: 'signed', atMs: clock.epochMs(), orderId: order.id, result });
    await measured.finally(() => this.#measuring.delete(order.id));
  }

  async #measure(order: Order): Promise<void> {
    const { kernel, rpc } = this.#options;
    const gasUsed = await measureGas(rpc, kernel.epoch.wallet, order.plan, {
      timestampS: nextTimestampS(kernel),
      holding: this.#holding(order),
    });
    if (gasUsed !== null) this.#gas.set(order.id, gasUsed);
  }

  /** A profit token that the wallet has on paper and not on the chain, and a pool beside the route that has some. */
  #holding({ predicted, routePools }: Order): { readonly token: Address; readonly from: Address } | null {
    const { poolsByToken, market } = this.#options.kernel;
    const { profitToken: token } = predicted;
    if (!this.#venue.account.holds(token)) return null;
    const besides = (poolsByToken.get(token) ?? []).filter(({ address }) => !routePools.includes(address));
    const from = besides.find(({ address, kind }) => kind === 'uniswapV3' && market.states.has(address)) ?? besides[0];
    return from === undefined ? null : { token, from: from.address };
  }

  /** The node has it once it has answered a question that tells it nothing; asked again like an order that may not have come. */
  async submit({ orderId }: Of<'submit'>): Promise<void> {
    const { kernel, rpc, clock, push } = this.#options;
    for (;;) {
      const heard = await rpc.call('eth_chainId', []).catch((error: unknown) => {
        if (error instanceof ExpectedError) return null;
        throw error;
      });
      const order = kernel.orders.get(orderId);
      if (order === undefined) return;
      if (heard !== null && kernel.head !== null) {
        this.#venue.submit(this.#member(order), kernel.head, this.#nowMs());
        return push({ kind: 'submitted', atMs: clock.epochMs(), orderId, result: { kind: 'accepted' } });
      }
      await delay(askAgainMs);
      if (kernel.orders.get(orderId)?.state !== 'signed') return;
    }
  }

  /** The relay has it once it has answered a question that tells it nothing, and a bundle for a block that has come by then it would not take. */
  async bundle(effect: Of<'simulateBundle'> | Of<'sendBundle'> | Of<'cancelBundle'>): Promise<void> {
    const { kernel, clock, push, hearRelay } = this.#options;
    const { relay } = effect;
    if (effect.kind === 'cancelBundle') {
      this.#sending.delete(`${relay.id} ${effect.targetBlock}`);
      return this.#venue.cancelBundle(relay.id, effect.targetBlock);
    }
    const targetBlock = effect.block.number + 1;
    const orderIds = this.#members(effect.members).map(({ order }) => order.id);
    const answered = { relayId: relay.id, targetBlock, orderIds };
    if (effect.kind === 'simulateBundle') {
      const unheard = await hearRelay(relay);
      const members = this.#members(effect.members);
      if (kernel.head === null) return;
      const states = (pool: Address) => kernel.market.states.get(pool);
      const result = unheard ?? {
        kind: 'simulated' as const,
        members: this.#venue.simulate(members, nextTimestampS(kernel), states),
      };
      return push({ kind: 'bundleSimulated', atMs: clock.epochMs(), ...answered, result });
    }
    // A newer one for the same block, or a cancellation, may go out while this one is on its way.
    const key = `${relay.id} ${targetBlock}`;
    this.#sending.set(key, effect);
    const unheard = await hearRelay(relay);
    const isNewest = this.#sending.get(key) === effect;
    if (isNewest) this.#sending.delete(key);
    const handedMs = this.#nowMs();
    const { maxTimestampS, reverting } = effect;
    const members = this.#members(effect.members);
    const passed = (kernel.head?.number ?? 0) >= targetBlock;
    const result = unheard ?? (passed ? blockHasPassed : null);
    if (result !== null) return push({ kind: 'bundleSent', atMs: clock.epochMs(), ...answered, result });
    const bundle = { members, maxTimestampS, reverting, handedMs };
    const bundleHash = bundleHashOf(members);
    if (isNewest) this.#venue.sendBundle(relay.id, targetBlock, bundle);
    push({ kind: 'bundleSent', atMs: clock.epochMs(), ...answered, result: { kind: 'accepted', bundleHash } });
  }

  /** Its gas is what is known whenever it is looked at: until the node has said it, what was predicted. */
  #member(order: Order): PaperMember {
    const { tickets } = this.#options.kernel;
    const predicted = tickets.get(order.ticketId)?.opportunity.gasUnits ?? order.plan.gasLimit;
    const gas = this.#gas;
    return {
      order,
      get gasUsed() {
        return order.kind === 'cancel' ? order.plan.gasLimit : (gas.get(order.id) ?? predicted);
      },
    };
  }

  #members(members: readonly RelayMember[]): readonly PaperMember[] {
    const { kernel } = this.#options;
    return members.flatMap(({ orderId }) => {
      const order = kernel.orders.get(orderId);
      return order === undefined ? [] : [this.#member(order)];
    });
  }

  #note(input: MarketInput): void {
    if (input.kind === 'universe') this.#detector.setPools(input.pools);
    else if (input.kind === 'rollback') this.#venue.rollback(input.to.number);
    else if (input.kind === 'pendingTransaction') {
      this.#pending.add(input.hash);
      if (this.#pending.size <= rememberedPending) return;
      for (const oldest of this.#pending) {
        this.#pending.delete(oldest);
        if (this.#pending.size <= rememberedPending / 2) return;
      }
    }
  }

  #nowMs(): number {
    return this.#options.clock.monotonicNs() / 1e6;
  }

  async #judge({ head, seenNs, events }: BlockInput): Promise<void> {
    const { kernel, clock, push } = this.#options;
    const { number, hash } = head;
    const block = await this.#inclusionBlock(head, seenNs / 1e6, events);
    const { verdicts, held } = this.#venue.onBlock(block, (pool) => kernel.market.states.get(pool));
    for (const { orderId, outcome } of verdicts) if (outcome !== 'waits') this.#gas.delete(orderId);
    push({ kind: 'paper', atMs: clock.epochMs(), block: { number, hash }, verdicts, held });
  }

  /** Without the transactions of twins, and what they did to the pools. */
  async #inclusionBlock(
    head: BlockInput['head'],
    seenMs: number,
    events: BlockInput['events'],
  ): Promise<InclusionBlock> {
    const { rpc, terms } = this.#options;
    const [receipts] = await Promise.all([
      readBlockReceipts(rpc, { number: head.number, hash: head.hash }),
      Promise.allSettled(this.#measuring.values()),
    ]);
    const twins = new Set(terms.twins);
    const others = receipts.filter(({ from }) => !twins.has(from));
    const transactions = others.map(
      ({ transactionHash, transactionIndex, from, gasUsed, effectiveGasPrice }): PlacedTransaction => ({
        hash: transactionHash,
        index: transactionIndex,
        from,
        tip: wei(effectiveGasPrice - head.baseFeePerGas),
        gasUsed,
        wasPublic: this.#pending.has(transactionHash),
      }),
    );
    const kept = new Set(others.map(({ transactionHash }) => transactionHash));
    const twinsGas = receipts.reduce((sum, { from, gasUsed }) => sum + (twins.has(from) ? gasUsed : 0), 0);
    return {
      head: { ...head, gasUsed: head.gasUsed - twinsGas },
      seenMs,
      transactions,
      events: events.filter(({ transactionHash }) => kept.has(transactionHash)),
      chainEvents: events,
      twinPools: [...new Set(events.flatMap(({ transactionHash, pool }) => (kept.has(transactionHash) ? [] : pool)))],
    };
  }
}

const blockHasPassed: RelayFailure = {
  kind: 'failed',
  code: 'RELAY_REFUSED',
  error: 'the block of the bundle has passed',
};

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Of the next block, to the second that blocks are told in. */
function nextTimestampS({ head, epoch }: KernelState): number {
  return (head?.timestampS ?? 0) + Math.max(1, Math.floor(epoch.chain.blockTimeMs / 1000));
}
