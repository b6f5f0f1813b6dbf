import { expect, test } from 'vitest';
import { histogramBoundsMs } from '../contract/health.ts';
import { monotonicNs } from '../domain/clock.ts';
import { stageLatencies } from './latencies.ts';

test('each sample falls into the first bin that holds it, and what took longer into the last', () => {
  const latencies = stageLatencies();
  for (const ms of [0.5, 1, 3, 7_000]) {
    const seen = { seen: monotonicNs(0) };
    latencies.record(seen, { ...seen, analysed: monotonicNs(ms * 1e6) });
  }
  const [row] = latencies.histogram();
  expect(row?.stage).toBe('analysed');
  expect(row?.counts).toHaveLength(histogramBoundsMs.length + 1);
  expect([row?.counts[0], row?.counts[2], row?.counts.at(-1)]).toEqual([2, 1, 1]);
});
