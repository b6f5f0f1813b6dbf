import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flashLoanFee } from './flashLoanFee.ts';
import { sizeForFee } from './sizeForFee.ts';

/** Constant product without a pool fee, as a whole route: out = x * outside / (inside + x). */
const profitAt =
  (inside: bigint, outside: bigint, rate: bigint) =>
  (amount: bigint): bigint =>
    (amount * outside) / (inside + amount) - amount - flashLoanFee('aaveV3', rate, amount);

function root(value: bigint): bigint {
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (let next = (guess + value / guess) / 2n; next < guess; next = (guess + value / guess) / 2n) guess = next;
  return guess;
}

it('finds the closed form’s optimum under a fee, to a ten-millionth of its profit', () => {
  const reserves = fc.bigInt({ min: 10n ** 20n, max: 10n ** 24n });
  fc.assert(
    fc.property(
      reserves,
      fc.bigInt({ min: 100n, max: 3000n }),
      fc.bigInt({ min: 1n, max: 40n }),
      (inside, gainBps, rate) => {
        const outside = (inside * (10_000n + gainBps)) / 10_000n;
        const profit = profitAt(inside, outside, rate);
        // d/dx: inside * outside / (inside + x)^2 = 1 + rate.
        const best = root(inside * outside) - inside;
        const bestUnderFee = root((inside * outside * 10_000n) / (10_000n + rate)) - inside;
        if (bestUnderFee <= 0n) return;
        const found = sizeForFee(best, profit);
        expect(found).toBeLessThanOrEqual(best);
        const lost = profit(bestUnderFee) - profit(found);
        expect(lost * 10n ** 7n).toBeLessThanOrEqual(profit(bestUnderFee) + 10n ** 8n);
      },
    ),
    { numRuns: 200 },
  );
});

it('keeps the best input where nothing smaller is better', () => {
  expect(sizeForFee(1_000n, (amount) => amount)).toBe(1_000n);
  expect(sizeForFee(1_000n, () => null)).toBe(1_000n);
  expect(sizeForFee(0n, (amount) => -amount)).toBe(0n);
});

it('steps round inputs at which the route reverts', () => {
  const found = sizeForFee(1_000_000n, (amount) =>
    amount > 900_000n ? null : 1_000n - (amount - 500_000n) ** 2n / 10n ** 9n,
  );
  expect(found).toBeGreaterThan(450_000n);
  expect(found).toBeLessThan(550_000n);
});
