import { AbiCoder, id, keccak256 } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenAmount, wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import { chainId } from '../domain/chain.ts';
import { effectiveTip } from '../domain/effectiveTip.ts';
import { parseBytes } from '../domain/hex.ts';
import { flashSwap, type Plan, worstCaseCost } from '../domain/plan.ts';
import { publicSubmission } from '../domain/submission.ts';
import { sampleOrder, sampleWallet } from '../store/testing/sampleRecords.ts';
import { decodeExecute } from './executorCalldata.ts';
import { makeCancellation } from './makeCancellation.ts';
import { makePlan } from './makePlan.ts';
import { nextNonce } from './nonce.ts';
import { planHash, sealPlan } from './planHash.ts';

const { planHash: _, ...plan } = sampleOrder(1).plan;

describe('planHash', () => {
  it('is keccak256 of the ABI encoding of the seven fields, as the library writes it', () => {
    const types = ['uint256', 'address', 'uint256', 'bytes', 'uint256', 'uint256', 'uint256'];
    const bytes = fc.uint8Array({ maxLength: 700 }).map((data) => parseBytes(`0x${Buffer.from(data).toString('hex')}`));
    const amounts = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map(wei);
    fc.assert(
      fc.property(bytes, amounts, amounts, amounts, (data, value, maxFeePerGas, maxPriorityFeePerGas) => {
        const fields = { ...plan, data, value, maxFeePerGas, maxPriorityFeePerGas };
        const values = [31_337, plan.to, value, data, 300_000, maxFeePerGas, maxPriorityFeePerGas];
        expect(planHash(fields)).toBe(keccak256(AbiCoder.defaultAbiCoder().encode(types, values)));
      }),
      { numRuns: 200 },
    );
  });

  it('of a plan for a relay has the hash of its id behind the seven', () => {
    const types = ['uint256', 'address', 'uint256', 'bytes', 'uint256', 'uint256', 'uint256', 'bytes32'];
    const { to, value, data, maxFeePerGas, maxPriorityFeePerGas } = plan;
    const values = [31_337, to, value, data, 300_000, maxFeePerGas, maxPriorityFeePerGas, id('flashbots')];
    const relayed = { ...plan, submission: { kind: 'relay', relayId: 'flashbots' } } as const;
    expect(planHash(relayed)).toBe(keccak256(AbiCoder.defaultAbiCoder().encode(types, values)));
  });

  it('of a plan that pays for its data apart names that fee behind the rest', () => {
    const types = ['uint256', 'address', 'uint256', 'bytes', 'uint256', 'uint256', 'uint256', 'bytes32', 'uint256'];
    const { to, value, data, maxFeePerGas, maxPriorityFeePerGas } = plan;
    const values = [31_337, to, value, data, 300_000, maxFeePerGas, maxPriorityFeePerGas, id('dataFee'), 7n];
    const paying = { ...plan, dataFee: wei(7n) };
    expect(planHash(paying)).toBe(keccak256(AbiCoder.defaultAbiCoder().encode(types, values)));
  });

  it.each([-1n, 2n ** 256n])('refuses %d wei as a bug', (value) => {
    expect(() => planHash({ ...plan, value: wei(value) })).toThrowError(/unsigned 256-bit/);
  });

  it('changes with every field', () => {
    const changed = [
      { chainId: chainId(1) },
      { to: sampleWallet },
      { value: wei(1n) },
      { data: parseBytes('0x1235') },
      { gasLimit: 300_001 },
      { maxFeePerGas: wei(4_000_000_001n) },
      { maxPriorityFeePerGas: wei(2_000_000_001n) },
      { submission: { kind: 'relay' as const, relayId: 'a' } },
      { submission: { kind: 'relay' as const, relayId: 'b' } },
      { dataFee: wei(1n) },
      { dataFee: wei(2n) },
    ].map((change) => planHash({ ...plan, ...change }));
    expect(new Set([planHash(plan), ...changed]).size).toBe(12);
  });

  it('refuses a tip above the fee cap as a bug', () => {
    expect(() => sealPlan({ ...plan, maxPriorityFeePerGas: wei(5_000_000_000n) })).toThrowError(/above the fee cap/);
  });
});

describe('makePlan', () => {
  const hop = { kind: 'uniswapV2' as const, pool: sampleWallet, zeroForOne: true, feePpm: 3000 };
  const request = {
    hops: [hop, { ...hop, zeroForOne: false }],
    funding: flashSwap,
    profitToken: sampleWallet,
    amountIn: tokenAmount(5n),
    minProfit: tokenAmount(1n),
    deadlineS: 99,
    gasLimit: 250_000,
    maxFeePerGas: wei(10n),
    maxPriorityFeePerGas: wei(2n),
    submission: publicSubmission,
  };
  const chain = { chainId: chainId(31_337), executor: plan.to };

  it('calls the executor with the terms it returns, without value', () => {
    const made = makePlan(chain, request);
    expect(decodeExecute(made.plan.data)).toEqual({ hops: request.hops, terms: made.terms, chainId: 31_337 });
    expect(made.terms).toEqual({
      funding: flashSwap,
      profitToken: sampleWallet,
      amountIn: 5n,
      minProfit: 1n,
      deadlineS: 99,
    });
    expect(made.plan).toMatchObject({ to: plan.to, value: 0n, gasLimit: 250_000, maxFeePerGas: 10n });
    expect(made.plan.planHash).toBe(planHash(made.plan));
  });

  it('refuses a route that is none as a bug', () => {
    expect(() => makePlan(chain, { ...request, hops: [hop] })).toThrowError(/2 to 8 hops/);
    expect(() => makePlan(chain, { ...request, amountIn: tokenAmount(0n) })).toThrowError(/needs an input/);
  });
});

