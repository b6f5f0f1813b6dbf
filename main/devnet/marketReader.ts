import type { Interface } from 'ethers';
import { z } from 'zod';
import { type CrowdPool, type PoolView, virtualReserves } from '../../app/devnet/poolView.ts';
import { BugError } from '../../app/domain/errors.ts';
import type { Address } from '../../app/domain/hex.ts';
import type { Artifacts } from './artifacts.ts';
import type { Rpc } from './rpc.ts';

const wordDigits = 64;

/** Reads `aggregate3`'s answer by its words: [(bool, bytes)], each bytes as its own words. Section "Contract ABI" of Solidity. */
function aggregateAnswers(hex: string): readonly (readonly bigint[])[] {
  const word = (index: number): bigint =>
    BigInt(`0x${hex.slice(2 + index * wordDigits, 2 + (index + 1) * wordDigits) || '0'}`);
  const start = Number(word(0)) / 32 + 1;
  const count = Number(word(start - 1));
  return Array.from({ length: count }, (_, index) => {
    const tuple = start + Number(word(start + index)) / 32;
    if (word(tuple) !== 1n) throw new BugError('a pool did not answer', { index });
    const bytes = tuple + Number(word(tuple + 1)) / 32;
    return Array.from({ length: Number(word(bytes)) / 32 }, (_unused, place) => word(bytes + 1 + place));
  });
}

/** How the crowd sees the market: every pool in one call. Encoded once, decoded by hand, because it happens every block. */
export function marketReader(
  rpc: Rpc,
  artifacts: Artifacts,
  multicall3: Address,
  pools: readonly CrowdPool[],
): () => Promise<readonly PoolView[]> {
  const pair: Interface = artifacts.UniswapV2Pair.abi;
  const v3Pool: Interface = artifacts.UniswapV3Pool.abi;
  const calls = pools.flatMap(({ address, kind }) =>
    kind === 'uniswapV2'
      ? [{ target: address, allowFailure: false, callData: pair.encodeFunctionData('getReserves') }]
      : [
          { target: address, allowFailure: false, callData: v3Pool.encodeFunctionData('slot0') },
          { target: address, allowFailure: false, callData: v3Pool.encodeFunctionData('liquidity') },
        ],
  );
  const request = { to: multicall3, data: artifacts.Multicall3.abi.encodeFunctionData('aggregate3', [calls]) };
  return async () => {
    const answers = aggregateAnswers(z.string().parse(await rpc.call('eth_call', request, 'latest')));
    let next = 0;
    const take = (): readonly bigint[] => {
      const answer = answers[next] ?? [];
      next += 1;
      return answer;
    };
    return pools.map((pool) => {
      if (pool.kind === 'uniswapV2') {
        const [reserve0 = 0n, reserve1 = 0n] = take();
        return { pool, reserve0: Number(reserve0), reserve1: Number(reserve1) };
      }
      const [sqrtPriceX96 = 0n] = take();
      const [liquidity = 0n] = take();
      return { pool, ...virtualReserves(sqrtPriceX96, liquidity) };
    });
  };
}
