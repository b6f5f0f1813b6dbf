import fc from 'fast-check';
import { wei } from '../../domain/amount.ts';
import type { BlockHead } from '../../domain/block.ts';
import { type Chain, chainId } from '../../domain/chain.ts';
import { type Address, type Hash, parseAddress, parseHash } from '../../domain/hex.ts';
import type { Pool } from '../../domain/pool.ts';

export const addressOfNumber = (value: number): Address => parseAddress(`0x${value.toString(16).padStart(40, '0')}`);
export const hashOfNumber = (value: number): Hash => parseHash(`0x${value.toString(16).padStart(64, '0')}`);

export const arbitraryAddress: fc.Arbitrary<Address> = fc
  .bigInt({ min: 1n, max: (1n << 160n) - 1n })
  .map((value) => parseAddress(`0x${value.toString(16).padStart(40, '0')}`));
export const uint = (bits: number): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });
export const int = (bits: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: -(1n << BigInt(bits - 1)), max: (1n << BigInt(bits - 1)) - 1n });

/** A chain of one V2 and one V3 deployment, none of which exists. */
export const imaginaryChain: Chain = {
  chainId: chainId(7),
  name: 'Imaginary',
  mode: 'DEVNET',
  nativeSymbol: 'ETH',
  wrappedNative: addressOfNumber(0xe0),
  multicall3: addressOfNumber(0xca11),
  endpoints: ['ws://127.0.0.1:1'],
  blockTimeMs: 1000,
  dexes: [
    {
      kind: 'uniswapV2',
      id: 'v2',
      venue: 'V2',
      factory: addressOfNumber(0xf2),
      fromBlock: 0,
      feePpm: 3000,
      router: addressOfNumber(0x52),
    },
    {
      kind: 'uniswapV3',
      id: 'v3',
      venue: 'V3',
      factory: addressOfNumber(0xf3),
      fromBlock: 0,
      quoter: addressOfNumber(0x53),
    },
  ],
  relays: [],
  lenders: [],
  profitTokens: [addressOfNumber(0xe0)],
  executor: null,
};

/** A pool of two made-up tokens. */
export function imaginaryPool(kind: Pool['kind'], number: number): Pool {
  const [token0, token1] = [addressOfNumber(0xa0), addressOfNumber(0xb0)];
  if (kind === 'uniswapV2')
    return {
      address: addressOfNumber(number),
      kind,
      dexId: 'v2',
      venue: 'V2',
      token0,
      token1,
      feePpm: 3000,
      tickSpacing: 0,
    };
  return {
    address: addressOfNumber(number),
    kind,
    dexId: 'v3',
    venue: 'V3',
    token0,
    token1,
    feePpm: 3000,
    tickSpacing: 60,
  };
}

/** A head whose hash is `hash` as a number. */
export function imaginaryHead(number: number, hash: number, parent: number): BlockHead {
  return {
    number,
    hash: hashOfNumber(hash),
    parentHash: hashOfNumber(parent),
    timestampS: number,
    baseFeePerGas: wei(1n),
    gasUsed: 0,
    gasLimit: 30_000_000,
  };
}