describe('makeCancellation', () => {
  const fees = fc.bigInt({ min: 0n, max: 10n ** 13n });

  const cancel = (original: Plan, baseFee: bigint): Plan =>
    makeCancellation(original, {
      wallet: sampleWallet,
      baseFeePerGas: wei(baseFee),
      mostCost: worstCaseCost(original),
    });

  it('outbids by 12.5 % in both fees and carries through a doubled base fee where the order could have paid for it', () => {
    fc.assert(
      fc.property(fees, fees, fees, (tip, room, baseFee) => {
        const original = sealPlan({ ...plan, maxPriorityFeePerGas: wei(tip), maxFeePerGas: wei(tip + room) });
        const cancellation = cancel(original, baseFee);
        expect(cancellation.maxPriorityFeePerGas * 8n).toBeGreaterThanOrEqual(tip * 9n);
        expect(cancellation.maxFeePerGas * 8n).toBeGreaterThanOrEqual((tip + room) * 9n);
        expect(cancellation.maxPriorityFeePerGas).toBeGreaterThan(tip);
        const wished = 2n * baseFee + cancellation.maxPriorityFeePerGas;
        const affordable = worstCaseCost(original) / 21_000n;
        expect(cancellation.maxFeePerGas).toBeGreaterThanOrEqual(wished < affordable ? wished : affordable);
        expect(cancellation).toMatchObject({ to: sampleWallet, value: 0n, data: '0x', gasLimit: 21_000 });
        expect(cancellation.planHash).toBe(planHash(cancellation));
      }),
      { numRuns: 200 },
    );
  });

  it('never costs more than the order, however high the base fee', () => {
    const original = sealPlan({ ...plan, maxPriorityFeePerGas: wei(10n ** 9n), maxFeePerGas: wei(3n * 10n ** 9n) });
    const cancellation = cancel(original, 10n ** 15n);
    expect(worstCaseCost(cancellation)).toBeLessThanOrEqual(worstCaseCost(original));
    expect(worstCaseCost(cancellation)).toBeGreaterThan(worstCaseCost(original) - 21_000n);
  });
});

describe('nextBaseFee', () => {
  /** From the EIP-1559 tests of go-ethereum (consensus/misc/eip1559/eip1559_test.go, TestCalcBaseFee). */
  it.each([
    [1_000_000_000n, 20_000_000, 10_000_000, 1_000_000_000n],
    [1_000_000_000n, 20_000_000, 9_000_000, 987_500_000n],
    [1_000_000_000n, 20_000_000, 11_000_000, 1_012_500_000n],
    [7n, 20_000_000, 20_000_000, 8n],
    [0n, 20_000_000, 0, 0n],
  ])('of %d with limit %d and %d used is %d', (baseFee, gasLimit, gasUsed, expected) => {
    expect(nextBaseFee({ baseFeePerGas: wei(baseFee), gasLimit, gasUsed })).toBe(expected);
  });
});

describe('effectiveTip', () => {
  it.each([
    [10n, 2n, 5n, 2n],
    [10n, 8n, 5n, 5n],
    [4n, 2n, 5n, -1n],
  ])('of cap %d, tip %d at base fee %d is %d', (cap, tip, baseFee, expected) => {
    expect(effectiveTip({ maxFeePerGas: wei(cap), maxPriorityFeePerGas: wei(tip) }, wei(baseFee))).toBe(expected);
  });
});

describe('nextNonce', () => {
  it.each([
    ['the count of the chain without orders', 4, [], 4],
    ['behind an open order', 4, [[4, 'submitted']], 5],
    [
      'into a gap that a dropped order left',
      4,
      [
        [4, 'dropped'],
        [5, 'submitted'],
      ],
      4,
    ],
    ['behind an order that landed while the count is old', 4, [[4, 'landed']], 5],
    ['behind one that only is intended, as after a restart', 4, [[4, 'intended']], 5],
    ['where a refused one was', 4, [[4, 'refused']], 4],
    [
      "behind a cancellation at a dropped order's nonce",
      4,
      [
        [4, 'dropped'],
        [4, 'landed'],
      ],
      5,
    ],
    [
      'above orders of the past',
      9,
      [
        [4, 'landed'],
        [8, 'reverted'],
      ],
      9,
    ],
  ] as const)('goes %s', (_name, chainNonce, orders, expected) => {
    expect(
      nextNonce(
        chainNonce,
        orders.map(([nonce, state]) => ({ nonce, state })),
      ),
    ).toBe(expected);
  });
});
