import { orderByEffectiveTip } from '../../../app/devnet/builder/blockOrder.ts';
import { type Bundle, chooseBundles, type SimulatedBundle } from '../../../app/devnet/builder/bundle.ts';
import { BundlePool, type BundleStory } from '../../../app/devnet/builder/bundlePool.ts';
import { ChainClock } from '../../../app/devnet/builder/chainClock.ts';
import { leftOut } from '../../../app/devnet/builder/leftOut.ts';
import { Mempool } from '../../../app/devnet/builder/mempool.ts';
import { type PooledTransaction, readTransaction, upFrontCost } from '../../../app/devnet/builder/pooledTransaction.ts';
import { RpcRefusal, rpcCodes } from '../../../app/devnet/builder/rpcRefusal.ts';
import type { Wei } from '../../../app/domain/amount.ts';
import { nextBaseFee } from '../../../app/domain/baseFee.ts';
import { present } from '../../../app/domain/errors.ts';
import type { Address, Hash } from '../../../app/domain/hex.ts';
import { keptBlocks as keptByNode } from '../node.ts';
import type { NodeRpc } from '../rpc.ts';
import { Accounts } from './accounts.ts';
import { outcomeOf, simulateBundle } from './bundleSimulation.ts';
import type { Faults } from './faults.ts';
import { Gate } from './gate.ts';
import { type MinedBlock, NodeChain } from './nodeChain.ts';
import { NodeTidying } from './nodeTidying.ts';
import { SerialQueue } from './serialQueue.ts';
import { SlotSweep } from './slotSweep.ts';

/** A block with all that is needed to take it back. */
export interface SealedBlock extends MinedBlock {
  readonly included: readonly PooledTransaction[];
}

/** Called in the order in which it happened, before anybody can read the new state. */
export interface BuilderListener {
  /** Newest first. */
  abandoned?(blocks: readonly SealedBlock[]): void;
  sealed?(block: SealedBlock): void;
  pending?(transaction: PooledTransaction): void;
}

export interface BuilderOptions {
  readonly node: NodeRpc;
  /** A second connection to it: what takes the node long holds up everything else on its own connection. */
  readonly aside: NodeRpc;
  readonly faults: Faults;
  readonly chainId: number;
  readonly producer: Address;
  readonly multicall3: Address;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  readonly say: (line: string) => void;
}

/** What one block is offered: more gas than it holds, because most use less than their limit. */
const offeredBlocks = 4;
const mostOffered = 256;
/** Bundles that are simulated for one block. */
const mostSimulated = 32;
/** Blocks that can be taken back. */
const keptBlocks = 48;
const timedBlocks = 1_000;
/** What the node gathers in between is small, and the tidying some milliseconds. */
const blocksBetweenTidying = 512;
/** A multiple of it. The crowd leaves some hundred empty slots in a thousand blocks; some blocks are empty for it. */
const blocksBetweenSweeps = 2_048;

/**
 * The producer of every block: bundles first, by what they pay per gas, then the public pool by effective tip. The node behind
 * it only executes. All that changes the chain or the node's pool goes through one queue.
 */
export class BlockBuilder {
  readonly mempool = new Mempool();
  readonly bundles = new BundlePool();
  readonly gate = new Gate();
  readonly queue = new SerialQueue();
  readonly accounts: Accounts;
  readonly counts = { blocks: 0, reorgs: 0, deepestReorg: 0, expired: 0, dropped: 0, unexplainedOmissions: 0 };
  readonly #options: BuilderOptions;
  readonly #chain: NodeChain;
  readonly #tidying: NodeTidying;
  readonly #slots: SlotSweep;
  readonly #clock: ChainClock;
  readonly #listeners = new Set<BuilderListener>();
  readonly #recent: SealedBlock[] = [];
  readonly #buildMs: number[] = [];
  #arrivals = 0;
  #sweepIsDue = false;
  #sweepFailure: { readonly thrown: unknown } | null = null;
  /** Of the mempool, as the node's pool mirrors it; null when that holds anything else. */
  #mirrored: number | null = null;

