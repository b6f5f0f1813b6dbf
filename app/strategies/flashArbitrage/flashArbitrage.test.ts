import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cycle } from '../../detect/cycle.ts';
import { tokenAmount, wei } from '../../domain/amount.ts';
import { epochMs, monotonicNs } from '../../domain/clock.ts';
import { parseAddress, parseHash } from '../../domain/hex.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import { flashSwap } from '../../domain/plan.ts';
import { chooseDisjoint } from '../chooseDisjoint.ts';
import { feeBid } from './feeBid.ts';
import { flashArbitrage } from './flashArbitrage.ts';
import { minimumProfit } from './minimumProfit.ts';
import { flashArbitrageDefaults as defaults } from './settings.ts';

const address = (index: number) => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
const gwei = 10n ** 9n;
const ether = 10n ** 18n;

function cycle(pools: readonly number[], gross = ether / 100n): Cycle {
  const gasCost = 200_000n * 2n * gwei;
  return {
    hops: pools.map((pool, i) => ({
      pool: address(pool),
      kind: 'uniswapV2' as const,
      venue: 'UniV2',
      feePpm: 3000,
      zeroForOne: i % 2 === 0,
      tokenIn: address(1 + i),
      tokenOut: address(i + 1 === pools.length ? 1 : 2 + i),
      amountIn: tokenAmount(5n),
      amountOut: tokenAmount(6n),
    })),
    profitToken: address(1),
    amountIn: tokenAmount(ether),
    amountOut: tokenAmount(ether + gross),
    gross: tokenAmount(gross),
    gasUnits: 200_000,
    gasCost: wei(gasCost),
    net: wei(gross - gasCost),
  };
}

const sighting = {
  block: { number: 18_204, hash: parseHash(`0x${'01'.repeat(32)}`) },
  seenAtMs: epochMs(7),
  rank: 1,
  clock: { seen: monotonicNs(3) },
};
const bySwap = { funding: flashSwap, fee: tokenAmount(0n), gasUnits: 0 };
const outlook = { headTimestampS: 1000, blockTimeMs: 1000, baseFeePerGas: wei(gwei) };
const par = { token: address(1), weiNumerator: 1n, weiDenominator: 1n };

function opportunity(pools: readonly number[], rank = 1, gross?: bigint): Opportunity {
  return flashArbitrage.toOpportunity(cycle(pools, gross), { ...sighting, rank }, bySwap, par, wei(2n * gwei));
}

describe('flash arbitrage', () => {
  it('keeps what the detector found and names it by block and rank', () => {
    const found = opportunity([10, 11], 3);
    expect(found).toMatchObject({ ...cycle([10, 11]), id: '18204-3', flashFee: 0n, state: 'found', reason: null });
    expect(found.clock).toEqual(sighting.clock);
  });

  it('takes what its lender asks, in fee and gas, off what the detector found', () => {
    const loan = { kind: 'aaveV3' as const, lender: address(7), amount: tokenAmount(ether) };
    const choice = {
      funding: { kind: 'loans' as const, loans: [loan] as const },
      fee: tokenAmount(5n * 10n ** 14n),
      gasUnits: 125_000,
    };
    const lent = flashArbitrage.toOpportunity(cycle([10, 11]), sighting, choice, par, wei(2n * gwei));
    const gross = ether / 100n - 5n * 10n ** 14n;
    expect(lent).toMatchObject({ funding: choice.funding, flashFee: choice.fee, gross, gasUnits: 325_000 });
    expect(lent.net).toBe(gross - 325_000n * 2n * gwei);
    expect(flashArbitrage.propose(lent, par, outlook, defaults).funding).toEqual(choice.funding);
  });

  it('wants what pays, from its minimum on', () => {
    const netting = (net: bigint): Opportunity => ({ ...opportunity([10, 11]), net: wei(net) });
    expect(flashArbitrage.judge(netting(0n), defaults)?.code).toBe('DETECT_BELOW_COST');
    expect(flashArbitrage.judge(netting(defaults.minNet - 1n), defaults)?.code).toBe('POLICY_BELOW_MINIMUM');
    expect(flashArbitrage.judge(netting(defaults.minNet), defaults)).toBeNull();
  });

  it('bids a share of the net and promises the chain most of the gross', () => {
    const intent = flashArbitrage.propose(opportunity([10, 11]), par, outlook, defaults);
    // net at the floor: 0.01 - 200000 * 2 gwei = 0.0096 ether; a fifth of it over 200000 gas is 9.6 gwei.
    expect(intent).toMatchObject({
      maxPriorityFeePerGas: 10_600_000_000n,
      maxFeePerGas: 12_600_000_000n,
      expectedGasCost: 200_000n * 11_600_000_000n,
      minProfit: 9_000_000_000_000_000n,
      gasLimit: 400_000,
      deadlineS: 1003,
    });
  });

  it('keeps the deadline in whole seconds, never nearer than its least distance', () => {
    const deadlineAt = (blockTimeMs: number): number =>
      flashArbitrage.propose(opportunity([10, 11]), par, { ...outlook, blockTimeMs }, defaults).deadlineS - 1000;
    expect([250, 1001, 12_000].map(deadlineAt)).toEqual([3, 4, 36]);
  });
});

