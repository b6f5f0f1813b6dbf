import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { growth, usageOf } from './soak-usage.mjs';

const hour = 3_600_000;
const samples = (mbAt: (share: number) => number) =>
  Array.from({ length: 100 }, (_, i) => {
    const bytes = mbAt(i / 99) * 1e6;
    return { atMs: (i / 99) * 2 * hour, memoryBytes: { engine: bytes }, diskBytes: 0 };
  });

it('tells a leak from warming up', () => {
  expect(growth(samples((share) => 200 + 50 * Math.min(1, share * 4)))).toMatchObject({
    engine: { lastMb: 250, mbPerHour: 0 },
  });
  expect(growth(samples((share) => 200 + 30 * share)).engine?.mbPerHour).toBeCloseTo(15, 1);
});

it('counts the bytes of a folder, and no process that is not the product', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  writeFileSync(join(folder, 'a'), 'abc');
  expect(usageOf(process.pid, folder, 7)).toEqual({ atMs: 7, memoryBytes: {}, diskBytes: 3 });
  rmSync(folder, { recursive: true });
});
