import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolEvent } from '../domain/block.ts';
import { present } from '../domain/errors.ts';
import { zeroAddress, zeroHash } from '../domain/hex.ts';
import type { Pool, PoolState, TickLiquidity, UniswapV3State } from '../domain/pool.ts';
import { MarketState } from './marketState.ts';
import { imaginaryHead, imaginaryPool, uint } from './testing/marketArbitraries.ts';

const pair = imaginaryPool('uniswapV2', 0x1001);
const pool = imaginaryPool('uniswapV3', 0x1002);
const other = imaginaryPool('uniswapV2', 0x1003);
const genesis = imaginaryHead(100, 100, 99);
const v2 = (reserve0: bigint, reserve1: bigint): PoolState => ({ kind: 'uniswapV2', reserve0, reserve1 });
const v3 = (tick: number, liquidity: bigint, ticks: readonly (readonly [number, TickLiquidity])[]): UniswapV3State => ({
  kind: 'uniswapV3',
  sqrtPriceX96: 1n << 96n,
  tick,
  liquidity,
  ticks: new Map(ticks),
});
const place = (of: Pool, logIndex = 0) => ({ pool: of.address, transactionHash: zeroHash, logIndex });
const sync = (reserve0: bigint, reserve1: bigint, of = pair): PoolEvent => ({
  kind: 'v2Sync',
  ...place(of),
  reserve0,
  reserve1,
});
const swap2 = (amount0: bigint, amount1: bigint): PoolEvent => ({
  kind: 'v2Swap',
  ...place(pair),
  amount0,
  amount1,
  recipient: zeroAddress,
});
const swap3 = (tick: number, liquidity: bigint): PoolEvent => ({
  kind: 'v3Swap',
  ...place(pool),
  amount0: 1n,
  amount1: -1n,
  sqrtPriceX96: 5n << 96n,
  liquidity,
  tick,
  recipient: zeroAddress,
});
const moved = (tickLower: number, tickUpper: number, liquidityDelta: bigint): PoolEvent => ({
  kind: 'v3Liquidity',
  ...place(pool),
  tickLower,
  tickUpper,
  liquidityDelta,
});

function started(): MarketState {
  const market = new MarketState();
  market.setUniverse([pair, pool, other]);
  const state = v3(10, 7n, [
    [-60, { liquidityGross: 7n, liquidityNet: 7n }],
    [60, { liquidityGross: 7n, liquidityNet: -7n }],
  ]);
  market.applySnapshot(genesis, [
    { pool: pair.address, state: v2(1000n, 2000n) },
    { pool: pool.address, state },
    { pool: other.address, state: v2(5n, 5n) },
  ]);
  return market;
}
const stateOf = (market: MarketState, of: Pool): PoolState => present(market.states.get(of.address), 'state');

