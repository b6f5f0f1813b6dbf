import { decodeCount } from '../rpc/quantity.ts';
import type { FeedContext } from './feedContext.ts';

/** Silences in a row, with the node standing still, before another endpoint is tried. */
const stallsToMove = 6;

/** Watches for the silence of a node that should be sending heads. */
export class Liveness {
  readonly #context: FeedContext;
  readonly #silentMs: number;
  readonly #timer: NodeJS.Timeout;
  #lastHeadNs: number;
  /** The newest block that the node told us of since the connection was made, or said it has when first asked. */
  #newest: number | null = null;
  /** It said that it has newer ones; the news of them may be under way. */
  #overdue = false;
  #stalls = 0;
  #probing = false;

  constructor(context: FeedContext) {
    this.#context = context;
    const { silentBlocks = 5, chain, clock } = context.options;
    this.#silentMs = Math.max(2_000, silentBlocks * chain.blockTimeMs);
    this.#lastHeadNs = clock.monotonicNs();
    this.#timer = setInterval(() => void this.#check(), this.#silentMs / 4);
  }

  connected(): void {
    this.#alive(null);
  }

  headArrived(number: number): void {
    this.#alive(number);
  }

  #alive(newest: number | null): void {
    this.#lastHeadNs = this.#context.options.clock.monotonicNs();
    this.#newest = newest;
    this.#overdue = false;
    this.#stalls = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Silence: is the node gone, has it stopped telling us, or is there nothing to tell? */
  async #check(): Promise<void> {
    const { rpc, clock, chain } = this.#context.options;
    const silentMs = (clock.monotonicNs() - this.#lastHeadNs) / 1e6;
    if (this.#probing || silentMs < this.#silentMs || rpc.state.kind !== 'connected') return;
    this.#probing = true;
    try {
      const number = decodeCount(await rpc.call('eth_blockNumber', [], { timeoutMs: this.#silentMs }), 'blockNumber');
      // Not what we have followed: while everything is read anew that stays behind, and a new connection would begin it again.
      this.#newest ??= number;
      if (number > this.#newest) {
        if (this.#overdue) return rpc.reconnect('no heads although the chain goes on');
        this.#overdue = true;
        return;
      }
      this.#lastHeadNs = clock.monotonicNs();
      this.#stalls += 1;
      if (this.#stalls === 1)
        this.#context.problem('notice', 'FEED_STALLED', `no new block for ${Math.round(silentMs)} ms`, {
          block: number,
        });
      if (this.#stalls >= stallsToMove && chain.endpoints.length > 1)
        rpc.reconnect('the node does not follow its chain');
    } catch (error) {
      rpc.reconnect(`no answer in silence: ${(error as Error).message}`);
    } finally {
      this.#probing = false;
    }
  }
}
