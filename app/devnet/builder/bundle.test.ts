import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../domain/hex.ts';
import { type Bundle, bundleHash, chooseBundles, type SimulatedBundle } from './bundle.ts';
import { BundlePool, bundleLimits } from './bundlePool.ts';
import type { PooledTransaction } from './pooledTransaction.ts';
import { pooled } from './testing/pooled.ts';

const signer = parseAddress(`0x${'aa'.repeat(20)}`);

function bundle(transactions: readonly PooledTransaction[], more: Partial<Bundle> = {}): Bundle {
  return {
    hash: bundleHash(transactions),
    transactions,
    firstBlock: 10,
    lastBlock: 10,
    minTimestampS: null,
    maxTimestampS: null,
    mayRevert: new Set(),
    replacementId: null,
    signer,
    receivedAtMs: 0,
    ...more,
  };
}

const any = (from: number, nonce = 0): PooledTransaction => pooled(from, nonce, { maxFee: 9, tip: 1 });

function simulated(one: Bundle, gasUsed: bigint, paidWei: bigint, failure: string | null = null): SimulatedBundle {
  return { bundle: one, outcome: { failure, gasUsed, paidWei } };
}

describe('the choice of bundles', () => {
  it('never has one that failed, nor two that claim the same nonce; what pays more per gas comes first', () => {
    const one = fc.record({
      senders: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }),
      gasUsed: fc.bigInt({ min: 1n, max: 20n }),
      paidWei: fc.bigInt({ min: 0n, max: 50n }),
      fails: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.nat(40), (all, gasLimit) => {
        const outcomes = all.map(({ senders, gasUsed, paidWei, fails }) =>
          simulated(bundle(senders.map((sender) => any(sender))), gasUsed, paidWei, fails ? 'no' : null),
        );
        const chosen = chooseBundles(outcomes, gasLimit);
        const of = (wanted: Bundle): SimulatedBundle['outcome'] | undefined =>
          outcomes.find((outcome) => outcome.bundle === wanted)?.outcome;
        const claims = chosen.flatMap(({ transactions }) => transactions.map(({ from }) => from));
        expect(new Set(claims).size).toBe(claims.length);
        expect(chosen.every((wanted) => of(wanted)?.failure === null)).toBe(true);
        expect(chosen.reduce((sum, wanted) => sum + (of(wanted)?.gasUsed ?? 0n), 0n)).toBeLessThanOrEqual(
          BigInt(gasLimit),
        );
        const price = (wanted: Bundle): number => Number(of(wanted)?.paidWei) / Number(of(wanted)?.gasUsed);
        for (const [index, next] of chosen.slice(1).entries())
          expect(price(chosen[index] ?? next)).toBeGreaterThanOrEqual(price(next));
      }),
    );
  });

  it('at the same price takes who came first', () => {
    const [late, early] = [bundle([any(1)], { receivedAtMs: 2 }), bundle([any(1)], { receivedAtMs: 1 })];
    expect(chooseBundles([simulated(late, 10n, 20n), simulated(early, 5n, 10n)], 100)).toEqual([early]);
  });
});

describe('the pool of bundles', () => {
  const pool = (limits: Partial<typeof bundleLimits> = {}): BundlePool =>
    new BundlePool({ ...bundleLimits, ...limits });

  it('gives a block its own bundles, within their time', () => {
    const bundles = pool();
    const [mine, later, timed] = [
      bundle([any(1)]),
      bundle([any(2)], { firstBlock: 11, lastBlock: 11 }),
      bundle([any(3)], { minTimestampS: 100, maxTimestampS: 200 }),
    ];
    for (const one of [mine, later, timed]) bundles.add(one, 5);
    const at = (number: number, timestampS: number): readonly Bundle[] =>
      bundles.forBlock(number, timestampS).map((story) => story.bundle);
    expect(at(10, 99)).toEqual([mine]);
    expect(at(10, 100)).toEqual([mine, timed]);
    expect(at(10, 201)).toEqual([mine]);
    expect(at(11, 100)).toEqual([later]);
  });

  it('replaces and cancels by the id of a signer', () => {
    const bundles = pool();
    const other = parseAddress(`0x${'bb'.repeat(20)}`);
    const [first, second] = [any(1), any(1)].map((one) => bundle([one], { replacementId: 'x' }));
    const foreign = bundle([any(2)], { replacementId: 'x', signer: other });
    for (const one of [first, second, foreign]) if (one !== undefined) bundles.add(one, 5);
    expect(bundles.forBlock(10, 0).map((story) => story.bundle)).toEqual([second, foreign]);
    expect(bundles.cancel(signer, 'x')).toBe(1);
    expect(bundles.forBlock(10, 0).map((story) => story.bundle)).toEqual([foreign]);
    expect(bundles.counts).toMatchObject({ received: 3, cancelled: 2 });
  });

  it('refuses a passed block, one too far ahead, and more than its bounds', () => {
    const bundles = pool({ bundles: 3, perSigner: 2, blocksAhead: 8 });
    expect(() => bundles.add(bundle([any(1)]), 10)).toThrow('has passed');
    expect(() => bundles.add(bundle([any(1)]), 1)).toThrow('ahead');
    const from = (byte: string): Address => parseAddress(`0x${byte.repeat(20)}`);
    bundles.add(bundle([any(1)]), 9);
    bundles.add(bundle([any(2)]), 9);
    expect(() => bundles.add(bundle([any(3)]), 9)).toThrow('of this signer');
    bundles.add(bundle([any(4)], { signer: from('bb') }), 9);
    expect(() => bundles.add(bundle([any(5)], { signer: from('cc') }), 9)).toThrow('too many bundles');
    bundles.passed(10);
    bundles.add(bundle([any(5)], { signer: from('cc'), lastBlock: 11 }), 10);
  });

  it('forgets, so that it does not grow', () => {
    const bundles = pool({ rememberedBlocks: 5 });
    for (let block = 1; block <= 1_000; block += 1) {
      const one = bundle([any(block)], { firstBlock: block, lastBlock: block });
      const story = bundles.add(one, block - 1);
      if (block % 2 === 0) bundles.close(story, 'included');
      bundles.passed(block);
      expect(bundles.story(signer, one.hash, block)).toBe(story);
    }
    expect(bundles.waiting).toBe(0);
    expect(bundles.counts).toMatchObject({ received: 1_000, included: 500, expired: 500 });
    expect(bundles.story(signer, bundleHash([any(1)]), 1)).toBeNull();
  });
});
