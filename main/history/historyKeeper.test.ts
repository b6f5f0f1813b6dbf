import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { type HistoryRetention, historyRequests } from '../../app/contract/history.ts';
import { serveRequests } from '../../app/contract/requests.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { procTable } from '../process/processIdentity.ts';
import { processRecord } from '../process/processRecord.ts';
import { FakeHost } from '../testing/fakeHost.ts';
import { FakeTimers, settle } from '../testing/fakeTimers.ts';
import { HistoryKeeper } from './historyKeeper.ts';

const hourMs = 3_600_000;
let folder: string;
let timers: FakeTimers;
let host: FakeHost;
let asked: unknown[];
let refusal: ExpectedError | null;
const warn = vi.fn();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keeper-'));
  writeFileSync(join(folder, 'catalog.sqlite'), '');
  timers = new FakeTimers();
  asked = [];
  refusal = null;
  warn.mockClear();
  host = new FakeHost({
    history: (port) =>
      serveRequests(port, 'history', historyRequests, {
        forget: (request) => {
          asked.push(request);
          if (refusal !== null) throw refusal;
          return { bytesOfTrades: 7, candles: 0, blocks: 0 };
        },
      }),
  });
});

function keeperOf(retention: HistoryRetention): HistoryKeeper {
  const quiet = vi.fn();
  return new HistoryKeeper({
    folder,
    retention,
    host,
    timers,
    record: { ...processRecord(folder, procTable, vi.fn()), add: () => undefined },
    log: { info: quiet, warn, error: quiet, fatal: quiet },
    nowMs: () => 1_700_000_000_000 + timers.nowMs(),
  });
}

it('forgets at the start and every day, each time in a process that ends with it', async () => {
  const keeper = keeperOf({ tradesDays: 30, candlesDays: { '1s': 7 }, blocksDays: {} });
  keeper.start();
  await settle();
  expect(asked).toEqual([
    { folder, retention: { tradesDays: 30, candlesDays: { '1s': 7 }, blocksDays: {} }, nowMs: 1_700_000_000_000 },
  ]);
  await timers.advance(23 * hourMs);
  expect(asked).toHaveLength(1);
  await timers.advance(hourMs);
  await settle();
  expect(asked).toHaveLength(2);
  expect(host.started).toHaveLength(2);
  let gone = 0;
  for (const child of host.started)
    child.onExit(() => {
      gone += 1;
    });
  expect(gone).toBe(2);
  keeper.stop();
  await timers.advance(48 * hourMs);
  expect(asked).toHaveLength(2);
});

it('tries again in an hour what could not be done', async () => {
  refusal = new ExpectedError('HISTORY_LOCKED', 'an import has the files', { advice: 'Wait.' });
  const keeper = keeperOf({ tradesDays: 30, candlesDays: {}, blocksDays: {} });
  keeper.start();
  await settle();
  expect(warn).toHaveBeenCalledTimes(1);
  refusal = null;
  await timers.advance(hourMs);
  await settle();
  expect(asked).toHaveLength(2);
  expect(warn).toHaveBeenCalledTimes(1);
  keeper.stop();
});

it('starts nothing where everything is kept for ever', async () => {
  keeperOf({ tradesDays: null, candlesDays: {}, blocksDays: {} }).start();
  await settle();
  expect(host.started).toEqual([]);
});
