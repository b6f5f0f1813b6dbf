import { Interface, id } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpectedError } from '../../domain/errors.ts';
import { type Bytes, type Hash, parseBytes, parseHash } from '../../domain/hex.ts';
import type { RawLog } from '../rpc/decodeLog.ts';
import { arbitraryAddress, hashOfNumber, imaginaryChain, int, uint } from '../testing/marketArbitraries.ts';
import { decodePoolCreated } from './decodePoolCreated.ts';
import { decodePoolEvent } from './decodePoolEvent.ts';
import { logTopics } from './logTopics.ts';

/** The contracts' own declarations; ethers encodes, we decode. */
const v2 = new Interface([
  'event Sync(uint112 reserve0, uint112 reserve1)',
  'event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)',
  'event PairCreated(address indexed token0, address indexed token1, address pair, uint256)',
]);
const v3 = new Interface([
  'event Initialize(uint160 sqrtPriceX96, int24 tick)',
  'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
  'event Mint(address sender, address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  'event Burn(address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  'event PoolCreated(address indexed token0, address indexed token1, uint24 indexed fee, int24 tickSpacing, address pool)',
]);
const place = { pool: imaginaryChain.multicall3, transactionHash: hashOfNumber(9), logIndex: 4 };
const tick = fc.integer({ min: -887_272, max: 887_272 });
const sqrtPrice = fc.bigInt({
  min: 4_295_128_739n,
  max: 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341n,
});

function encoded(abi: Interface, event: string, values: readonly unknown[], address = place.pool): RawLog {
  const { data, topics } = abi.encodeEventLog(event, values);
  return {
    address,
    topics: topics.map((topic) => parseHash(topic)),
    data: parseBytes(data),
    blockHash: hashOfNumber(1),
    blockNumber: 1,
    transactionHash: place.transactionHash,
    transactionIndex: 0,
    logIndex: place.logIndex,
    removed: false,
  };
}

describe('decodePoolEvent', () => {
  it('knows the topics by their signatures', () => {
    const signatures: Record<keyof typeof logTopics, string> = {
      v2Sync: 'Sync(uint112,uint112)',
      v2Swap: 'Swap(address,uint256,uint256,uint256,uint256,address)',
      v2PairCreated: 'PairCreated(address,address,address,uint256)',
      v3Initialize: 'Initialize(uint160,int24)',
      v3Swap: 'Swap(address,address,int256,int256,uint160,uint128,int24)',
      v3Mint: 'Mint(address,address,int24,int24,uint128,uint256,uint256)',
      v3Burn: 'Burn(address,int24,int24,uint128,uint256,uint256)',
      v3PoolCreated: 'PoolCreated(address,address,uint24,int24,address)',
    };
    for (const [name, signature] of Object.entries(signatures))
      expect(logTopics[name as keyof typeof logTopics]).toBe(id(signature));
  });

  it('reads V2 events as ethers writes them', () => {
    fc.assert(
      fc.property(uint(112), uint(112), uint(250), uint(250), arbitraryAddress, (reserve0, reserve1, into, out, to) => {
        expect(decodePoolEvent(encoded(v2, 'Sync', [reserve0, reserve1]))).toEqual({
          kind: 'v2Sync',
          ...place,
          reserve0,
          reserve1,
        });
        expect(decodePoolEvent(encoded(v2, 'Swap', [to, into, 0n, 0n, out, to]))).toEqual({
          kind: 'v2Swap',
          ...place,
          amount0: into,
          amount1: -out,
          recipient: to,
        });
      }),
    );
  });

  it('reads V3 events as ethers writes them', () => {
    fc.assert(
      fc.property(
        int(256),
        int(256),
        sqrtPrice,
        uint(128),
        tick,
        tick,
        arbitraryAddress,
        (amount0, amount1, sqrtPriceX96, liquidity, a, b, who) => {
          expect(decodePoolEvent(encoded(v3, 'Initialize', [sqrtPriceX96, a]))).toEqual({
            kind: 'v3Initialize',
            ...place,
            sqrtPriceX96,
            tick: a,
          });
          expect(
            decodePoolEvent(encoded(v3, 'Swap', [who, who, amount0, amount1, sqrtPriceX96, liquidity, a])),
          ).toEqual({ kind: 'v3Swap', ...place, amount0, amount1, sqrtPriceX96, liquidity, tick: a, recipient: who });
          fc.pre(a !== b);
          const [tickLower, tickUpper] = a < b ? [a, b] : [b, a];
          expect(decodePoolEvent(encoded(v3, 'Mint', [who, who, tickLower, tickUpper, liquidity, 1n, 2n]))).toEqual({
            kind: 'v3Liquidity',
            ...place,
            tickLower,
            tickUpper,
            liquidityDelta: liquidity,
          });
          expect(decodePoolEvent(encoded(v3, 'Burn', [who, tickLower, tickUpper, liquidity, 1n, 2n]))).toEqual({
            kind: 'v3Liquidity',
            ...place,
            tickLower,
            tickUpper,
            liquidityDelta: -liquidity,
          });
        },
      ),
    );
  });

  it('passes over logs of other kinds', () => {
    expect(decodePoolEvent({ ...encoded(v2, 'Sync', [1n, 2n]), topics: [hashOfNumber(5)] })).toBeNull();
    expect(decodePoolEvent({ ...encoded(v2, 'Sync', [1n, 2n]), topics: [] })).toBeNull();
  });

  it('answers damaged logs with an ExpectedError, or with values within their types', () => {
    const topics = fc
      .tuple(fc.constantFrom(...Object.values(logTopics)), fc.array(uint(256), { maxLength: 3 }))
      .map(([first, rest]) => [first, ...rest.map((value) => `0x${value.toString(16).padStart(64, '0')}` as Hash)]);
    const data = fc.oneof(
      fc
        .array(fc.oneof(uint(256), uint(112), uint(24)), { maxLength: 6 })
        .map((words) => `0x${words.map((value) => value.toString(16).padStart(64, '0')).join('')}` as Bytes),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Bytes),
    );
    fc.assert(
      fc.property(topics, data, (someTopics, someData) => {
        const log = { ...encoded(v2, 'Sync', [1n, 2n]), topics: someTopics, data: someData };
        for (const decode of [
          () => decodePoolEvent(log),
          () =>
            decodePoolCreated(
              { ...log, address: imaginaryChain.dexes[0]?.factory ?? log.address },
              imaginaryChain.dexes,
            ),
        ]) {
          try {
            decode();
          } catch (error) {
            expect(error).toBeInstanceOf(ExpectedError);
            expect((error as ExpectedError).code).toBe('MARKET_MALFORMED_LOG');
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses one word too few, one too many, and dirty upper bits', () => {
    const good = encoded(v2, 'Sync', [1n, 2n]);
    expect(() => decodePoolEvent({ ...good, data: good.data.slice(0, -64) as Bytes })).toThrow('Sync');
    expect(() => decodePoolEvent({ ...good, data: `${good.data}${'0'.repeat(64)}` as Bytes })).toThrow('Sync');
    expect(() => decodePoolEvent({ ...good, data: good.data.replace('0x0', '0x1') as Bytes })).toThrow('reserve0');
    expect(() => decodePoolEvent(encoded(v3, 'Initialize', [1n, 0]))).toThrow('sqrtPriceX96');
    expect(() => decodePoolEvent(encoded(v3, 'Initialize', [1n << 96n, 887_273]))).toThrow('tick');
    expect(() => decodePoolEvent(encoded(v3, 'Mint', [place.pool, place.pool, 60, 60, 1n, 0n, 0n]))).toThrow('Mint');
  });
});

describe('decodePoolCreated', () => {
  const [low, high, pool] = ['0x01', '0x02', '0x03'].map((end) => `${end}${'0'.repeat(38)}`);

  it('reads what our factories say, and nobody else', () => {
    const [factory2, factory3] = imaginaryChain.dexes.map(({ factory }) => factory);
    const pair = [low, high, pool, 1n];
    expect(decodePoolCreated(encoded(v2, 'PairCreated', pair, factory2), imaginaryChain.dexes)).toEqual({
      address: pool,
      kind: 'uniswapV2',
      dexId: 'v2',
      venue: 'V2',
      token0: low,
      token1: high,
      feePpm: 3000,
      tickSpacing: 0,
    });
    expect(
      decodePoolCreated(encoded(v3, 'PoolCreated', [low, high, 500, 10, pool], factory3), imaginaryChain.dexes),
    ).toEqual({
      address: pool,
      kind: 'uniswapV3',
      dexId: 'v3',
      venue: 'V3',
      token0: low,
      token1: high,
      feePpm: 500,
      tickSpacing: 10,
    });
    expect(decodePoolCreated(encoded(v2, 'PairCreated', pair), imaginaryChain.dexes)).toBeNull();
    expect(decodePoolCreated(encoded(v2, 'PairCreated', pair, factory3), imaginaryChain.dexes)).toBeNull();
    expect(() =>
      decodePoolCreated(encoded(v2, 'PairCreated', [high, low, pool, 1n], factory2), imaginaryChain.dexes),
    ).toThrow('PairCreated');
  });
});