  private constructor(options: BuilderOptions, chain: NodeChain, first: MinedBlock) {
    this.#options = options;
    this.#chain = chain;
    this.#clock = new ChainClock(options.nowMs, options.monotonicMs);
    this.#tidying = new NodeTidying(options.node, options.aside, chain, first, keptByNode);
    this.#slots = new SlotSweep(this.#tidying, (work) => this.queue.run(() => this.#atRest(() => work(this.head))));
    this.#recent.push({ ...first, included: [] });
    this.accounts = new Accounts(this.#chain, this.gate);
  }

  /** Takes over a node that nobody else mines on. */
  static async over(options: BuilderOptions): Promise<BlockBuilder> {
    const chain = new NodeChain(options.node);
    await chain.takeOver(options.producer);
    return new BlockBuilder(options, chain, await chain.newest());
  }

  get head(): SealedBlock {
    return present(this.#recent.at(-1), 'the newest block');
  }

  /** The base fee of the block that comes next. */
  get nextBaseFee(): Wei {
    return this.#options.faults.repriced(nextBaseFee(this.head));
  }

  listen(listener: BuilderListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads a signed transaction, by the rules of this chain. @throws RpcRefusal */
  read(raw: unknown): PooledTransaction {
    this.#arrivals += 1;
    const rules = { chainId: this.#options.chainId, blockGasLimit: this.head.gasLimit };
    return readTransaction(raw, rules, this.#arrivals, this.#options.nowMs());
  }

  /** Takes a signed transaction into the public pool. @throws RpcRefusal */
  async submit(raw: unknown): Promise<Hash> {
    const transaction = this.read(raw);
    if (this.#options.faults.drops(transaction)) {
      this.counts.dropped += 1;
      return transaction.hash;
    }
    this.mempool.add(transaction, await this.accounts.of(transaction.from));
    for (const listener of this.#listeners) listener.pending?.(transaction);
    return transaction.hash;
  }

  /** The public transactions of the next block as they stand now. */
  async pendingOrder(): Promise<readonly PooledTransaction[]> {
    return this.#publicOrder(this.nextBaseFee, []);
  }

  /** Something that asks the node at "pending", while its pool holds what ours does, in the order of the next block. */
  atPending<T>(work: () => Promise<T>): Promise<T> {
    return this.queue.request(async () => {
      if (this.#mirrored !== this.mempool.version) {
        await this.#offer(await this.pendingOrder());
        this.#mirrored = this.mempool.version;
      }
      return work();
    });
  }

  /** Something that writes into the node's state, between two blocks. */
  betweenBlocks<T>(work: () => Promise<T>): Promise<T> {
    return this.queue.request(() =>
      this.gate.write(async () => {
        this.#slots.spoil();
        try {
          return await work();
        } finally {
          this.accounts.forget();
        }
      }),
    );
  }

  /** Makes the next block. @throws BugError where the node makes another than it was told */
  produce(): Promise<void> {
    const beganMs = performance.now();
    return this.queue.run(async () => {
      if (this.#sweepFailure !== null) throw this.#sweepFailure.thrown;
      const stories = this.#slots.isUnderWay ? [] : await this.#chooseBundles();
      await this.#seal(stories);
      this.#buildMs.push(performance.now() - beganMs);
      if (this.#buildMs.length > timedBlocks) this.#buildMs.shift();
      this.#sweepIsDue ||= this.counts.blocks % blocksBetweenSweeps === 0;
      if (this.counts.blocks % blocksBetweenTidying !== 0 || this.#slots.isUnderWay) return;
      if (this.#sweepIsDue) this.#beginSweep();
      else await this.#atRest(() => this.#tidying.forgetBlocks(this.head));
    });
  }

  #beginSweep(): void {
    this.#slots.sweep().then(
      (isDone) => {
        this.#sweepIsDue = !isDone;
      },
      (thrown: unknown) => {
        this.#sweepFailure = { thrown };
      },
    );
  }

  /** Makes the node forget what it needs no more, at once instead of at its time. False where something else came in between. */
  async tidy(): Promise<boolean> {
    const begun = await this.queue.request(async () => ({ sweep: this.#slots.sweep() }));
    return begun.sweep;
  }

  /** How long blocks took from their beat until they were out. */
  buildMs(): { readonly p50: number; readonly p99: number } {
    const sorted = this.#buildMs.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    return { p50: at(0.5), p99: at(0.99) };
  }

  /** Replaces the newest blocks by as many others. Answers the new branch. @throws RpcRefusal where they are not kept */
  reorganise(depth: number, transactions: 'later' | 'again' | 'never'): Promise<readonly SealedBlock[]> {
    return this.queue.request(() =>
      this.gate.write(async () => {
        if (depth >= this.#recent.length)
          throw new RpcRefusal(rpcCodes.invalidParams, `only ${this.#recent.length - 1} blocks can be taken back`);
        this.#slots.spoil();
        await this.#empty();
        await this.#chain.rollback(depth);
        const abandoned = this.#recent.splice(-depth);
        this.accounts.forget();
        const orphans = abandoned.flatMap(({ included }) => included);
        if (transactions === 'again') await this.#takeBack(orphans);
        const branch: SealedBlock[] = [];
        for (let made = 0; made < depth; made += 1) {
          const order = transactions === 'again' ? await this.#publicOrder(this.nextBaseFee, []) : [];
          // A second later than the block it replaces: an empty one made within the same second would be that block again.
          const soonestS = (abandoned[made]?.timestampS ?? 0) + 1;
          branch.push(await this.#mine(await this.#offer(order), soonestS));
        }
        if (transactions === 'later') await this.#takeBack(orphans);
        this.counts.reorgs += 1;
        this.counts.deepestReorg = Math.max(this.counts.deepestReorg, depth);
        for (const listener of this.#listeners) listener.abandoned?.(abandoned.toReversed());
        for (const block of branch) this.#publish(block);
        for (const { hash } of orphans) {
          const again = this.mempool.get(hash);
          if (again !== null) for (const listener of this.#listeners) listener.pending?.(again);
        }
        return branch;
      }),
    );
  }

  /** Where the next block stands, for running bundles in it. */
  setting(): Parameters<typeof simulateBundle>[2] {
    const { producer, multicall3 } = this.#options;
    return {
      state: 'latest',
      number: this.head.number + 1,
      timestampS: this.#nextTimestampS(),
      baseFeePerGas: this.nextBaseFee,
      producer,
      multicall3,
    };
  }

  #nextTimestampS(): number {
    return this.#clock.timestampS(this.head.timestampS);
  }

  async #chooseBundles(): Promise<readonly BundleStory[]> {
    const setting = this.setting();
    const candidates = this.bundles
      .forBlock(setting.number, setting.timestampS)
      .filter(({ bundle }) => !bundle.transactions.some((transaction) => this.#options.faults.censors(transaction)))
      .slice(0, mostSimulated);
    const simulated: SimulatedBundle[] = [];
    for (const story of candidates) {
      const { bundle } = story;
      const run = await simulateBundle(this.#options.node, bundle.transactions, setting);
      story.simulatedAtMs ??= this.#options.nowMs();
      simulated.push({ bundle, outcome: outcomeOf(run, bundle.mayRevert, setting.baseFeePerGas) });
    }
    const chosen = chooseBundles(simulated, this.head.gasLimit);
    const stories = chosen.map((bundle) =>
      present(
        candidates.find((story) => story.bundle === bundle),
        'a bundle',
      ),
    );
    for (const story of stories) story.consideredAtMs.push(this.#options.nowMs());
    return stories;
  }

  /** Makes a block with these bundles on top. One that does not come out as simulated is left out, and the block made anew. */
  async #seal(stories: readonly BundleStory[]): Promise<void> {
    let left = [...stories];
    for (;;) {
      const bundled = left.flatMap(({ bundle }) => bundle.transactions);
      const isEmpty = this.#slots.isUnderWay;
      const order = isEmpty ? [] : [...bundled, ...(await this.#publicOrder(this.nextBaseFee, bundled))];
      const taken = await this.#offer(order);
      const spoilt = left.filter(({ bundle }) => !bundle.transactions.every((one) => taken.includes(one)));
      if (spoilt.length > 0) {
        left = left.filter((story) => !spoilt.includes(story));
        continue;
      }
      const failed = await this.gate.write(async () => {
        const block = await this.#mine(taken);
        const failures = left.filter(({ bundle }) => !stands(bundle, block));
        if (failures.length > 0) {
          await this.#empty();
          await this.#chain.rollback(1);
          this.#recent.pop();
          this.accounts.forget();
          return failures;
        }
        for (const story of left) {
          story.sealedAtMs.push(this.#options.nowMs());
          this.bundles.close(story, 'included');
        }
        this.bundles.passed(block.number);
        this.counts.expired += this.mempool.expire(this.#options.nowMs());
        this.#publish(block);
        return [];
      });
      if (failed.length === 0) return;
      left = left.filter((story) => !failed.includes(story));
    }
  }

  /** Public transactions by effective tip, behind those that stand before them in the block. */
  async #publicOrder(baseFeePerGas: Wei, before: readonly PooledTransaction[]): Promise<readonly PooledTransaction[]> {
    const nonces = new Map(before.map(({ from, nonce }) => [from, nonce + 1]));
    const senders = this.mempool.senders();
    const known = await Promise.all(senders.map(async (sender) => nonces.get(sender) ?? this.accounts.nonce(sender)));
    const queues = senders.map((sender, index) => {
      const queue = this.mempool.executable(sender, known[index] ?? 0);
      const censored = queue.findIndex((transaction) => this.#options.faults.censors(transaction));
      return censored < 0 ? queue : queue.slice(0, censored);
    });
    const room = this.head.gasLimit * offeredBlocks;
    return orderByEffectiveTip(queues, baseFeePerGas, { transactions: mostOffered, gas: room });
  }

  #atRest(work: () => Promise<void>): Promise<void> {
    return this.gate.write(async () => {
      await this.#empty();
      await work();
    });
  }

  async #empty(): Promise<void> {
    this.#mirrored = null;
    await this.#chain.emptyPool();
  }

  /**
   * Fills the node's pool with nothing but what it answers: not what the node refused, nor what follows that of the same sender,
   * which the node would keep as queued.
   */
  async #offer(order: readonly PooledTransaction[]): Promise<readonly PooledTransaction[]> {
    for (let offered = order; ; ) {
      await Promise.all([this.#empty(), this.#chain.setNextBaseFee(this.nextBaseFee)]);
      const accepted = await this.#chain.offer(offered);
      const stuckSenders = new Set<Address>();
      const taken = offered.filter((transaction) => {
        if (stuckSenders.has(transaction.from)) return false;
        if (accepted.has(transaction)) return true;
        stuckSenders.add(transaction.from);
        // It was valid when it came; what the node says now (its sender spent the ether elsewhere) stays so.
        this.mempool.remove(transaction.hash);
        return false;
      });
      if (taken.length === accepted.size) return taken;
      offered = taken;
    }
  }

  /** @param wanted what the node's pool holds, in its order */
  async #mine(wanted: readonly PooledTransaction[], soonestS = 0): Promise<SealedBlock> {
    const block = await this.#chain.mine(Math.max(this.#nextTimestampS(), soonestS));
    const omissions = leftOut(wanted, block.transactions, block.gasLimit);
    const absent = new Set(omissions.map(({ transaction }) => transaction));
    const sealed = { ...block, included: wanted.filter((transaction) => !absent.has(transaction)) };
    this.#recent.push(sealed);
    if (this.#recent.length > keptBlocks) this.#recent.shift();
    this.accounts.advance(sealed.included);
    for (const { transaction, explained } of omissions) if (!explained) await this.#judge(transaction);
    return sealed;
  }

  /** Left out though there was room: its sender's ether went earlier in the block, or we do not know. */
  async #judge(transaction: PooledTransaction): Promise<void> {
    this.mempool.remove(transaction.hash);
    if ((await this.#chain.balance(transaction.from)) < upFrontCost(transaction)) return;
    this.counts.unexplainedOmissions += 1;
    this.#options.say(`the node left ${transaction.hash} out of block ${this.head.number} without a reason`);
  }

  #publish(block: SealedBlock): void {
    this.counts.blocks += 1;
    this.#options.faults.priced();
    this.#mirrored = null;
    for (const { from, nonce } of block.included) this.mempool.overtaken(from, nonce + 1);
    for (const listener of this.#listeners) listener.sealed?.(block);
  }

  /** What stood in abandoned blocks waits again; what is no longer valid is lost, as it is on any node. */
  async #takeBack(orphans: readonly PooledTransaction[]): Promise<void> {
    for (const orphan of orphans) {
      const account = {
        nonce: await this.accounts.nonce(orphan.from),
        balance: await this.#chain.balance(orphan.from),
      };
      try {
        this.mempool.add({ ...orphan, arrivedAtMs: this.#options.nowMs() }, account);
      } catch (thrown) {
        if (!(thrown instanceof RpcRefusal)) throw thrown;
      }
    }
  }
}

function stands(bundle: Bundle, block: SealedBlock): boolean {
  const outcome = new Map(block.transactions.map(({ hash, succeeded }) => [hash, succeeded]));
  return bundle.transactions.every(
    ({ hash }) => outcome.get(hash) === true || (outcome.has(hash) && bundle.mayRevert.has(hash)),
  );
}
