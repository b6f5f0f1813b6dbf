import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultsOf, growth, mostMbPerHour, usageOf } from './soak-usage.mjs';

const hour = 3_600_000;
const samples = (hours: number, mbAt: (share: number) => number, pidAt: (share: number) => string = () => '1') =>
  Array.from({ length: 1_000 }, (_, i) => {
    const share = i / 999;
    return {
      atMs: share * hours * hour,
      memoryBytes: { engine: mbAt(share) * 1e6 },
      pids: { engine: pidAt(share) },
      diskBytes: 0,
    };
  });
/** What a collector of garbage makes of it: rises for a while, then falls, never twice alike. */
const sawtooth = (share: number): number => 60 * ((share * 97.3) % 1) + 25 * ((share * 31.7) % 1);

it('tells a leak from warming up', () => {
  expect(growth(samples(2, (share) => 200 + 50 * Math.min(1, share * 4))).engine).toMatchObject({
    lastMb: 250,
    mbPerHour: 0,
    replaced: 0,
  });
  expect(growth(samples(2, (share) => 200 + 30 * share)).engine?.mbPerHour).toBeCloseTo(15, 1);
});

it('finds a leak of 3 MB an hour in a day under the rise and fall of garbage, and none where there is none', () => {
  const flat = growth(samples(24, (share) => 250 + sawtooth(share)));
  expect(faultsOf(flat, 24)).toEqual([]);
  expect(flat.engine?.plusMinusMb).toBeLessThan(1);
  const leaking = growth(samples(24, (share) => 250 + 72 * share + sawtooth(share)));
  expect(faultsOf(leaking, 24)).toMatchObject([
    expect.stringMatching(/^engine grows by (2\.[5-9]|3|3\.\d) ± 0\.\d MB an hour/),
  ]);
});

it('allows less growth the longer a run is', () => {
  expect([1, 2, 4, 24, 240].map(mostMbPerHour)).toEqual([24, 12, 6, 1, 1]);
});

it('takes no process for flat whose memory began anew', () => {
  const rows = growth(
    samples(
      24,
      (share) => 200 + 100 * ((share * 3) % 1),
      (share) => String(Math.floor(share * 2.99)),
    ),
  );
  expect(faultsOf(rows, 24).join()).toContain('engine was replaced 2 times');
});

it('counts the bytes of a folder, and no process that is not the product', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  writeFileSync(join(folder, 'a'), 'abc');
  expect(usageOf(process.pid, folder, 7)).toEqual({ atMs: 7, memoryBytes: {}, pids: {}, diskBytes: 3 });
  rmSync(folder, { recursive: true });
});
