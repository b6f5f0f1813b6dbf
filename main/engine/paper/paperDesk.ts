import { createNativeDetector } from '../../../app/detect/nativeDetector.ts';
import { wei } from '../../../app/domain/amount.ts';
import type { RelayFailure } from '../../../app/domain/bundle.ts';
import type { Relay } from '../../../app/domain/chain.ts';
import type { Clock } from '../../../app/domain/clock.ts';
import type { EngineInput, MarketInput } from '../../../app/domain/engineInput.ts';
import { ExpectedError } from '../../../app/domain/errors.ts';
import { type Address, type Hash, zeroAddress } from '../../../app/domain/hex.ts';
import type { ChainBalances } from '../../../app/domain/ledger.ts';
import type { BlockReference } from '../../../app/domain/opportunity.ts';
import type { Order } from '../../../app/domain/order.ts';
import type { PaperTerms, PaperVerdict, PlacedTransaction } from '../../../app/domain/paper.ts';
import type { Effect, RelayMember } from '../../../app/engine/effect.ts';
import type { KernelState } from '../../../app/engine/kernelState.ts';
import { paperPast } from '../../../app/engine/paperPast.ts';
import { readBlockReceipts } from '../../../app/execution/attribute.ts';
import { readDataFee } from '../../../app/execution/dataFee/readDataFee.ts';
import { measureGas } from '../../../app/execution/measureGas.ts';
import { integerSchema, parseReply, type Rpc } from '../../../app/execution/rpc.ts';
import type { InclusionBlock, PaperMember } from '../../../app/paper/judgeBlock.ts';
import type { BlockDataFee } from '../../../app/paper/paperDataFee.ts';
import { bundleHashOf, type HeardBlock, PaperVenue } from '../../../app/paper/paperVenue.ts';
import { PublicPool } from '../../../app/paper/publicPool.ts';
import { StatesBefore } from '../../../app/paper/statesBefore.ts';
import { swapPools } from '../../../app/paper/swapPools.ts';
import { unsignedOrder } from '../../../app/paper/unsignedOrder.ts';
import { hasPassed } from '../../../app/signing/hasPassed.ts';
import { log } from '../log.ts';

type BlockInput = Extract<MarketInput, { kind: 'block' }>;
type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

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

/** A block on its way to a judgement. */
interface Judging {
  readonly number: number;
  readonly states: StatesBefore;
  readonly done: Promise<void>;
}

/** What may pass while blocks are being judged: the others change pools in ways that no event tells of. */
const passesBy: ReadonlySet<MarketInput['kind']> = new Set(['block', 'pendingTransaction', 'feed']);

/**
 * Stands in for the signer, the node's pool and the relays in an epoch on paper: takes what would be signed and sent, and has
 * each block judged. A block goes to the kernel at once, as it does to one that trades for real; what it made of ours is asked of the
 * node meanwhile, and the account and the nonce of that block wait for it, as they wait for the node. Nothing leaves; there is no key.
 */
export class PaperDesk {
  readonly #options: PaperDeskOptions;
  readonly #venue: PaperVenue;
  readonly #detector = createNativeDetector();
  readonly #gas = new Map<string, number>();
  /** Gas that the node is being asked for, by order: a block waits for it, an order does not. */
  readonly #measuring = new Map<string, Promise<void>>();
  readonly #pool = new PublicPool();
  /** Bundles on their way to a relay, by it and their block. */
  readonly #sending = new Map<string, Of<'sendBundle'>>();
  /** Oldest first: each is judged on what those before it left. */
  #judging: readonly Judging[] = [];
  /** What waits until all that has been heard of is judged, and what came behind it. */
  #queue: MarketInput[] | null = null;
  /** As last told. */
  #held = '';

  constructor(options: PaperDeskOptions) {
    this.#options = options;
    this.#venue = new PaperVenue(options.terms, swapPools(this.#detector), paperPast(options.kernel));
  }

  get twins(): readonly Address[] {
    return this.#options.terms.twins;
  }

  /** What the account has sent by a block, on the chain and on paper. */
  async nonce(onChain: number, { number }: BlockReference): Promise<number> {
    await this.#judgedTo(number);
    return onChain + this.#venue.account.transactionsBy(number);
  }

