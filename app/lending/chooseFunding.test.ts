import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lenderGas } from '../detect/gasModel.ts';
import { tokenAmount, wei } from '../domain/amount.ts';
import { type Address, parseAddress, parseHash } from '../domain/hex.ts';
import { type FundingSource, fundingSources, type LenderState } from '../domain/lender.ts';
import { chooseFunding, mostLendable } from './chooseFunding.ts';
import { flashLoanFee } from './flashLoanFee.ts';

const address = (index: number): Address => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
const weth = address(1);
const [vault, aave] = [address(0xba), address(0xaa)];
const block = { number: 7, hash: parseHash(`0x${'07'.repeat(32)}`) };
const ether = 10n ** 18n;

function balancer(amount: bigint, feeRate = 0n): LenderState {
  return { kind: 'balancerV2', lender: vault, block, feeRate, liquidity: [{ token: weth, amount }] };
}
function aavePool(amount: bigint, feeRate = 5n): LenderState {
  return { kind: 'aaveV3', lender: aave, block, feeRate, liquidity: [{ token: weth, amount }] };
}

function request(amountIn: bigint, pools: readonly number[] = [10, 11], gasPrice = 10n ** 9n) {
  return {
    hops: pools.map((pool) => ({ pool: address(pool) })),
    amountIn: tokenAmount(amountIn),
    value: { token: weth, weiNumerator: 1n, weiDenominator: 1n },
    gasPrice: wei(gasPrice),
  };
}
const lendersOnly: readonly FundingSource[] = ['balancerV2', 'aaveV3'];
const loan = (kind: 'balancerV2' | 'aaveV3', amount: bigint) => ({
  kind,
  lender: kind === 'balancerV2' ? vault : aave,
  amount,
});

