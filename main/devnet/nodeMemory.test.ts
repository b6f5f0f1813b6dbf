import { expect, it, vi } from 'vitest';
import { residentBytes, watchNodeMemory } from './nodeMemory.ts';

it('says once that a process takes more than it may, and nothing of one that does not or is gone', async () => {
  const here = residentBytes(process.pid) ?? 0;
  expect(here).toBeGreaterThan(10_000_000);
  expect(residentBytes(2 ** 22 + 1)).toBeNull();
  const tooMuch = vi.fn();
  const never = vi.fn();
  const stops = [
    watchNodeMemory(process.pid, 1_000_000, tooMuch, 5),
    watchNodeMemory(process.pid, here * 100, never, 5),
    watchNodeMemory(2 ** 22 + 1, 0, never, 5),
  ];
  await vi.waitFor(() => expect(tooMuch).toHaveBeenCalled());
  await new Promise((resolve) => setTimeout(resolve, 40));
  for (const stop of stops) stop();
  expect(tooMuch).toHaveBeenCalledTimes(1);
  expect(tooMuch.mock.calls[0]?.[0]).toBeGreaterThan(1_000_000);
  expect(never).not.toHaveBeenCalled();
});
