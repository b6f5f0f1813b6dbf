import type { BlockHead } from '../../domain/block.ts';
import { ExpectedError } from '../../domain/errors.ts';
import { backoffMs } from '../rpc/backoff.ts';
import type { RpcState } from '../rpc/rpcClient.ts';
import { isRpcError } from '../rpc/rpcError.ts';
import { FeedContext } from './feedContext.ts';
import type { FeedStatus, MarketFeedOptions } from './feedOptions.ts';
import { type Lost, lost } from './findBranch.ts';
import { Follower } from './follower.ts';
import type { ArrivedHead } from './headArrivals.ts';
import { Liveness } from './liveness.ts';
import { subscribeAll } from './subscriptions.ts';
import { fetchLatest, Synchroniser } from './synchroniser.ts';

/** A running feed. */
export interface MarketFeed {
  readonly status: FeedStatus;
  /** Reads everything anew at the node's head: for the engine, when its state turned out to be wrong. */
  resynchronise(reason: string): void;
  /** Ends it; nothing is emitted afterwards. The RpcClient stays open: it is the caller's. */
  stop(): Promise<void>;
}

/** Failed steps in a row before everything is read anew. */
const failuresToSnapshot = 3;

/**
 * Follows the market of one chain and emits it as ordered inputs: 'feed' connected, 'universe', 'snapshot', then one
 * 'block' per block with the events of its known pools, 'rollback' before the blocks of another branch, and a new
 * 'universe' with a 'snapshot' of the same head (holding only the new pools) when pools are created. After anything that
 * breaks the chain of parent hashes comes a new 'universe' and a full 'snapshot'.
 * Nothing is emitted before this returns.
 */
export function startMarketFeed(options: MarketFeedOptions): MarketFeed {
  const feed = new Feed(new FeedContext(options));
  feed.start();
  return feed;
}

class Feed implements MarketFeed {
  readonly #context: FeedContext;
  readonly #synchroniser: Synchroniser;
  readonly #follower: Follower;
  readonly #liveness: Liveness;
  readonly #disposals: (() => void)[] = [];
  #connectedTo: string | null = null;
  /** Why everything must be read anew; null while blocks follow each other. */
  #lost: Lost | null = lost('first');
  #target: ArrivedHead | null = null;
  #work: Promise<void> | null = null;
  #failures = 0;
  #wake: (() => void) | null = null;

  constructor(context: FeedContext) {
    this.#context = context;
    this.#synchroniser = new Synchroniser(context);
    this.#follower = new Follower(context);
    this.#liveness = new Liveness(context);
  }

  get status(): FeedStatus {
    const { chain, counters, universe, stopped } = this.#context;
    const following = this.#lost === null ? 'following' : 'synchronising';
    const phase = stopped ? 'stopped' : this.#connectedTo === null ? 'connecting' : following;
    return { phase, head: chain.tip, pools: universe.pools.size, counters: { ...counters } };
  }

  start(): void {
    const { rpc } = this.#context.options;
    this.#disposals.push(
      subscribeAll(this.#context, (arrived) => this.#onHead(arrived)),
      rpc.onState((state) => this.#onState(state)),
    );
    queueMicrotask(() => this.#onState(rpc.state));
  }

  resynchronise(reason: string): void {
    this.#lost ??= lost(reason);
    this.#kick();
  }

  async stop(): Promise<void> {
    this.#context.stopped = true;
    this.#liveness.stop();
    for (const dispose of this.#disposals) dispose();
    this.#wake?.();
    await this.#work;
  }

  #onHead(arrived: ArrivedHead): void {
    this.#liveness.headArrived(arrived.head.number);
    this.#context.arrivals.add(arrived);
    this.#target = arrived;
    this.#kick();
  }

  #onState(state: RpcState): void {
    if (state.kind === 'connected') {
      this.#connectedTo = state.endpoint;
      this.#liveness.connected();
      this.#context.emit({ kind: 'feed', state: 'connected', endpoint: state.endpoint, reason: '' });
      this.#kick(true);
    } else if (state.kind !== 'connecting' && (this.#connectedTo !== null || state.kind === 'refused')) {
      const reason = state.kind === 'closed' ? 'closed' : state.reason;
      this.#context.emit({ kind: 'feed', state: 'disconnected', endpoint: this.#connectedTo ?? '', reason });
      this.#connectedTo = null;
      this.#wake?.();
    }
  }

  /** Sees to it that the one worker runs. After a connection it also asks for the node's head. */
  #kick(catchUp = false): void {
    const { stopped } = this.#context;
    if (stopped || this.#connectedTo === null) return;
    if (this.#work !== null) {
      if (catchUp) void this.#work.then(() => this.#kick(true));
      return;
    }
    this.#work = this.#run(catchUp)
      .catch((error: unknown) => this.#crash(error))
      .then(() => {
        this.#work = null;
        if (this.#target !== null && this.#lost === null) this.#kick();
      });
  }

  async #run(catchUp: boolean): Promise<void> {
    let askLatest = catchUp;
    while (!this.#context.stopped && this.#connectedTo !== null) {
      try {
        if (this.#lost !== null) await this.#snapshot(this.#lost);
        else if (askLatest) await this.#takeLatest();
        else if (this.#target === null) return;
        else await this.#advance(this.#target);
        askLatest = false;
        this.#failures = 0;
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw error;
        if (isRpcError(error, 'RPC_DISCONNECTED')) return;
        await this.#afterFailure(error);
        askLatest = true;
      }
    }
  }

  async #snapshot({ reason, isReorg }: Lost): Promise<void> {
    if (reason !== 'first') this.#context.problem('notice', 'FEED_SNAPSHOT_AGAIN', reason);
    this.#follower.reset();
    const head = await this.#synchroniser.run(isReorg);
    this.#lost = null;
    this.#target ??= this.#arrivalOf(head);
  }

  async #takeLatest(): Promise<void> {
    this.#target = this.#arrivalOf(await fetchLatest(this.#context));
  }

  #arrivalOf(head: BlockHead): ArrivedHead {
    return this.#context.arrivals.get(head.hash) ?? { head, seenNs: this.#context.options.clock.monotonicNs() };
  }

  async #advance(target: ArrivedHead): Promise<void> {
    this.#target = null;
    this.#lost = await this.#follower.advance(target);
  }

  async #afterFailure(error: ExpectedError): Promise<void> {
    const { rpc, random } = this.#context.options;
    this.#failures += 1;
    this.#context.counters.retries += 1;
    this.#context.problem('notice', 'FEED_RETRY', error.message, { code: error.code, failures: this.#failures });
    if (error.code === 'RPC_MALFORMED_REPLY' && this.#failures > 1) rpc.reconnect(error.message);
    if (this.#failures >= failuresToSnapshot) this.#lost ??= lost(`${this.#failures} failures in a row`);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, backoffMs(this.#failures - 1, random));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  #crash(error: unknown): void {
    void this.stop();
    const { crash } = this.#context.options;
    if (crash !== undefined) return crash(error);
    queueMicrotask(() => {
      throw error;
    });
  }
}
