import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftOut } from './leftOut.ts';
import { pooled } from './testing/pooled.ts';

const fees = { maxFee: 9, tip: 1 };

describe('what a block leaves out', () => {
  it('is all that was wanted and is not there, whatever that is', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ from: fc.nat(3), there: fc.boolean() }), { maxLength: 12 }), (all) => {
        const wanted = all.map(({ from }, index) => pooled(from, index, fees));
        const mined = wanted.filter((_, index) => all[index]?.there).map(({ hash }) => ({ hash, gasUsed: 21_000 }));
        const missing = wanted.filter((_, index) => !all[index]?.there);
        expect(leftOut(wanted, mined, 10 ** 7).map(({ transaction }) => transaction)).toEqual(missing);
      }),
    );
  });

  it('is explained by a full block, and by a missing nonce before it', () => {
    const [big, small, after, other] = [
      pooled(1, 0, fees, { gasLimit: 90 }),
      pooled(2, 0, fees, { gasLimit: 50 }),
      pooled(2, 1, fees, { gasLimit: 10 }),
      pooled(3, 0, fees, { gasLimit: 10 }),
    ];
    const wanted = [big, small, after, other].filter((one) => one !== undefined);
    const mined = [{ hash: wanted[0]?.hash ?? '0x', gasUsed: 60 }] as Parameters<typeof leftOut>[1];
    expect(leftOut(wanted, mined, 100).map(({ explained }) => explained)).toEqual([true, true, false]);
  });

  it('fails loudly where the block has another order, or something that nobody wanted', () => {
    const [a, b] = [pooled(1, 0, fees), pooled(2, 0, fees)];
    const mined = (all: readonly (typeof a)[]): Parameters<typeof leftOut>[1] =>
      all.map(({ hash }) => ({ hash, gasUsed: 1 }));
    expect(() => leftOut([a, b], mined([b, a]), 100)).toThrow('another order');
    expect(() => leftOut([a], mined([a, b]), 100)).toThrow('another order');
  });
});
