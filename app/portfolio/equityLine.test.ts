import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { epochMs } from '../domain/clock.ts';
import type { EquityPoint } from '../domain/equity.ts';
import type { Asset } from '../domain/ledger.ts';
import { sampleWeth } from '../store/testing/sampleRecords.ts';
import { drawdown, EquityLine, keptStretches, ownEquity } from './equityLine.ts';
import { equityPoint } from './equityPoint.ts';
import { Ledger } from './ledger.ts';
import { parValue } from './tokenValue.ts';

function point(blockNumber: number, total: bigint, external = 0n): EquityPoint {
  return {
    blockNumber,
    atMs: epochMs(1000 * blockNumber),
    total: wei(total),
    external: wei(external),
    result: wei(total - external - 100n),
    dollars: null,
    unpriced: 0,
  };
}

describe('equity line', () => {
  it('stays bounded and loses neither its ends nor its spikes', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(-1000n, 1000n), { minLength: 1, maxLength: 4000 }), (totals) => {
        const line = new EquityLine(totals.map((total, index) => point(index + 7, total)));
        const { points } = line;
        expect(points.length).toBeLessThanOrEqual(6 * keptStretches);
        expect(points[0]).toEqual(point(7, totals[0] ?? 0n));
        expect(line.last).toEqual(point(totals.length + 6, totals.at(-1) ?? 0n));
        const shown = points.map(ownEquity);
        const extreme = (better: (a: bigint, b: bigint) => boolean): bigint =>
          totals.reduce((best, total) => (better(total, best) ? total : best));
        expect(shown).toContain(extreme((a, b) => a > b));
        expect(shown).toContain(extreme((a, b) => a < b));
        expect(points.every((at, index) => index === 0 || at.blockNumber > (points[index - 1]?.blockNumber ?? 0))).toBe(
          true,
        );
      }),
      { numRuns: 25 },
    );
  });

  it('replaces what was of blocks that are gone', () => {
    const line = new EquityLine([point(1, 10n), point(2, 99n), point(3, 98n), point(2, 11n)]);
    expect(line.points.map(({ total }) => total)).toEqual([10n, 11n]);
  });

  it('measures the fall from the highest point before it, without what came from outside', () => {
    expect(drawdown([])).toBe(0n);
    expect(drawdown([5n, 9n, 4n, 20n, 17n].map((total, index) => point(index, total)))).toBe(5n);
    expect(drawdown([point(1, 10n), point(2, 60n, 50n), point(3, 59n, 50n)])).toBe(1n);
  });

  it('says where equity comes from, each part at the same prices', () => {
    const ledger = new Ledger();
    const book = (
      id: string,
      account: 'opening' | 'external' | 'trading' | 'gas',
      asset: Asset,
      amount: bigint,
    ): void => {
      ledger.book({
        id,
        kind: account === 'opening' ? 'opening' : 'fill',
        block: { number: 1, hash: `0x${'1'.repeat(64)}` as never },
        atMs: epochMs(1),
        memo: '',
        postings: [
          { account: 'wallet', asset, amount },
          { account, asset, amount: -amount },
        ],
      });
    };
    book('opening', 'opening', 'native', 1000n);
    book('gift', 'external', 'native', 70n);
    book('fill', 'trading', sampleWeth, 40n);
    book('gas', 'gas', 'native', -15n);
    const prices = (asset: Asset) => (asset === 'native' ? parValue : { weiNumerator: 2n, weiDenominator: 1n });
    const at = { blockNumber: 9, atMs: epochMs(9) };
    expect(equityPoint(ledger, at, prices, sampleWeth)).toEqual({
      ...at,
      total: 1000n + 70n + 80n - 15n,
      external: 70n,
      result: 65n,
      dollars: 567n,
      unpriced: 0,
    });
    const unknown = equityPoint(ledger, at, (asset) => (asset === 'native' ? parValue : null), sampleWeth);
    expect(unknown).toMatchObject({ total: 1055n, result: -15n, dollars: null, unpriced: 1 });
  });
});
