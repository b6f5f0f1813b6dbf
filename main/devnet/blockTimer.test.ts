import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startBlockTimer } from './blockTimer.ts';

describe('the block timer', () => {
  let made: number[] = [];
  let takesMs = 0;
  let beganMs = 0;
  const produce = async (): Promise<void> => {
    made.push(Math.round(performance.now() - beganMs));
    if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
  };
  const fail = (error: unknown): void => {
    throw error;
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    [made, takesMs, beganMs] = [[], 0, performance.now()];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps its grid behind blocks that take long, and makes up for none that it missed', async () => {
    const timer = startBlockTimer(produce, 1_000, fail);
    takesMs = 300;
    await vi.advanceTimersByTimeAsync(2_900);
    takesMs = 2_500;
    await vi.advanceTimersByTimeAsync(6_000);
    timer.stop();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(made).toEqual([1_000, 2_000, 3_000, 6_000]);
  });

  it('makes the first block at once where somebody waits for it, the others a block time apart', async () => {
    const timer = startBlockTimer(produce, 1_000, fail);
    await vi.advanceTimersByTimeAsync(240);
    timer.hurry();
    timer.hurry();
    await vi.advanceTimersByTimeAsync(1_500);
    timer.hurry();
    await vi.advanceTimersByTimeAsync(1_600);
    timer.stop();
    timer.hurry();
    expect(made).toEqual([240, 1_240, 2_240, 3_240]);
  });

  it('says what failed and goes on, unless it was stopped', async () => {
    const said: unknown[] = [];
    const timer = startBlockTimer(
      async () => {
        throw new Error('no block');
      },
      500,
      (error) => said.push(error),
    );
    await vi.advanceTimersByTimeAsync(1_100);
    expect(said).toEqual([new Error('no block'), new Error('no block')]);
    timer.stop();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(said).toHaveLength(2);
  });
});
