import { describe, expect, it, vi } from 'vitest';
import {
  type ImportOrder,
  type ImportReportRow,
  importsNotices,
  importsRequests,
  type Recognised,
} from '../../app/contract/imports.ts';
import type { Port } from '../../app/contract/port.ts';
import { postNotice, serveRequests } from '../../app/contract/requests.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { FakeHost } from '../testing/fakeHost.ts';
import { FakeTimers } from '../testing/fakeTimers.ts';
import { ImportDesk } from './importDesk.ts';

const recognised: Recognised = {
  content: { kind: 'trades' },
  columnOrder: 'named',
  orderUncertain: false,
  namesSeries: true,
  series: ['A'],
  venue: '',
  symbol: '',
  detail: 'single trades',
};
const order: ImportOrder = { content: { kind: 'trades' }, venue: 'v', symbol: null, columnOrder: 'named' };
const report: ImportReportRow = {
  rows: 5,
  added: 5,
  same: 0,
  differing: 0,
  skipped: 0,
  missing: 0,
  series: 1,
  doneBefore: false,
  blocks: null,
  books: null,
  problems: [],
  findings: [],
};

function start() {
  const asked: { name: string; request: unknown }[] = [];
  let port: Port | null = null;
  let refuse: ExpectedError | null = null;
  const host = new FakeHost({
    history: (child) => {
      port = child;
      const note = (name: string, request: unknown): Record<string, never> => {
        asked.push({ name, request });
        if (refuse !== null) throw refuse;
        return {};
      };
      serveRequests(child, 'imports', importsRequests, {
        open: (request) => note('open', request),
        recognise: () => recognised,
        begin: (request) => note('begin', request),
        stop: (request) => note('stop', request),
        kept: () => ({ series: [], more: 0 }),
      });
    },
  });
  const timers = new FakeTimers();
  const record = { add: vi.fn(), remove: vi.fn(), reap: () => [] };
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn(), fatal: vi.fn() };
  const desk = new ImportDesk({
    host,
    timers,
    record: record as never,
    log: log as never,
    folder: '/data/history',
    journalFile: '/data/journal.sqlite',
  });
  const notices = {
    ended: (finished: boolean): void => {
      if (port !== null) postNotice(port, 'imports', importsNotices, 'ended', { finished, report });
    },
  };
  const until = (state: string | undefined): Promise<void> => vi.waitFor(() => expect(desk.job?.state).toBe(state));
  return { desk, host, asked, timers, notices, until, refuseWith: (error: ExpectedError) => (refuse = error) };
}

describe('the imports of a window', () => {
  it('start a process only when something is asked for, and tell it the file that the person chose', async () => {
    const { desk, host, asked, notices, until } = start();
    expect(desk.processes).toEqual([]);
    desk.choose('/home/me/trades.csv', 10);
    await until('chosen');
    expect(desk.job).toMatchObject({ name: 'trades.csv', sizeBytes: 10, recognised });
    await desk.start(order);
    expect(asked).toEqual([
      { name: 'open', request: { folder: '/data/history' } },
      { name: 'begin', request: { file: '/home/me/trades.csv', order } },
    ]);
    expect(JSON.stringify(desk.job)).not.toContain('/home/me');
    expect(() => desk.requireFree()).toThrow('being imported');
    notices.ended(true);
    await until('finished');
    expect(host.started).toHaveLength(1);
    await desk.control('dismiss');
    expect(desk.job).toBeNull();
  });

  it('are paused, gone on with and called off; what is read stays', async () => {
    const { desk, asked, notices, until } = start();
    desk.choose('/f.csv', 1);
    await until('chosen');
    await desk.start(order);
    await desk.control('pause');
    expect(desk.job?.state).toBe('pausing');
    notices.ended(false);
    await until('paused');
    await desk.control('resume');
    await desk.control('cancel');
    notices.ended(false);
    await until(undefined);
    expect(asked.map(({ name }) => name)).toEqual(['open', 'begin', 'stop', 'begin', 'stop']);
  });

  it('say so when their process dies, and go on with another', async () => {
    const { desk, host, until } = start();
    desk.choose('/f.csv', 1);
    await until('chosen');
    await desk.start(order);
    host.latest('history').die();
    await until('failed');
    expect(desk.job).toMatchObject({
      problem: expect.stringContaining('SIGKILL'),
      advice: expect.stringContaining('Resume'),
    });
    await desk.control('resume');
    await until('running');
    expect(host.started).toHaveLength(2);
  });

  it('say what the process refuses', async () => {
    const { desk, until, refuseWith } = start();
    desk.choose('/f.csv', 1);
    await until('chosen');
    refuseWith(new ExpectedError('HISTORY_LOCKED', 'The history is in use.', { advice: 'Close the other.' }));
    await desk.start(order);
    expect(desk.job).toMatchObject({ state: 'failed', problem: 'The history is in use.', advice: 'Close the other.' });
  });

  it('let the process go when nobody asks for anything, never while it reads', async () => {
    const { desk, host, timers, notices, until } = start();
    desk.choose('/f.csv', 1);
    await until('chosen');
    await desk.start(order);
    await timers.advance(600_000);
    expect(desk.processes).toHaveLength(1);
    notices.ended(true);
    await until('finished');
    await timers.advance(600_000);
    await vi.waitFor(() => expect(desk.processes).toEqual([]));
    await desk.kept();
    expect(host.started).toHaveLength(2);
    await desk.stop();
    expect(desk.processes).toEqual([]);
    await expect(desk.kept()).rejects.toMatchObject({ code: 'IMPORT_PROCESS_GONE' });
  });
});
