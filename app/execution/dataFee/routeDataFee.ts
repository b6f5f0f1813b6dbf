import { getBytes, keccak256, Signature, Transaction, toBeHex } from 'ethers';
import { tokenAmount, wei } from '../../domain/amount.ts';
import { chainId } from '../../domain/chain.ts';
import type { DataFeePrices, RouteDataFee } from '../../domain/dataFee.ts';
import { type Address, parseAddress } from '../../domain/hex.ts';
import { flashSwap } from '../../domain/plan.ts';
import { encodeExecute } from '../executorCalldata.ts';
import { dataFee } from './dataFee.ts';

/** Between two lengths the fee is a line: compression takes the repeated parts of a hop, and leaves its address. */
const [shorter, longer] = [2, 6];

/** Signed executions of that many swaps; digits that nothing can compress stand for addresses and amounts. */
function sample(hops: number): Uint8Array {
  const digits = (name: string): string => keccak256(new TextEncoder().encode(name)).slice(2);
  const addressOf = (name: string): Address => parseAddress(`0x${digits(name).slice(0, 40)}`);
  const data = encodeExecute({
    hops: Array.from({ length: hops }, (_, i) => ({
      kind: i % 2 === 0 ? 'uniswapV2' : 'uniswapV3',
      pool: addressOf(`pool ${i}`),
      zeroForOne: i % 3 === 0,
      feePpm: i % 2 === 0 ? 3000 : 0,
    })),
    terms: {
      funding: flashSwap,
      profitToken: addressOf('token'),
      amountIn: tokenAmount(BigInt(`0x${digits('amount').slice(0, 18)}`)),
      minProfit: tokenAmount(BigInt(`0x${digits('profit').slice(0, 14)}`)),
      deadlineS: 1_700_000_000,
    },
    chainId: chainId(42161),
  });
  const transaction = Transaction.from({
    type: 2,
    chainId: 42161,
    nonce: 4321,
    to: addressOf('executor'),
    data,
    gasLimit: 612_345,
    maxFeePerGas: 123_456_789n,
    maxPriorityFeePerGas: 1_234_567n,
    signature: Signature.from({ r: `0x${digits('r')}`, s: toBeHex(BigInt(`0x${digits('s')}`) >> 2n, 32), yParity: 1 }),
  });
  return getBytes(transaction.serialized);
}

const samples = new Map<number, Uint8Array>();

function sampleOf(hops: number): Uint8Array {
  const known = samples.get(hops) ?? sample(hops);
  samples.set(hops, known);
  return known;
}

/** What an execution of ours costs beside its gas on a rollup at these prices, as a line over its swaps; rounded up. */
export function routeDataFee(prices: DataFeePrices): RouteDataFee {
  const [few, many] = [dataFee(prices, sampleOf(shorter)), dataFee(prices, sampleOf(longer))];
  const span = BigInt(longer - shorter);
  const perHop = many > few ? (many - few + span - 1n) / span : 0n;
  const atNone = few - perHop * BigInt(shorter);
  return { base: wei(atNone > 0n ? atNone : 0n), perHop: wei(perHop) };
}
