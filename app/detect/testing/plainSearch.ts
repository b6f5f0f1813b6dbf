import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { present } from '../../domain/errors.ts';
import type { Address } from '../../domain/hex.ts';
import { type ExactPoolState, exactPoolArrays, type MarketState } from '../exactPoolState.ts';
import { type MarketPool, PoolIndex } from '../poolIndex.ts';
import { allTicks } from '../tickWindow.ts';

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
  readonly state: MarketState;
}

export interface PlainMarket {
  readonly pools: readonly MarketPool[];
  readonly states: ReadonlyMap<Address, MarketState>;
  /** The tokens that profit is counted in. */
  readonly hubs: readonly Address[];
}

const sources = [
  'native/testing/plain_search.cpp',
  'native/uint256.cpp',
  'native/bindings/pool_state_reader.cpp',
  ...readdirSync('native/amm')
    .filter((name) => name.endsWith('.cpp'))
    .map((name) => `native/amm/${name}`),
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

  /** How many numbers of each sort, and they. */
  state(state: ExactPoolState): void {
    const { shape, numbers, ticks } = exactPoolArrays(state);
    this.put(shape.length, numbers.length, ticks.length, ...shape);
    for (const each of numbers) this.wide(each, 4);
    this.put(...ticks.map(({ tick }) => tick));
    for (const { liquidityNet } of ticks) this.wide(BigInt.asUintN(128, liquidityNet), 2);
  }
}

/** A state of a domain pool with what its definition adds to it. */
function wholeState(pool: MarketPool, state: MarketState): ExactPoolState {
  if (state.kind === 'uniswapV2' && !('feePpm0' in state)) {
    return { ...state, feePpm0: pool.feePpm, feePpm1: pool.feePpm };
  }
  if (state.kind === 'uniswapV3' && !('feePpm' in state)) {
    const ticks = [...state.ticks].map(([tick, { liquidityNet }]) => ({ tick, liquidityNet }));
    return { ...state, feePpm: pool.feePpm, tickSpacing: pool.tickSpacing, ticks, window: allTicks };
  }
  return state;
}

/**
 * Runs the searcher over blocks, each from the market's own states: what changed, then the best cycle through each changed pool. `everyCycle` solves every
 * cycle that pays at the margin by golden section over exact swaps; `bestGuess` takes the best by the hyperbolas of the present
 * prices, in doubles, and swaps that exactly.
 */
export function runPlainSearch(
  program: string,
  { pools, states, hubs }: PlainMarket,
  blocks: readonly (readonly PlainChange[])[],
  maxHops: number,
  way: 'everyCycle' | 'bestGuess',
): PlainBlock[] {
  const index = new PoolIndex(pools);
  const placeOf = (pool: Address): number => present(index.placeOf(pool), 'place of a pool');
  const words = new Words();
  const profits = hubs.flatMap((hub) => index.placeOfToken(hub) ?? []);
  words.put(maxHops, way === 'everyCycle' ? 0 : 1, index.tokens.length, profits.length, ...profits, pools.length);
  for (const pool of pools) words.state(wholeState(pool, present(states.get(pool.address), 'state of a pool')));
  words.put(index.pairs.length);
  index.pairs.forEach(({ pool, place0, place1 }, i) => {
    words.put(pool, index.tokenPairs[2 * i] ?? 0, index.tokenPairs[2 * i + 1] ?? 0, place0, place1);
  });
  words.put(blocks.length);
  for (const changes of blocks) {
    words.put(changes.length);
    for (const { pool, state } of changes) {
      const place = placeOf(pool);
      words.put(place);
      words.state(wholeState(present(pools[place], 'a changed pool'), state));
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