  /** The account as it stands on paper at the block that the chain's balances are of. */
  async account(
    { balances, replaced }: { readonly balances: ChainBalances; readonly replaced: readonly BlockReference[] },
    { orders, watched }: Pick<Of<'readAccount'>, 'orders' | 'watched'>,
  ): Promise<Pick<Extract<EngineInput, { kind: 'account' }>, 'balances' | 'asked' | 'receipts'>> {
    await this.#judgedTo(balances.block.number);
    const asked = [...orders, ...watched].flatMap(({ transactionHash }) => transactionHash ?? []);
    const { account } = this.#venue;
    account.forget(replaced);
    return { balances: account.balancesOn(balances), asked, receipts: account.receiptsOf(asked, balances.block) };
  }

  /** Passes the feed's inputs on in their order, blocks without delay; a reorg and a new snapshot wait for what is being judged. */
  emit(input: MarketInput, pass: (input: MarketInput) => void): void {
    if (this.#queue !== null) return void this.#queue.push(input);
    if (this.#judging.length > 0 && !passesBy.has(input.kind)) {
      this.#queue = [input];
      void this.#judgedTo(Number.MAX_SAFE_INTEGER).then(() => {
        const waiting = this.#queue ?? [];
        this.#queue = null;
        for (const next of waiting) this.emit(next, pass);
      });
      return;
    }
    if (input.kind === 'block') this.#hear(input);
    else this.#note(input);
    pass(input);
  }

  /** Unsigned bytes in the place of a signature, when a signer would have given it, or refused what ran out. Meanwhile the node says what gas it takes. */
  async sign({ order }: Of<'sign'>): Promise<void> {
    const { kernel, clock, push, terms } = this.#options;
    const measured = order.kind === 'execute' ? this.#measure(order) : Promise.resolve();
    this.#measuring.set(order.id, measured);
    const leftMs = order.createdAtMs + (terms.signingMs ?? 0) - clock.epochMs();
    if (leftMs > 0) await delay(leftMs);
    const atMs = clock.epochMs();
    const result =
      order.kind === 'execute' && hasPassed(order.deadlineS, atMs)
        ? signedTooLate(order)
        : { kind: 'signature' as const, ...unsignedOrder(order, kernel.epoch.wallet) };
    push({ kind: 'signed', atMs, orderId: order.id, result });
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
    const { kernel, clock, push } = this.#options;
    for (;;) {
      const heard = await this.#poolAnswers();
      const order = kernel.orders.get(orderId);
      if (order === undefined) return;
      if (heard && kernel.head !== null) {
        const error = this.#venue.submit(this.#member(order), kernel.head.number, this.#nowMs());
        const result = error === null ? { kind: 'accepted' as const } : { kind: 'refused' as const, error };
        return push({ kind: 'submitted', atMs: clock.epochMs(), orderId, result });
      }
      await delay(askAgainMs);
      if (kernel.orders.get(orderId)?.state !== 'signed') return;
    }
  }

  /** Of nobody's account, but of the pool, which is what a transaction that is handed over is held against. */
  async #poolAnswers(): Promise<boolean> {
    return (await this.#number('eth_getTransactionCount', [zeroAddress, 'pending'])) !== null;
  }

  /** That the node had when the question reached it; null where it did not answer. */
  #newestBlock(): Promise<number | null> {
    return this.#number('eth_blockNumber', []);
  }

  async #number(method: string, parameters: readonly unknown[]): Promise<number | null> {
    try {
      return parseReply(integerSchema, await this.#options.rpc.call(method, parameters), method);
    } catch (error) {
      if (error instanceof ExpectedError) return null;
      throw error;
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
      const [unheard] = await Promise.all([hearRelay(relay), this.#judgedTo(effect.block.number)]);
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
    const [unheard, newestBlock] = await Promise.all([hearRelay(relay), this.#newestBlock()]);
    const isNewest = this.#sending.get(key) === effect;
    if (isNewest) this.#sending.delete(key);
    const handedMs = this.#nowMs();
    const { maxTimestampS, reverting } = effect;
    const members = this.#members(effect.members);
    const passed = (newestBlock ?? kernel.head?.number ?? 0) >= targetBlock;
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
    const opportunity = tickets.get(order.ticketId)?.opportunity;
    const predicted = opportunity?.gasUnits ?? order.plan.gasLimit;
    const gas = this.#gas;
    return {
      order,
      predictedDataFee: opportunity?.dataFee ?? wei(0n),
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
    else if (input.kind === 'pendingTransaction') this.#pool.see(input.hash, this.#nowMs());
  }

  #nowMs(): number {
    return this.#options.clock.monotonicNs() / 1e6;
  }

  /** Takes note of a block just before the kernel has it, and has it judged behind that. */
  #hear(input: BlockInput): void {
    if (this.#venue.isIdle && this.#judging.length === 0) return;
    const { kernel } = this.#options;
    const { number } = input.head;
    const states = new StatesBefore((pool) => kernel.market.states.get(pool));
    const moving = input.events.map(({ pool }) => pool);
    for (const other of [...this.#judging, { states }]) other.states.keep(moving);
    const heard = this.#venue.hear(number, input.events, states.at);
    this.#tell(input, []);
    const earlier = this.#judgedTo(number);
    const done = this.#judge(input, heard, earlier).finally(() => {
      this.#judging = this.#judging.filter(({ done: other }) => other !== done);
    });
    this.#judging = [...this.#judging, { number, states, done }];
  }

  async #judge(input: BlockInput, heard: HeardBlock, earlier: Promise<void>): Promise<void> {
    try {
      const [{ all, block }] = await Promise.all([this.#inclusionBlock(input), earlier]);
      const others = new Set(block.transactions.map(({ hash }) => hash));
      const cutOff = this.#pool.onBlock(block.head.number, all, others, block.seenMs);
      const verdicts = this.#venue.judge(heard, { ...block, cutOff });
      for (const { orderId, outcome } of verdicts) if (outcome !== 'waits') this.#gas.delete(orderId);
      this.#tell(input, verdicts);
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      log('warn', `paper: ${error.message}`, { code: error.code, ...error.facts });
    }
  }

  /** What a block made of our orders and of the pools that are held, where that is news. */
  #tell({ head: { number, hash } }: BlockInput, verdicts: readonly PaperVerdict[]): void {
    const { clock, push } = this.#options;
    const { held } = this.#venue;
    const text = held.join(' ');
    if (verdicts.length === 0 && text === this.#held) return;
    this.#held = text;
    push({ kind: 'paper', atMs: clock.epochMs(), block: { number, hash }, verdicts, held });
  }

  async #judgedTo(number: number): Promise<void> {
    await Promise.all(this.#judging.filter((block) => block.number <= number).map(({ done }) => done));
  }

  /** All of a block's transactions, and the block without those of twins and what they did to the pools. */
  async #inclusionBlock({ head, seenNs, events }: BlockInput): Promise<{
    readonly all: readonly Hash[];
    readonly block: Omit<InclusionBlock, 'cutOff'>;
  }> {
    const { rpc, terms } = this.#options;
    const reference = { number: head.number, hash: head.hash };
    const [receipts, dataFee] = await Promise.all([
      readBlockReceipts(rpc, reference),
      this.#dataFeeAt(reference),
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
        wasPublic: this.#pool.has(transactionHash),
      }),
    );
    const kept = new Set(others.map(({ transactionHash }) => transactionHash));
    const twinsGas = receipts.reduce((sum, { from, gasUsed }) => sum + (twins.has(from) ? gasUsed : 0), 0);
    const block = {
      head: { ...head, gasUsed: head.gasUsed - twinsGas },
      seenMs: seenNs / 1e6,
      transactions,
      events: events.filter(({ transactionHash }) => kept.has(transactionHash)),
      chainEvents: events,
      twinPools: [...new Set(events.flatMap(({ transactionHash, pool }) => (kept.has(transactionHash) ? [] : pool)))],
      ...(dataFee === null ? {} : { dataFee }),
    };
    return { all: receipts.map(({ transactionHash }) => transactionHash), block };
  }

  /** A rollup's prices at a block, which are those that its transactions paid; null where the chain asks nothing for data. */
  async #dataFeeAt(block: BlockReference): Promise<BlockDataFee | null> {
    const { multicall3, dataFee: rule } = this.#options.kernel.epoch.chain;
    if (rule === undefined) return null;
    const prices = await readDataFee(this.#options.rpc, { rule, multicall3, block }).catch((error: unknown) => {
      if (!(error instanceof ExpectedError)) throw error;
      log('warn', `paper, data fee: ${error.message}`, { code: error.code, ...error.facts });
      return null;
    });
    return { rule, prices };
  }
}

function signedTooLate({ deadlineS }: Order) {
  return { kind: 'refused' as const, code: 'SIGNER_DEADLINE', message: `the deadline ${deadlineS} has passed` };
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
