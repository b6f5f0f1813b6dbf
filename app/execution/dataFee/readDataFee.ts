import { Interface } from 'ethers';
import { wei } from '../../domain/amount.ts';
import type { DataFeePrices, DataFeeRule } from '../../domain/dataFee.ts';
import { type Address, parseAddress } from '../../domain/hex.ts';
import type { BlockReference } from '../../domain/opportunity.ts';
import { aggregate, type MulticallCall, wordOf } from '../multicall.ts';
import type { Rpc } from '../rpc.ts';

/** Where every chain of the OP Stack, and of Arbitrum Nitro, has them. */
export const gasPriceOracle = parseAddress('0x420000000000000000000000000000000000000f');
export const arbGasInfo = parseAddress('0x000000000000000000000000000000000000006c');

const oracle = new Interface([
  'function isFjord() view returns (bool)',
  'function l1BaseFee() view returns (uint256)',
  'function blobBaseFee() view returns (uint256)',
  'function baseFeeScalar() view returns (uint32)',
  'function blobBaseFeeScalar() view returns (uint32)',
]);
const gasInfo = new Interface([
  'function getPricesInWei() view returns (uint256, uint256 perL1CalldataUnit, uint256, uint256, uint256, uint256)',
]);
const widestScalar = 2n ** 32n;
const widestPrice = 2n ** 96n;

/** The prices at one block; null where the chain does not answer as its kind does, or absurdly. @throws ExpectedError RPC_* */
export async function readDataFee(
  rpc: Rpc,
  query: { readonly rule: DataFeeRule; readonly multicall3: Address; readonly block: BlockReference },
): Promise<DataFeePrices | null> {
  const { rule, multicall3, block } = query;
  if (rule === 'arbitrum') {
    const [answer] = await aggregate(rpc, multicall3, block, [call(arbGasInfo, gasInfo, 'getPricesInWei')]);
    if (answer === null || answer === undefined || answer.length !== 2 + 6 * 64) return null;
    const perUnit = BigInt(`0x${answer.slice(2 + 64, 2 + 128)}`);
    return perUnit < widestPrice ? { rule, perUnit: wei(perUnit) } : null;
  }
  const methods = ['isFjord', 'l1BaseFee', 'blobBaseFee', 'baseFeeScalar', 'blobBaseFeeScalar'];
  const calls = methods.map((method) => call(gasPriceOracle, oracle, method));
  const [fjord, ...words] = (await aggregate(rpc, multicall3, block, calls)).map(wordOf);
  const [baseFee, blobBaseFee, baseFeeScalar, blobBaseFeeScalar] = words.map((word) => word ?? widestPrice);
  if (baseFee === undefined || blobBaseFee === undefined || baseFee >= widestPrice || blobBaseFee >= widestPrice)
    return null;
  if (baseFeeScalar === undefined || blobBaseFeeScalar === undefined) return null;
  if (baseFeeScalar >= widestScalar || blobBaseFeeScalar >= widestScalar) return null;
  return {
    rule,
    // A chain from before Fjord has no such question.
    isFjord: fjord === 1n,
    baseFee: wei(baseFee),
    blobBaseFee: wei(blobBaseFee),
    baseFeeScalar: Number(baseFeeScalar),
    blobBaseFeeScalar: Number(blobBaseFeeScalar),
  };
}

function call(target: Address, contract: Interface, method: string): MulticallCall {
  return [target, true, contract.encodeFunctionData(method)];
}
