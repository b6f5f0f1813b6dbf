import type { BlockHead } from '../../domain/block.ts';
import type { RawLog } from '../rpc/decodeLog.ts';
import { type BlockEvents, type FetchedLogs, fetchBlockLogs, readBlockLogs } from './blockLogs.ts';
import type { FeedContext } from './feedContext.ts';
import { type BranchLimits, findBranch, type Lost, lost } from './findBranch.ts';
import type { ArrivedHead } from './headArrivals.ts';
import { fetchLatest } from './synchroniser.ts';

/** Blocks whose logs are asked for at once when several are missing. */
const logsAhead = 8;

/** Takes the chain of heads from its tip to a new head, block by block. */
export class Follower {
  readonly #context: FeedContext;
  readonly #limits: BranchLimits;
  /** The tip and the logs it was emitted with: checked once more when its child comes, as pushes may have come late. */
  #unsettled: { readonly head: BlockHead; readonly logs: readonly RawLog[] } | null = null;

  constructor(context: FeedContext) {
    this.#context = context;
    this.#limits = {
      maxReorgDepth: context.options.maxReorgDepth ?? 10,
      maxBackfill: context.options.maxBackfill ?? 128,
    };
  }

  /** Forgets what it was at: a snapshot begins anew. */
  reset(): void {
    this.#unsettled = null;
  }

  /**
   * Emits a rollback where needed and every block up to `wanted`.
   * @returns null where it got there
   * @throws ExpectedError RPC_*; what was emitted until then stands
   */
  async advance(wanted: ArrivedHead): Promise<Lost | null> {
    const { chain, arrivals, options } = this.#context;
    const target = await this.#current(wanted);
    if (target === null) return null;
    const branch = await findBranch(target, {
      rpc: options.rpc,
      clock: options.clock,
      chain,
      arrivals,
      limits: this.#limits,
    });
    if (branch.kind === 'lost') return branch;
    let { ancestor, blocks } = branch;
    if (branch.depth === 0) {
      const again = this.#lateLogs();
      if (again !== null) {
        const parent = chain.find(again.parentHash);
        if (parent === null) return lost('a log of the first block came late');
        ancestor = parent;
        blocks = [{ head: again, seenNs: options.clock.monotonicNs() }, ...blocks];
      }
    }
    if (ancestor.hash !== chain.tip?.hash) this.#rollback(ancestor, branch.depth > 0);
    await this.#apply(blocks);
    return null;
  }

  /** The head to go to: a frame at or below the tip may be old news, so then the node is asked where it is. */
  async #current(wanted: ArrivedHead): Promise<ArrivedHead | null> {
    const { chain, options, arrivals } = this.#context;
    if (chain.find(wanted.head.hash) !== null) return null;
    if (wanted.head.number > (chain.tip?.number ?? -1)) return wanted;
    const latest = await fetchLatest(this.#context);
    if (chain.find(latest.hash) !== null) return null;
    return arrivals.get(latest.hash) ?? { head: latest, seenNs: options.clock.monotonicNs() };
  }

  /** The tip, if logs of it were pushed that it was emitted without. */
  #lateLogs(): BlockHead | null {
    const { check, counters } = this.#context;
    if (this.#unsettled === null) return null;
    const { head, logs } = this.#unsettled;
    this.#unsettled = null;
    counters.logsNotPushed += check.notPushed(head.hash, logs);
    const late = check.missingFrom(head.hash, logs);
    if (late.length === 0) return null;
    this.#reportDisagreement(head, late);
    return head;
  }

  #rollback(ancestor: BlockHead, isReorg: boolean): void {
    const { chain, counters, universe } = this.#context;
    const depth = chain.rollback(ancestor);
    this.#unsettled = null;
    if (isReorg) {
      counters.reorgs += 1;
      counters.deepestReorg = Math.max(counters.deepestReorg, depth);
      this.#context.problem('notice', 'FEED_REORG', `the last ${depth} blocks were replaced`, {
        ancestor: ancestor.number,
        depth,
      });
    }
    this.#context.emit({ kind: 'rollback', to: { number: ancestor.number, hash: ancestor.hash }, depth });
    if (universe.rollback(ancestor.number)) this.#context.emitUniverse();
  }

  async #apply(blocks: readonly ArrivedHead[]): Promise<void> {
    const { check, options, counters } = this.#context;
    counters.backfilled += blocks.length - 1;
    for (let start = 0; start < blocks.length; start += logsAhead) {
      const chunk = blocks.slice(start, start + logsAhead);
      const fetches = chunk.map(({ head }) => fetchBlockLogs(options.rpc, head, check));
      for (const [index, fetched] of (await Promise.all(fetches)).entries()) {
        const block = chunk[index];
        if (block !== undefined) await this.#applyBlock(block, fetched);
      }
    }
  }

  async #applyBlock({ head, seenNs }: ArrivedHead, fetched: FetchedLogs): Promise<void> {
    const { chain, counters, options, universe } = this.#context;
    this.#reportDisagreement(head, fetched.disagreed);
    const read = await this.#read(head, fetched.logs);
    const added =
      read.created.length === 0 ? null : await universe.read(read.created, { rpc: options.rpc, block: head }, true);
    for (const { pool, reason } of added?.leftOut ?? [])
      this.#context.problem('notice', 'FEED_UNREADABLE_POOL', reason, { pool: pool.address });
    chain.push(head);
    counters.blocks += 1;
    this.#unsettled = { head, logs: fetched.logs };
    this.#context.emit({ kind: 'block', seenNs, head, events: read.events });
    const removed = read.malformed.filter(({ address }) => universe.remove(address)).length;
    if (added !== null) universe.admit(added.pools, head.number);
    if (removed > 0 || (added?.pools.length ?? 0) > 0) this.#context.emitUniverse();
    if (added !== null && added.pools.length > 0) this.#context.emitSnapshot(head, added.states);
  }

  /** A log that cannot be read may have been damaged on the way: the node is asked once more before its pool is put out. */
  async #read(head: BlockHead, logs: readonly RawLog[]): Promise<BlockEvents> {
    const { counters, options, universe, check } = this.#context;
    const first = readBlockLogs(logs, universe.pools, options.chain);
    if (first.malformed.length === 0) return first;
    counters.malformedLogs += first.malformed.length;
    const again = await fetchBlockLogs(options.rpc, head, check);
    const second = readBlockLogs(again.logs, universe.pools, options.chain);
    for (const { address, error } of second.malformed) {
      this.#context.problem('fault', 'FEED_MALFORMED_LOG', error.message, { address, block: head.number });
    }
    return second;
  }

  #reportDisagreement(head: BlockHead, disagreed: readonly RawLog[]): void {
    if (disagreed.length === 0) return;
    this.#context.counters.logsDisagreed += disagreed.length;
    this.#context.problem(
      'fault',
      'FEED_LOGS_DISAGREE',
      `${disagreed.length} pushed logs of block ${head.number} were not in the node's answer`,
      {
        block: head.number,
        missing: disagreed.length,
        firstAddress: disagreed[0]?.address ?? '',
        firstLogIndex: disagreed[0]?.logIndex ?? -1,
      },
    );
  }
}
