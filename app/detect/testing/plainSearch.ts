import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensure } from '../../domain/errors.ts';
import type { Address } from '../../domain/hex.ts';
import type { PoolState } from '../../domain/pool.ts';
import type { BenchMarket } from './benchMarket.ts';

/** The best cycle through one touched pool, as native/testing/plain_search.cpp has it. */
export interface PlainCycle {
  readonly gross: bigint;
  /** In the order of the swaps, from the profit token on. */
  readonly pools: readonly Address[];
}

export interface PlainBlock {
  readonly us: number;
  /** One a touched pool; without pools where no cycle pays. */
  readonly best: readonly PlainCycle[];
}

export interface PlainChange {
  readonly pool: Address;
  readonly state: PoolState;
}

const sources = [
  'native/testing/plain_search.cpp',
  'native/uint256.cpp',
  ...['uniswap_v2', 'uniswap_v3', 'tick_math', 'sqrt_price_math', 'swap_math', 'tick_gap'].map(
    (name) => `native/amm/${name}.cpp`,
  ),
];

/** Compiles the plain searcher into a folder of its own. Asks for a C++ compiler, as the addon does. @returns its file */
export function compilePlainSearch(): string {
  const folder = path.join('.syndicate', 'plain-search');
  mkdirSync(folder, { recursive: true });
  const file = path.resolve(folder, 'plain_search');
  const options = ['-std=c++20', '-O3', '-march=native', '-fno-exceptions'];
  execFileSync(process.env.CXX ?? 'g++', [...options, ...sources, '-o', file], { stdio: 'inherit' });
  return file;
}

/** Words as the program reads them: numbers of 64 bits in two's complement, longer ones lowest word first. */
class Words {
  readonly all: bigint[] = [];

  put(...values: readonly (number | bigint)[]): void {
    for (const value of values) this.all.push(BigInt.asUintN(64, BigInt(value)));
  }

  wide(value: bigint, words: number): void {
    for (let i = 0n; i < words; i += 1n) this.put(BigInt.asUintN(64, value >> (64n * i)));
  }

  state(state: PoolState): void {
    if (state.kind === 'uniswapV2') {
      this.wide(state.reserve0, 2);
      this.wide(state.reserve1, 2);
      return;
    }
    this.wide(state.sqrtPriceX96, 4);
    this.wide(state.liquidity, 2);
    this.put(state.tick);
  }
}

/**
 * Runs the searcher over blocks, each from the market's own states: what changed, then the best cycle through each changed pool. `everyCycle` solves every
 * cycle that pays at the margin by golden section over exact swaps; `bestGuess` takes the best by the hyperbolas of the present
 * prices, in doubles, and swaps that exactly.
 */
export function runPlainSearch(
  program: string,
  { pools, states, hubs, tokens }: BenchMarket,
  blocks: readonly (readonly PlainChange[])[],
  maxHops: number,
  way: 'everyCycle' | 'bestGuess',
): PlainBlock[] {
  const places = new Map(pools.map(({ address }, i) => [address, i]));
  const tokenPlaces = new Map(tokens.map(({ address }, i) => [address, i]));
  const words = new Words();
  words.put(maxHops, way === 'everyCycle' ? 0 : 1, tokens.length, hubs.length);
  words.put(...hubs.map((hub) => tokenPlaces.get(hub) ?? 0), pools.length);
  for (const pool of pools) {
    const state = states.get(pool.address);
    ensure(state !== undefined, 'a pool without a state', { pool: pool.address });
    words.put(state.kind === 'uniswapV2' ? 0 : 1);
    words.put(tokenPlaces.get(pool.token0) ?? 0, tokenPlaces.get(pool.token1) ?? 0, pool.feePpm);
    if (state.kind === 'uniswapV3') {
      const ticks = [...state.ticks].sort(([a], [b]) => a - b);
      words.put(pool.tickSpacing, ticks.length);
      for (const [tick, { liquidityNet }] of ticks) {
        words.put(tick);
        words.wide(BigInt.asUintN(128, liquidityNet), 2);
      }
    }
    words.state(state);
  }
  words.put(blocks.length);
  for (const changes of blocks) {
    words.put(changes.length);
    for (const { pool, state } of changes) {
      words.put(places.get(pool) ?? 0);
      words.state(state);
    }
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'plain-search-'));
  try {
    const file = path.join(folder, 'market');
    writeFileSync(file, new Uint8Array(BigUint64Array.from(words.all).buffer));
    const lines = execFileSync(program, [file], { encoding: 'utf8', maxBuffer: 2 ** 28 })
      .trim()
      .split('\n');
    return lines.map((line) => {
      const { us, best } = JSON.parse(line) as { us: number; best: { gross: string; pools: number[] }[] };
      return {
        us,
        best: best.map((each) => ({
          gross: BigInt(each.gross),
          pools: each.pools.flatMap((place) => pools[place]?.address ?? []),
        })),
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