describe('MarketState', () => {
  it('sets V2 reserves by Sync and counts swaps', () => {
    const market = started();
    const applied = market.applyBlock(imaginaryHead(101, 101, 100), [
      sync(1100n, 1820n),
      swap2(100n, -180n),
      sync(6n, 5n, other),
    ]);
    expect(applied).toMatchObject({ touched: [pair.address, other.address], swaps: 1, gaps: [] });
    expect(applied.changes).toEqual([
      { pool: pair.address, state: v2(1100n, 1820n) },
      { pool: other.address, state: v2(6n, 5n) },
    ]);
  });

  it('names the pair whose Sync was lost at its next swap', () => {
    const market = started();
    const applied = market.applyBlock(imaginaryHead(101, 101, 100), [sync(1200n, 1700n), swap2(100n, -120n)]);
    expect(applied.gaps.map((gap) => gap.pool)).toEqual([pair.address]);
    expect(stateOf(market, pair)).toEqual(v2(1200n, 1700n));
  });

  it('tells a token that shrinks by itself from a lost Sync: off on one side, with nothing paid in there', () => {
    const shrink = started().applyBlock(imaginaryHead(101, 101, 100), [sync(1100n, 1815n), swap2(100n, -180n)]);
    expect(shrink.gaps).toEqual([]);
    expect(shrink.shrunk).toEqual([{ pool: pair.address, shrank: { token: 1, amount: 5n } }]);
    const grown = started().applyBlock(imaginaryHead(101, 101, 100), [sync(1100n, 1825n), swap2(100n, -180n)]);
    expect(grown.gaps).toHaveLength(1);
    const paidIn = started().applyBlock(imaginaryHead(101, 101, 100), [sync(1095n, 1820n), swap2(100n, -180n)]);
    expect(paidIn.gaps).toHaveLength(1);
    expect(paidIn.shrunk).toEqual([]);
  });

  it('adds and takes liquidity as Uniswap does', () => {
    const market = started();
    market.applyBlock(imaginaryHead(101, 101, 100), [moved(-60, 0, 3n), moved(0, 120, 5n)]);
    expect(stateOf(market, pool)).toEqual({
      ...v3(10, 12n, [
        [-60, { liquidityGross: 10n, liquidityNet: 10n }],
        [60, { liquidityGross: 7n, liquidityNet: -7n }],
        [0, { liquidityGross: 8n, liquidityNet: 2n }],
        [120, { liquidityGross: 5n, liquidityNet: -5n }],
      ]),
    });
    market.applyBlock(imaginaryHead(102, 102, 101), [moved(0, 120, -5n), moved(-60, 0, -3n), moved(-60, 60, 0n)]);
    expect(stateOf(market, pool)).toEqual(started().states.get(pool.address));
  });

  it('takes price, tick and liquidity from a V3 swap, and sees a lost Mint when it crosses', () => {
    const market = started();
    expect(market.applyBlock(imaginaryHead(101, 101, 100), [swap3(70, 0n)]).gaps).toEqual([]);
    expect(stateOf(market, pool)).toMatchObject({ tick: 70, liquidity: 0n, sqrtPriceX96: 5n << 96n });
    expect(market.applyBlock(imaginaryHead(102, 102, 101), [swap3(20, 9n)]).gaps).toEqual([
      { pool: pool.address, reason: 'active liquidity is off by 2 from its ticks' },
    ]);
    expect(market.applyBlock(imaginaryHead(103, 103, 102), [moved(0, 60, -100n)]).gaps[0]?.reason).toContain(
      'was there',
    );
  });

  it('adds pools at the current head, and forgets them on the way back', () => {
    const market = started();
    market.applyBlock(imaginaryHead(101, 101, 100), []);
    const born = imaginaryPool('uniswapV2', 0x1004);
    market.setUniverse([pair, pool, other, born]);
    market.applySnapshot(imaginaryHead(101, 101, 100), [{ pool: born.address, state: v2(1n, 1n) }]);
    expect(market.states.size).toBe(4);
    expect(market.rollback({ number: 100, hash: genesis.hash }).removed).toEqual([born.address]);
    expect(market.states).toEqual(started().states);
  });

  it('refuses blocks that do not follow, rollbacks out of reach and states of another kind', () => {
    const market = started();
    expect(() => market.applyBlock(imaginaryHead(102, 102, 101), [])).toThrow('does not follow');
    expect(() => market.applyBlock(imaginaryHead(101, 101, 77), [])).toThrow('does not follow');
    expect(() => market.rollback({ number: 99, hash: genesis.parentHash })).toThrow('past the blocks');
    expect(() => market.applySnapshot(genesis, [{ pool: pair.address, state: v3(0, 0n, []) }])).toThrow(
      'not in the universe',
    );
  });

  it('comes back to the very states it had, at any depth up to ten', () => {
    const event = fc.oneof(
      fc.tuple(uint(112), uint(112), fc.constantFrom(pair, other)).map(([a, b, of]) => sync(a, b, of)),
      fc.tuple(fc.integer({ min: -50, max: 50 }), uint(100)).map(([tick, liquidity]) => swap3(tick, liquidity)),
      fc
        .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 5 }), uint(64))
        .map(([lower, span, amount]) => moved(60 * lower, 60 * (lower + span), amount)),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(event, { maxLength: 6 }), { minLength: 1, maxLength: 20 }),
        fc.nat(10),
        (blocks, wanted) => {
          const market = started();
          const history = [new Map(market.states)];
          for (const [index, events] of blocks.entries()) {
            market.applyBlock(imaginaryHead(101 + index, 101 + index, 100 + index), events);
            history.push(new Map(market.states));
          }
          const depth = Math.min(wanted, blocks.length);
          const number = 100 + blocks.length - depth;
          const back = market.rollback({ number, hash: imaginaryHead(number, number, 0).hash });
          const then = present(history[blocks.length - depth], 'history');
          expect(market.states).toEqual(then);
          for (const { pool: address, state } of back.changes) expect(then.get(address)).toBe(state);
          expect(market.head?.number).toBe(number);
          market.applyBlock(imaginaryHead(number + 1, 9999, number), []);
        },
      ),
      { numRuns: 150 },
    );
  });
});