describe('the cheapest funding', () => {
  it('is the flash swap where it is allowed and possible: it costs nothing more', () => {
    const choice = chooseFunding(request(ether), fundingSources, [balancer(10n * ether), aavePool(10n * ether)]);
    expect(choice).toEqual({ funding: { kind: 'flashSwap' }, fee: 0n, gasUnits: 0 });
  });

  it('is a lender where the route comes back to its first pool, whose lock a flash swap would hold', () => {
    const lenders = [aavePool(10n * ether), balancer(10n * ether)];
    expect(chooseFunding(request(ether, [10, 11, 10, 12]), fundingSources, lenders)).toEqual({
      funding: { kind: 'loans', loans: [loan('balancerV2', ether)] },
      fee: 0n,
      gasUnits: lenderGas.balancerV2,
    });
    expect(chooseFunding(request(ether, [10, 11, 12, 11]), fundingSources, lenders)?.funding.kind).toBe('flashSwap');
  });

  it('weighs fee against gas', () => {
    // Balancer asks 0.06 %: 0.0001 ether more than Aave on one ether, and 85,000 gas less.
    const lenders = [balancer(100n * ether, 6n * 10n ** 14n), aavePool(100n * ether)];
    const kindAt = (gasPrice: bigint): string | undefined => {
      const funding = chooseFunding(request(ether, [10, 11], gasPrice), lendersOnly, lenders)?.funding;
      return funding?.kind === 'loans' ? funding.loans[0].kind : undefined;
    };
    expect(kindAt(10n ** 9n)).toBe('aaveV3');
    expect(kindAt(2n * 10n ** 9n)).toBe('balancerV2');
  });

  it('takes what a cheaper lender has and the rest from another', () => {
    const choice = chooseFunding(request(3n * ether), lendersOnly, [balancer(ether), aavePool(10n * ether)]);
    // Aave alone would cost 0.0015 ether and 125,000 gas; so it costs 0.001 ether and 165,000 gas.
    expect(choice).toEqual({
      funding: { kind: 'loans', loans: [loan('balancerV2', ether), loan('aaveV3', 2n * ether)] },
      fee: 10n ** 15n,
      gasUnits: lenderGas.balancerV2 + lenderGas.aaveV3,
    });
    // At 100 gwei the second lender's gas is more than its fee saves.
    const dear = chooseFunding(request(3n * ether, [10, 11], 10n ** 11n), lendersOnly, [
      balancer(ether),
      aavePool(10n * ether),
    ]);
    expect(dear?.funding).toEqual({ kind: 'loans', loans: [loan('aaveV3', 3n * ether)] });
  });

  it('is none where nobody allowed has enough, or knows the token', () => {
    expect(chooseFunding(request(3n * ether), lendersOnly, [balancer(ether), aavePool(ether)])).toBeNull();
    expect(chooseFunding(request(ether), ['aaveV3'], [balancer(10n * ether)])).toBeNull();
    expect(chooseFunding(request(ether, [10, 11, 10]), ['flashSwap'], [balancer(10n * ether)])).toBeNull();
    const dollar = { ...request(ether), value: { token: address(2), weiNumerator: 1n, weiDenominator: 1n } };
    expect(chooseFunding(dollar, lendersOnly, [balancer(10n * ether)])).toBeNull();
    expect(mostLendable(request(ether).hops, weth, lendersOnly, [balancer(ether), aavePool(ether)])).toBe(2n * ether);
  });

  it('passes over a lender that is itself on the route', () => {
    const onRoute = request(ether, [0xba, 11]);
    expect(chooseFunding(onRoute, lendersOnly, [balancer(10n * ether)])).toBeNull();
    expect(mostLendable(onRoute.hops, weth, lendersOnly, [balancer(10n * ether)])).toBe(0n);
  });

  it('is the first of two that cost the same', () => {
    const twin = { ...balancer(10n * ether), lender: address(0xbb) };
    const lenderOf = (lenders: readonly LenderState[]): Address | undefined => {
      const funding = chooseFunding(request(ether), lendersOnly, lenders)?.funding;
      return funding?.kind === 'loans' ? funding.loans[0].lender : undefined;
    };
    expect(lenderOf([balancer(10n * ether), twin])).toBe(vault);
    expect(lenderOf([twin, balancer(10n * ether)])).toBe(address(0xbb));
  });

  it('borrows the input, no more than there is, at what the lenders ask, and no way costs less', () => {
    const amounts = fc.bigInt({ min: 0n, max: 100n * ether });
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 100n * ether }),
        amounts,
        amounts,
        fc.bigInt({ min: 0n, max: 10n ** 16n }),
        fc.bigInt({ min: 0n, max: 100n }),
        (amountIn, inVault, inPool, vaultRate, poolRate) => {
          const lenders = [balancer(inVault, vaultRate), aavePool(inPool, poolRate)];
          const choice = chooseFunding(request(amountIn), lendersOnly, lenders);
          if (choice === null || choice.funding.kind === 'flashSwap') {
            expect(inVault + inPool).toBeLessThan(amountIn);
            return;
          }
          let [lent, fee] = [0n, 0n];
          for (const { kind, amount } of choice.funding.loans) {
            const state = lenders.find((candidate) => candidate.kind === kind);
            expect(amount).toBeGreaterThan(0n);
            expect(amount).toBeLessThanOrEqual(state?.liquidity[0]?.amount ?? 0n);
            lent += amount;
            fee += flashLoanFee(kind, state?.feeRate ?? 0n, amount);
          }
          expect(lent).toBe(amountIn);
          expect(choice.fee).toBe(fee);
          const cost = choice.fee + BigInt(choice.gasUnits) * 10n ** 9n;
          for (const { kind, feeRate, liquidity } of lenders)
            if ((liquidity[0]?.amount ?? 0n) >= amountIn)
              expect(cost).toBeLessThanOrEqual(
                flashLoanFee(kind, feeRate, amountIn) + BigInt(lenderGas[kind]) * 10n ** 9n,
              );
        },
      ),
      { numRuns: 300 },
    );
  });
});
