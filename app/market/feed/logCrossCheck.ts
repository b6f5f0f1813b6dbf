import type { Hash } from '../../domain/hex.ts';
import type { RawLog } from '../rpc/decodeLog.ts';

const keptBlocks = 32;
const keptLogsPerBlock = 20_000;

/** Everything of a log that we act on. */
function identity(log: RawLog): string {
  return `${log.logIndex} ${log.address} ${log.topics.join(' ')} ${log.data}`;
}

/**
 * The same logs reach us twice: pushed by a subscription, and asked for by block. What one way has and the other does not
 * was lost on the way.
 */
export class LogCrossCheck {
  readonly #pushed = new Map<Hash, Map<string, RawLog>>();

  pushed(log: RawLog): void {
    if (log.removed) return;
    let block = this.#pushed.get(log.blockHash);
    if (block === undefined) {
      block = new Map();
      this.#pushed.set(log.blockHash, block);
      const oldest = this.#pushed.keys().next();
      if (this.#pushed.size > keptBlocks && oldest.done !== true) this.#pushed.delete(oldest.value);
    }
    if (block.size < keptLogsPerBlock) block.set(identity(log), log);
  }

  /** Logs of this block that were pushed and are not among `fetched`. */
  missingFrom(blockHash: Hash, fetched: readonly RawLog[]): readonly RawLog[] {
    const pushed = this.#pushed.get(blockHash);
    if (pushed === undefined) return [];
    const have = new Set(fetched.map(identity));
    return [...pushed].filter(([key]) => !have.has(key)).map(([, log]) => log);
  }

  /** How many of `fetched` were never pushed. */
  notPushed(blockHash: Hash, fetched: readonly RawLog[]): number {
    const pushed = this.#pushed.get(blockHash);
    return pushed === undefined ? fetched.length : fetched.filter((log) => !pushed.has(identity(log))).length;
  }
}
