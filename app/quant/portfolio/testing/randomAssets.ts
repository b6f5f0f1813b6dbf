import { seededRandom } from '../../../domain/random.ts';
import type { AssetTable } from '../assets.ts';

/** Returns that share a few factors. */
export function randomReturns(count: number, times: number, seed: number): AssetTable {
  const random = seededRandom(seed);
  const factors = Array.from({ length: times }, () => [random.normal(), random.normal()]);
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const loads = [random.normal(), random.normal()];
      const [drift, own] = [0.0005 + 0.0005 * random.normal(), 0.3 + random.next()];
      const column = factors.map((factor) => {
        const shared = factor.reduce((sum, value, k) => sum + value * (loads[k] ?? 0), 0);
        return drift + 0.01 * (0.5 * shared + own * random.normal());
      });
      return [`asset ${i}`, column];
    }),
  );
}

/** The same columns, the last first. */
export function reversed(table: AssetTable): AssetTable {
  return new Map([...table].reverse());
}
