import { brotliCompressSync, constants } from 'node:zlib';
import { type Wei, wei } from '../../domain/amount.ts';
import type { DataFeePrices } from '../../domain/dataFee.ts';
import { fastLzLength } from './fastLz.ts';

const costPerByte = 16n;
const million = 1_000_000n;
/** Fjord's linear estimate of a compressed transaction by its FastLZ length, all with six decimals (specs: Fjord L1-cost fee changes). */
const intercept = -42_585_600n;
const perFastLzByte = 836_500n;
const leastSize = 100_000_000n;
/** ArbOS compresses a transaction for its price alone at this level (Brotli's fastest), window 22. */
const brotli = { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 22 };

/**
 * What a rollup asks for the bytes of one signed transaction, in wei, whatever its gas costs.
 * - OP Stack, Ecotone: (16 baseFeeScalar baseFee + blobBaseFeeScalar blobBaseFee) * calldata gas / 16e6; Fjord: the same price times the estimated
 *   compressed size / 1e12. Rounded down once, as the node does.
 * - Arbitrum: 16 units a byte of the compressed transaction, at ArbGasInfo's price of a unit; it is charged as gas, cut to whole units of it.
 */
export function dataFee(prices: DataFeePrices, signedTransaction: Uint8Array): Wei {
  if (prices.rule === 'arbitrum') {
    const size = brotliCompressSync(signedTransaction, { params: brotli }).length;
    return wei(prices.perUnit * costPerByte * BigInt(size));
  }
  const { isFjord, baseFee, blobBaseFee, baseFeeScalar, blobBaseFeeScalar } = prices;
  const price = costPerByte * BigInt(baseFeeScalar) * baseFee + BigInt(blobBaseFeeScalar) * blobBaseFee;
  if (!isFjord) return wei((price * calldataGas(signedTransaction)) / (costPerByte * million));
  return wei((price * fjordSize(fastLzLength(signedTransaction))) / (million * million));
}

/** The compressed size with six decimals. */
export function fjordSize(fastLzBytes: number): bigint {
  const estimated = intercept + perFastLzByte * BigInt(fastLzBytes);
  return estimated < leastSize ? leastSize : estimated;
}

function calldataGas(bytes: Uint8Array): bigint {
  return BigInt(bytes.reduce((gas, byte) => gas + (byte === 0 ? 4 : 16), 0));
}
