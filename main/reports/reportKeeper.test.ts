import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { type ReportSchedule, reportScheduleSchema } from '../../app/contract/reportSchedule.ts';
import { FakeTimers } from '../testing/fakeTimers.ts';
import { ReportKeeper } from './reportKeeper.ts';

const startMs = Date.UTC(2026, 0, 31, 22, 0);
let timers: FakeTimers;
let written: string[];
let schedule: ReportSchedule;
let failing: boolean;
const warn = vi.fn();

function keeper(): ReportKeeper {
  return new ReportKeeper({
    schedule: () => schedule,
    run: {
      epoch: { id: 'e1', startedAtMs: startMs },
      report: async (format, file, scope) => {
        if (failing) throw new Error('no room');
        written.push(`${basename(file)} ${scope?.kind === 'day' ? scope.day : ''} ${format}`);
      },
    },
    timers,
    nowMs: () => startMs + timers.nowMs(),
    log: { info: vi.fn(), warn, error: vi.fn(), fatal: vi.fn() },
  });
}

beforeEach(() => {
  timers = new FakeTimers();
  written = [];
  failing = false;
  warn.mockClear();
  const folder = join(mkdtempSync(join(tmpdir(), 'reports-')), 'new', 'folder');
  schedule = reportScheduleSchema.parse({ folder, formats: ['csv'], everyMinutes: 60 });
});

it('writes the day so far every hour, and the whole of it once it is over', async () => {
  const reports = keeper();
  reports.start();
  await timers.advance(4 * 3_600_000 - 1);
  reports.stop();
  const line = (day: string): string => `syndicate-e1-${day}.csv ${day} csv`;
  expect(written).toEqual([
    line('2026-01-31'),
    line('2026-01-31'),
    // The day has ended: all of it, and the first of the next.
    line('2026-01-31'),
    line('2026-02-01'),
    line('2026-02-01'),
  ]);
  expect(timers.nextInMs).toBeNull();
});

it('writes every format that was asked for, and none without a folder', async () => {
  schedule = { ...schedule, formats: ['json', 'csv', 'pdf'] };
  const reports = keeper();
  reports.start();
  await timers.advance(120_000);
  expect(written.map((each) => each.split(' ').at(-1))).toEqual(['json', 'csv', 'pdf']);
  schedule = { ...schedule, folder: null };
  await timers.advance(5 * 3_600_000);
  expect(written).toHaveLength(3);
  reports.stop();
});

it('says what it could not write and tries again', async () => {
  failing = true;
  const reports = keeper();
  reports.start();
  await timers.advance(180_000);
  expect(written).toEqual([]);
  expect(warn).toHaveBeenCalledTimes(3);
  failing = false;
  await timers.advance(60_000);
  expect(written).toHaveLength(1);
  const file = join(mkdtempSync(join(tmpdir(), 'reports-')), 'a-file');
  writeFileSync(file, '');
  schedule = { ...schedule, folder: join(file, 'under') };
  await timers.advance(2 * 3_600_000);
  expect(warn.mock.calls.length).toBeGreaterThan(3);
  reports.stop();
});
