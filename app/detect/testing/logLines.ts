import { Interface } from 'ethers';
import type { Random } from '../../domain/random.ts';
import { addressOf, randomBits, randomSqrtPrice } from './randomPools.ts';

export const poolEvents = [
  'event Sync(uint112 reserve0, uint112 reserve1)',
  'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
  'event Initialize(uint160 sqrtPriceX96, int24 tick)',
  'event Mint(address sender, address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  'event Burn(address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
];

export interface LogLine {
  readonly name: string;
  readonly values: readonly (string | bigint)[];
  readonly log: { readonly address: string; readonly topics: readonly string[]; readonly data: string };
}

function drawValues(name: string, random: Random): (string | bigint)[] {
  const tick = (): bigint => BigInt(random.below(1_774_545) - 887_272);
  const account = (): string => addressOf(1 + random.below(1e9));
  const bits = (count: number): bigint => randomBits(random, count);
  switch (name) {
    case 'Sync':
      return [bits(112), bits(112)];
    case 'Swap':
      return [account(), account(), bits(200), -bits(200), randomSqrtPrice(random), bits(128), tick()];
    case 'Initialize':
      return [randomSqrtPrice(random), tick()];
    case 'Mint':
      return [account(), account(), tick(), tick(), bits(128), bits(256), 1n];
    case 'Burn':
      return [account(), tick(), tick(), bits(128), bits(256), 1n];
    default:
      return [account(), account(), bits(256)];
  }
}

/** Logs as a node writes them, with the values that are in them; encoded by ethers. */
export function logLines(random: Random, names: readonly string[]): LogLine[] {
  const ethers = new Interface(poolEvents);
  return names.map((name, i) => {
    const values = drawValues(name, random);
    const { topics, data } = ethers.encodeEventLog(name, values);
    const log = {
      address: addressOf(1 + random.below(1e9)),
      blockHash: `0x${'ab'.repeat(32)}`,
      blockNumber: '0x1234567',
      data,
      logIndex: `0x${i.toString(16)}`,
      removed: false,
      topics,
      transactionHash: `0x${'cd'.repeat(32)}`,
      transactionIndex: '0x7',
    };
    return { name, values, log };
  });
}
