import { describe, expect, it } from 'vitest';
import { type DiskLimits, diskLimitsSchema } from '../../app/contract/disk.ts';
import { FakeTimers } from '../testing/fakeTimers.ts';
import { DiskWatch } from './diskWatch.ts';

const mb = 1_048_576;

function watched(limits: DiskLimits = { warnBelowMb: 100, haltBelowMb: 10 }) {
  const timers = new FakeTimers();
  const seen: string[] = [];
  const disk: { free: number | Error } = { free: 1_000 * mb };
  const watch = new DiskWatch({
    freeBytes: async () => {
      if (disk.free instanceof Error) throw disk.free;
      return disk.free;
    },
    limits,
    timers,
    onLooked: ({ level }, isNew) => void (isNew && seen.push(level)),
    onUnknown: () => void seen.push('unknown'),
  });
  return {
    watch,
    seen,
    levels: async (...free: (number | Error)[]): Promise<string[]> => {
      seen.length = 0;
      for (const each of free) {
        disk.free = each instanceof Error ? each : each * mb;
        await timers.advance(2_000);
      }
      return [...seen];
    },
    timers,
  };
}

describe('the watch over the disk', () => {
  it('tells when the room falls below a limit, once, and when it is back', async () => {
    const { watch, levels } = watched();
    await watch.start();
    expect(watch.state).toMatchObject({ freeBytes: 1_000 * mb, level: 'enough', warnBelowMb: 100, haltBelowMb: 10 });
    expect(await levels(100, 99, 50, 10, 9.9, 3)).toEqual(['low', 'spent']);
    expect(await levels(10.5, 60, 105)).toEqual(['low']);
    expect(await levels(111)).toEqual(['enough']);
    expect(await levels(0)).toEqual(['spent']);
    expect(await levels(1_000)).toEqual(['enough']);
  });

  it('says once that a disk cannot be asked, keeps what it knew and goes on', async () => {
    const { watch, levels } = watched();
    await watch.start();
    expect(await levels(50, new Error('gone'), new Error('gone'))).toEqual(['low', 'unknown']);
    expect(watch.state?.level).toBe('low');
    expect(await levels(50, 5)).toEqual(['spent']);
  });

  it('looks no more once it is stopped, and at nothing where the limits are zero', async () => {
    const { watch, levels, timers } = watched({ warnBelowMb: 0, haltBelowMb: 0 });
    await watch.start();
    expect(await levels(0)).toEqual([]);
    watch.stop();
    expect(timers.nextInMs).toBeNull();
  });

  it('takes no limits that would halt before they warn', () => {
    expect(diskLimitsSchema.parse({})).toEqual({ warnBelowMb: 1_024, haltBelowMb: 128 });
    expect(diskLimitsSchema.safeParse({ warnBelowMb: 10, haltBelowMb: 11 }).success).toBe(false);
  });
});