describe('feeBid', () => {
  const wide = { minNet: defaults.minNet, bidSharePpm: 1_000_000, tipFloor: wei(gwei), tipCap: wei(10n ** 30n) };

  it('never bids more than its share of the net, and stays between floor and cap', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 22n });
    fc.assert(
      fc.property(
        amounts,
        fc.integer({ min: 21_000, max: 5_000_000 }),
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (gross, gas, baseFee, bidSharePpm) => {
          const bid = feeBid(wei(gross), gas, wei(baseFee), { ...wide, bidSharePpm });
          const atFloor = gross - BigInt(gas) * (baseFee + gwei);
          const paid = BigInt(gas) * (bid.maxPriorityFeePerGas - gwei);
          expect(bid.maxPriorityFeePerGas).toBeGreaterThanOrEqual(gwei);
          expect(paid * 1_000_000n).toBeLessThanOrEqual(atFloor > 0n ? atFloor * BigInt(bidSharePpm) : 0n);
          expect(bid.maxFeePerGas).toBe(2n * baseFee + bid.maxPriorityFeePerGas);
          if (atFloor >= 0n) expect(bid.expectedGasCost).toBeLessThanOrEqual(gross);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stops at the cap', () => {
    expect(feeBid(wei(10n ** 24n), 100_000, wei(0n), defaults).maxPriorityFeePerGas).toBe(defaults.tipCap);
  });
});

describe('minimumProfit', () => {
  it('rounds the share up', () => {
    expect(minimumProfit(tokenAmount(11n), 900_000, wei(0n), par)).toBe(10n);
  });

  it('covers the gas, rounded up in the profit token, but asks for no more than was predicted', () => {
    const dollar = { token: address(2), weiNumerator: 4n * 10n ** 14n, weiDenominator: 10n ** 6n };
    expect(minimumProfit(tokenAmount(1_000_000n), 100_000, wei(2n * 10n ** 14n + 1n), dollar)).toBe(500_001n);
    expect(minimumProfit(tokenAmount(1_000_000n), 100_000, wei(ether), dollar)).toBe(1_000_000n);
  });
});

describe('chooseDisjoint', () => {
  it('takes those that bring most without sharing a pool, and says who holds it', () => {
    const [first, second, third, fourth] = [
      opportunity([10, 11], 1),
      opportunity([11, 12], 2),
      opportunity([12, 13], 3),
      opportunity([14, 15], 4),
    ];
    const { chosen, passedOver } = chooseDisjoint([first, second, third, fourth], new Map([[address(15), 'o-9']]));
    expect(chosen).toEqual([first, third]);
    expect(passedOver).toEqual([
      {
        opportunity: second,
        reason: { code: 'POLICY_CONFLICT', facts: { pool: address(11), heldBy: '18204-1 18204-3' } },
      },
      { opportunity: fourth, reason: { code: 'POLICY_CONFLICT', facts: { pool: address(15), heldBy: 'o-9' } } },
    ]);
  });

  it('passes over the best of all where two others bring more together', () => {
    const best = opportunity([10, 11], 1, ether / 100n);
    const others = [opportunity([11, 12], 2, ether / 150n), opportunity([10, 13], 3, ether / 160n)];
    const { chosen, passedOver } = chooseDisjoint([best, ...others]);
    expect(chosen).toEqual(others);
    expect(passedOver.map(({ opportunity: each, reason }) => [each.id, reason.facts.heldBy])).toEqual([
      ['18204-1', '18204-3 18204-2'],
    ]);
  });
});
