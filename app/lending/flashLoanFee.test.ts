import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lenderKinds } from '../domain/chain.ts';
import { flashLoanFee } from './flashLoanFee.ts';

/** Worked by hand from FixedPoint.mulUp and PercentageMath.percentMul; the integration tests hold the same against the contracts. */
it.each([
  ['balancerV2', 0n, 10n ** 24n, 0n],
  ['balancerV2', 10n ** 15n, 1n, 1n],
  ['balancerV2', 10n ** 15n, 1_000n, 1n],
  ['balancerV2', 10n ** 15n, 1_001n, 2n],
  ['balancerV2', 10n ** 16n, 10n ** 18n, 10n ** 16n],
  ['aaveV3', 5n, 999n, 0n],
  ['aaveV3', 5n, 1_000n, 1n],
  ['aaveV3', 5n, 2_999n, 1n],
  ['aaveV3', 5n, 3_000n, 2n],
  ['aaveV3', 9n, 10n ** 18n, 9n * 10n ** 14n],
  ['aaveV3', 0n, 10n ** 18n, 0n],
] as const)('%s at a rate of %d for %d asks %d', (kind, rate, amount, fee) => {
  expect(flashLoanFee(kind, rate, amount)).toBe(fee);
});

it('never asks less for more', () => {
  const amounts = fc.bigInt({ min: 0n, max: 10n ** 30n });
  fc.assert(
    fc.property(
      fc.constantFrom(...lenderKinds),
      fc.bigInt({ min: 0n, max: 10n ** 16n }),
      amounts,
      amounts,
      (kind, rate, a, b) => {
        expect(flashLoanFee(kind, rate, a + b)).toBeGreaterThanOrEqual(flashLoanFee(kind, rate, a));
      },
    ),
  );
});
