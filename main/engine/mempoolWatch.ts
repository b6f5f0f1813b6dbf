import { z } from 'zod';
import { type MempoolAnswer, mostPendingShown, type PendingRow } from '../../app/contract/mempool.ts';
import type { BlockHead } from '../../app/domain/block.ts';
import type { Hash } from '../../app/domain/hex.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import { type ReadCall, readCall, readSwap, touchedBy } from '../../app/engine/readSwap.ts';
import { type PendingTransaction, pendingTransactionSchema } from '../../app/execution/pendingOrder.ts';
import { hashReplySchema, integerSchema, type Rpc } from '../../app/execution/rpc.ts';

/** So long after somebody asked for the list it is kept up; beyond that only hashes are remembered. */
const watchedForMs = 10_000;
const mostAtOnce = 8;
const timeoutMs = 3_000;
/** What still waits is asked about again: a block of which the node said nothing may have had it. */
const askAgainMs = 15_000;

const includedSchema = z.object({ blockNumber: integerSchema.nullish() });
const blockSchema = z.object({ transactions: z.array(hashReplySchema).max(20_000) }).nullable();

interface Entry {
  readonly hash: Hash;
  readonly seenAtMs: number;
  state: PendingRow['state'];
  blockNumber: number | null;
  /** unasked, being asked, or what the node said of it; unread: nothing that could be read. */
  step: 'unasked' | 'asked' | 'read' | 'unread';
  readAtMs: number;
  transaction: PendingTransaction | null;
  call: ReadCall | null;
  /** As of the last block at which it waited. */
  shown: Pick<PendingRow, 'reading' | 'touches'>;
}

/**
 * What waits for a block: hashes as the node tells of them and, while somebody looks, what they are. It decides nothing: the kernel
 * is read, never told. Bounded in what it keeps and in what it asks at once.
 */
export class MempoolWatch {
  readonly #kernel: KernelState;
  readonly #rpc: Rpc;
  readonly #nowMs: () => number;
  readonly #entries = new Map<Hash, Entry>();
  #askedForMs = Number.NEGATIVE_INFINITY;
  #underWay = 0;
  #seen = 0;
  #unread = 0;
  #lastSeenMs: number | null = null;

  constructor(kernel: KernelState, rpc: Rpc, nowMs: () => number) {
    this.#kernel = kernel;
    this.#rpc = rpc;
    this.#nowMs = nowMs;
  }

  /** The node told of it. */
  seen(hash: Hash): void {
    if (this.#entries.has(hash)) return;
    this.#seen += 1;
    this.#lastSeenMs = this.#nowMs();
    this.#entries.set(hash, {
      hash,
      seenAtMs: this.#lastSeenMs,
      state: 'pending',
      blockNumber: null,
      step: 'unasked',
      readAtMs: 0,
      transaction: null,
      call: null,
      shown: { reading: null, touches: [] },
    });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= mostPendingShown) break;
      this.#entries.delete(oldest);
    }
    this.#readOn();
  }

  /** A block came: what of ours is in it. */
  headed({ number, hash }: Pick<BlockHead, 'number' | 'hash'>): void {
    if (!this.#isWatched) return;
    this.#ask('eth_getBlockByHash', [hash, false], (reply) => {
      const block = blockSchema.parse(reply);
      for (const each of block?.transactions ?? []) {
        const entry = this.#entries.get(each);
        if (entry !== undefined) Object.assign(entry, { state: 'included', blockNumber: number });
      }
    });
  }

  /** The list as it is now, newest first. It is kept up for a while from here on. */
  answer(): MempoolAnswer {
    const kernel = this.#kernel;
    this.#askedForMs = this.#nowMs();
    this.#readOn();
    const rows: PendingRow[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.transaction === null) continue;
      if (entry.state === 'pending') this.#understand(entry, entry.transaction);
      rows.push(rowOf(kernel, entry, entry.transaction));
    }
    rows.reverse();
    const blockNumber = kernel.head?.number ?? 0;
    return { blockNumber, rows, seen: this.#seen, unread: this.#unread, lastSeenMs: this.#lastSeenMs };
  }

  get #isWatched(): boolean {
    return this.#nowMs() - this.#askedForMs < watchedForMs;
  }

  #understand(entry: Entry, { to }: PendingTransaction): void {
    const read = entry.call === null ? null : readSwap(this.#kernel, entry.call, to ?? null);
    entry.shown = { reading: read?.reading ?? null, touches: touchedBy(this.#kernel, read?.pools ?? []) };
  }

  /** Newest first: what is old is in a block soon. */
  #readOn(): void {
    if (!this.#isWatched) return;
    for (const entry of [...this.#entries.values()].reverse()) {
      if (this.#underWay >= mostAtOnce) return;
      if (this.#isDue(entry)) this.#readOne(entry);
    }
  }

  #isDue({ step, state, readAtMs }: Entry): boolean {
    return step === 'unasked' || (step === 'read' && state === 'pending' && this.#nowMs() - readAtMs > askAgainMs);
  }

  #readOne(entry: Entry): void {
    entry.step = 'asked';
    this.#ask(
      'eth_getTransactionByHash',
      [entry.hash],
      (reply) => {
        entry.step = 'read';
        entry.readAtMs = this.#nowMs();
        // It left before it was looked at.
        if (reply === null) {
          entry.state = 'gone';
          return;
        }
        const { blockNumber } = includedSchema.parse(reply);
        const transaction = pendingTransactionSchema.parse(reply);
        entry.transaction = transaction;
        entry.call = readCall(transaction.input, transaction.value);
        // Before it is known to be in a block: later the pools are as it left them.
        if (entry.state === 'pending' && blockNumber == null) this.#understand(entry, transaction);
        if (blockNumber != null) Object.assign(entry, { state: 'included', blockNumber });
      },
      () => {
        entry.step = 'unread';
        this.#unread += 1;
      },
    );
  }

  /** What a node fails to say, or says in rubbish, leaves a gap in the list and nothing else. */
  #ask(
    method: string,
    params: readonly unknown[],
    take: (reply: unknown) => void,
    fail: () => void = () => undefined,
  ): void {
    this.#underWay += 1;
    this.#rpc
      .call(method, params, { timeoutMs })
      .then(take)
      .catch(fail)
      .finally(() => {
        this.#underWay -= 1;
        this.#readOn();
      });
  }
}

function rowOf({ epoch }: KernelState, entry: Entry, transaction: PendingTransaction): PendingRow {
  const { from, to, value, input, maxFeePerGas, maxPriorityFeePerGas } = transaction;
  const { call } = entry;
  const known = call === null ? null : call.by === 'router' ? call.call.method : call.method;
  return {
    id: entry.hash,
    seenAtMs: entry.seenAtMs,
    state: entry.state,
    blockNumber: entry.blockNumber,
    from,
    to: to ?? null,
    value: value as PendingRow['value'],
    maxFeePerGas,
    maxPriorityFeePerGas,
    ours: from === epoch.wallet,
    method: known ?? (input.length === 2 ? 'transfer of native currency' : input.slice(0, 10)),
    ...entry.shown,
  };
}
