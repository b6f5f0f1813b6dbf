import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type HistoryRetention, historyRequests } from '../../app/contract/history.ts';
import { requesterOn } from '../../app/contract/requests.ts';
import type { Logger } from '../logging/logs.ts';
import { type ChildHandle, entryName, type ProcessHost } from '../process/processHost.ts';
import type { ProcessRecord } from '../process/processRecord.ts';
import type { Timers } from '../process/timers.ts';

const dayMs = 86_400_000;
/** What was not done, because the disk was full or an import had the files, is tried again. */
const againMs = 3_600_000;
/** Making the candles of trades that go takes a while. */
const longestMs = 6 * 3_600_000;

export interface HistoryKeeperOptions {
  /** `history` of the data folder. */
  readonly folder: string;
  readonly retention: HistoryRetention;
  readonly host: ProcessHost;
  readonly timers: Timers;
  readonly record: ProcessRecord;
  readonly log: Logger;
  readonly nowMs: () => number;
}

/** Carries out how long the market history is kept: at once and then every day, each time in a process of its own. */
export class HistoryKeeper {
  readonly #options: HistoryKeeperOptions;
  #callOff: () => void = () => undefined;
  #child: ChildHandle | null = null;
  #stopped = false;

  constructor(options: HistoryKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    const { tradesDays, candlesDays, blocksDays } = this.#options.retention;
    if (tradesDays !== null || Object.keys({ ...candlesDays, ...blocksDays }).length > 0) void this.#keep();
  }

  /** A task under way ends where it is: what it had committed stays, and the next one goes on. */
  stop(): void {
    this.#stopped = true;
    this.#callOff();
    this.#child?.kill();
  }

  async #keep(): Promise<void> {
    const { folder, timers, log } = this.#options;
    let nextMs = dayMs;
    try {
      if (existsSync(join(folder, 'catalog.sqlite'))) await this.#forget();
    } catch (error) {
      if (this.#stopped) return;
      log.warn({ error: String(error) }, 'the market history was not shortened; it is tried again in an hour');
      nextMs = againMs;
    }
    if (!this.#stopped) this.#callOff = timers.after(nextMs, () => void this.#keep());
  }

  async #forget(): Promise<void> {
    const { folder, retention, host, record, log, nowMs } = this.#options;
    const child = await host.start('history');
    if (this.#stopped) return child.kill();
    this.#child = child;
    record.add(child.pid, entryName('history'));
    child.onExit(() => record.remove(child.pid));
    const requester = requesterOn(child.port, 'history', historyRequests);
    child.onExit(() => requester.close());
    try {
      const forgotten = await requester.call('forget', { folder, retention, nowMs: nowMs() }, longestMs);
      log.info({ ...forgotten }, 'market history: what is older than it is kept was forgotten');
    } finally {
      requester.close();
      child.kill();
      this.#child = null;
    }
  }
}
