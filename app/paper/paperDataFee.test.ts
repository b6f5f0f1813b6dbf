import { describe, expect, it, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import type { DataFeePrices } from '../domain/dataFee.ts';
import { routeDataFee } from '../execution/dataFee/routeDataFee.ts';
import { judgeBlock } from './judgeBlock.ts';
import type { BlockDataFee } from './paperDataFee.ts';
import { PaperVenue } from './paperVenue.ts';
import { apart, blockOf, certain, hash, headOf, memberOf, orderOf, statesOf, swaps } from './testing/paperWorld.ts';

const fjord: DataFeePrices = {
  rule: 'opStack',
  isFjord: true,
  baseFee: wei(30_000_000_000n),
  blobBaseFee: wei(1_000_000_000n),
  baseFeeScalar: 5_227,
  blobBaseFeeScalar: 1_014_213,
};
const nitro: DataFeePrices = { rule: 'arbitrum', perUnit: wei(10n) };
const swapPool = swaps();

function included(dataFee: BlockDataFee | undefined, { minProfit = 1n, gasLimit = 300_000 } = {}) {
  const member = { ...memberOf(orderOf(0, { minProfit, gasLimit })), predictedDataFee: wei(4_321n) };
  const waiting = { mayRevert: new Set<never>(), since: 9, maxTimestampS: Number.MAX_SAFE_INTEGER, handedMs: 9_400 };
  const { included: taken } = judgeBlock([{ way: 'public', members: [member], ...waiting }], {
    block: blockOf(10, dataFee === undefined ? {} : { dataFee }),
    before: () => statesOf(apart),
    own: new Map(),
    nonce: 0,
    statistics: certain(true),
    seed: 1,
    swapPool,
  });
  const [one] = taken;
  if (one === undefined) throw new TypeError('nothing was included');
  return one;
}

describe('an order on paper on the OP Stack', () => {
  it('pays for its data beside its gas, about what a signed execution of two swaps does', () => {
    const { dataFee, gasUsed } = included({ rule: 'opStack', prices: fjord });
    const { base, perHop } = routeDataFee(fjord);
    const reckoned = Number(base + 2n * perHop);
    expect(Number(dataFee)).toBeGreaterThan(0.6 * reckoned);
    expect(Number(dataFee)).toBeLessThan(1.1 * reckoned);
    expect(gasUsed).toBe(200_000);
  });

  it('pays it too where it is refused, and what was reckoned where the node did not say the prices', () => {
    const { succeeded, dataFee } = included({ rule: 'opStack', prices: fjord }, { minProfit: 10n ** 30n });
    expect(succeeded).toBe(false);
    expect(dataFee).toBeGreaterThan(0n);
    expect(included({ rule: 'opStack', prices: null }).dataFee).toBe(4_321n);
  });

  it('has it in its receipt, and in the account', () => {
    const venue = new PaperVenue({ seed: 1, statistics: certain(true), source: 'test', twins: [] }, swapPool);
    const order = orderOf(0);
    venue.submit(memberOf(order), 9, 9_400);
    const judged = blockOf(10, { dataFee: { rule: 'opStack', prices: fjord } });
    venue.judge(venue.hear(10, [], statesOf(apart)), judged);
    const block = { number: 10, hash: headOf(10).hash };
    const [receipt] = venue.account.receiptsOf([order.transactionHash ?? hash(0)], block);
    const { gasUsed = 0, effectiveGasPrice = wei(0n), dataFee = wei(0n) } = receipt ?? {};
    expect(dataFee).toBe(included({ rule: 'opStack', prices: fjord }).dataFee);
    const chain = { block, native: 0n, nonce: 0, wallet: new Map(), executor: new Map() };
    const { wallet } = venue.account.balancesOn(chain as never);
    expect(wallet.get('native')).toBe(-(BigInt(gasUsed) * effectiveGasPrice + dataFee));
  });
});

describe('an order on paper on Arbitrum', () => {
  it('pays for its data as gas, in whole units at the base fee', () => {
    const { dataFee, gasUsed } = included({ rule: 'arbitrum', prices: nitro });
    expect(dataFee).toBe(0n);
    const { base, perHop } = routeDataFee(nitro);
    const units = Number((base + 2n * perHop) / 100n);
    expect(gasUsed - 200_000).toBeGreaterThan(0.6 * units);
    expect(gasUsed - 200_000).toBeLessThan(1.1 * units);
  });

  it('never uses more than its limit', () => {
    const dear = { ...nitro, perUnit: wei(10n ** 9n) };
    expect(included({ rule: 'arbitrum', prices: dear }).gasUsed).toBe(300_000);
    expect(included({ rule: 'arbitrum', prices: null }).gasUsed).toBe(200_000 + 43);
  });
});

test('an order on paper elsewhere pays nothing for its data', () => {
  expect(included(undefined)).toMatchObject({ dataFee: 0n, gasUsed: 200_000 });
});
