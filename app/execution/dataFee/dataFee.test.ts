import { brotliCompressSync, constants } from 'node:zlib';
import { getBytes } from 'ethers';
import { describe, expect, it, test } from 'vitest';
import { wei } from '../../domain/amount.ts';
import { dataFee, fjordSize } from './dataFee.ts';
import { fastLzLength } from './fastLz.ts';
import { routeDataFee } from './routeDataFee.ts';

/** The transactions and prices of op-geth's core/types/rollup_cost_test.go. */
const emptyTransaction = getBytes('0xdd80808094095e7baea6a6c7c4c2dfeb977efac326af552d878080808080');
const contractCall = getBytes(
  '0x02f901550a758302df1483be21b88304743f94f80e51afb613d764fa61751affd3313c190a86bb870151bd62fd12adb8e41ef24f3f000000000000000000000000000000000000000000000000000000000000006e000000000000000000000000af88d065e77c8cc2239327c5edb3a432268e5831000000000000000000000000000000000000000000000000000000000003c1e5000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000a000000000000000000000000000000000000000000000000000000000000000148c89ed219d02f1a5be012c689b4f5b731827bebe000000000000000000000000c001a033fd89cb37c31b2cba46b6466e040c61fc9b2a3675a7f5f493ebd5ad77c497f8a07cdf65680e238392693019b4092f610222e71b7cec06449cb922b93b6a12744e',
);
const prices = {
  rule: 'opStack',
  isFjord: true,
  baseFee: wei(1_000_000_000n),
  blobBaseFee: wei(10_000_000n),
  baseFeeScalar: 2,
  blobBaseFeeScalar: 3,
} as const;

test.each([
  ['nothing', new Uint8Array(0), 0],
  ['a thousand ones', new Uint8Array(1000).fill(1), 21],
  ['a thousand zeros', new Uint8Array(1000), 21],
  ['an empty transaction', emptyTransaction, 31],
  ['a call of a contract', contractCall, 202],
])('FastLZ makes of %s what op-geth says', (_, bytes, length) => {
  expect(fastLzLength(bytes)).toBe(length);
});

describe('the data fee of the OP Stack', () => {
  it("is op-geth's for the empty transaction, before Fjord and since", () => {
    expect(dataFee({ ...prices, isFjord: false }, emptyTransaction)).toBe(960_900n);
    expect(dataFee(prices, emptyTransaction)).toBe(3_203_000n);
  });

  it("is Fjord's GasPriceOracle's for a length of 235, and has a least size", () => {
    const price = 16n * 20n * 2_000_000n + 15n * 3_000_000n;
    expect(fjordSize(235)).toBe(153_991_900n);
    expect((price * fjordSize(235)) / 10n ** 12n).toBe(105_484n);
    for (const length of [100, 150, 170]) expect(fjordSize(length)).toBe(100_000_000n);
    expect(fjordSize(171)).toBeGreaterThan(100_000_000n);
  });

  it('grows with what does not compress: the call costs 126.3874 bytes', () => {
    expect(fjordSize(202)).toBe(126_387_400n);
    expect(dataFee(prices, contractCall)).toBe(4_048_188n);
  });
});

it('is on Arbitrum sixteen units a compressed byte', () => {
  const perUnit = wei(123_456_789n);
  const zeros = new Uint8Array(4096);
  const fee = dataFee({ rule: 'arbitrum', perUnit }, contractCall);
  expect(fee % (16n * perUnit)).toBe(0n);
  const bytes = Number(fee / (16n * perUnit));
  // Zeros go; addresses, hashes and signatures, two thirds of it, stay.
  expect(bytes).toBeGreaterThan(190);
  expect(bytes).toBeLessThan(contractCall.length);
  expect(dataFee({ rule: 'arbitrum', perUnit }, zeros)).toBeLessThan(fee / 8n);
  const least = brotliCompressSync(contractCall, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  expect(bytes).toBeGreaterThanOrEqual(least);
});

test.each([
  ['Ecotone', { ...prices, isFjord: false }],
  ['Fjord', prices],
  ['Arbitrum', { rule: 'arbitrum', perUnit: wei(10n ** 9n) } as const],
])('an execution costs a part for itself and one for each swap: %s', (_, asked) => {
  const { base, perHop } = routeDataFee(asked);
  expect(base).toBeGreaterThan(0n);
  expect(perHop).toBeGreaterThan(0n);
  // An address and little else is left of a swap after compression, of the rest the signature and the amounts.
  if (asked.rule === 'arbitrum') {
    const byte = 16n * asked.perUnit;
    expect(perHop / byte).toBeGreaterThanOrEqual(20n);
    expect(perHop / byte).toBeLessThan(60n);
    expect(base / byte).toBeGreaterThan(120n);
  }
  const dearer = routeDataFee({
    ...asked,
    ...(asked.rule === 'arbitrum' ? { perUnit: wei(2n * asked.perUnit) } : { baseFee: wei(2n * asked.baseFee) }),
  });
  expect(dearer.base).toBeGreaterThan(base);
});
