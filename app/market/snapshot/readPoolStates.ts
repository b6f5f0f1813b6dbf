import type { Bytes } from '../../domain/hex.ts';
import type { Pool, PoolState, TickLiquidity } from '../../domain/pool.ts';
import { malformedAbi, requireWords, signed, unsigned, wordAt } from '../decode/words.ts';
import type { PoolChange } from '../marketState.ts';
import { callData, selectors, word } from './callData.ts';
import { type ContractAnswer, type ContractCall, type MulticallOptions, multicall } from './multicall.ts';

const maxTick = 887_272;

/** A pool that does not answer as its kind must: it is left out. */
export interface UnreadablePool {
  readonly pool: Pool;
  readonly reason: string;
}

export interface PoolStates {
  readonly states: readonly PoolChange[];
  readonly unreadable: readonly UnreadablePool[];
}

/**
 * The full state of each pool at the block that `options` names. Three rounds: prices and reserves, then the tick bitmap
 * over the usable range, then the ticks whose bit is set.
 * @throws ExpectedError RPC_*
 */
export async function readPoolStates(pools: readonly Pool[], options: MulticallOptions): Promise<PoolStates> {
  const [v2, v3] = [pools.filter(({ kind }) => kind === 'uniswapV2'), pools.filter(({ kind }) => kind === 'uniswapV3')];
  const found = new Map<Pool, PoolState>();
  const failed = new Map<Pool, string>();
  const attempt = (pool: Pool, read: () => PoolState): void => {
    try {
      found.set(pool, read());
    } catch (error) {
      failed.set(pool, (error as Error).message);
    }
  };
  const reserves = await multicall(
    v2.map(({ address }) => ({ target: address, data: callData(selectors.getReserves) })),
    options,
  );
  for (const [index, pool] of v2.entries()) attempt(pool, () => readReserves(reserves[index] ?? null));
  const ticks = await readTicks(v3, options);
  const prices = await multicall(
    v3.flatMap(({ address }) => [
      { target: address, data: callData(selectors.slot0) },
      { target: address, data: callData(selectors.liquidity) },
    ]),
    options,
  );
  for (const [index, pool] of v3.entries()) {
    attempt(pool, () => readPrice(prices[2 * index] ?? null, prices[2 * index + 1] ?? null, ticks.get(pool) ?? null));
  }
  return {
    states: [...found].map(([pool, state]) => ({ pool: pool.address, state })),
    unreadable: [...failed].map(([pool, reason]) => ({ pool, reason })),
  };
}

function answered(answer: ContractAnswer, words: number, what: string): Bytes {
  if (answer === null) throw malformedAbi(what);
  requireWords(answer, words, what);
  return answer;
}

function readReserves(answer: ContractAnswer): PoolState {
  const data = answered(answer, 3, 'getReserves');
  return {
    kind: 'uniswapV2',
    reserve0: unsigned(wordAt(data, 0), 112, 'reserve0'),
    reserve1: unsigned(wordAt(data, 1), 112, 'reserve1'),
  };
}

function readPrice(
  slot0: ContractAnswer,
  liquidity: ContractAnswer,
  ticks: ReadonlyMap<number, TickLiquidity> | null,
): PoolState {
  if (ticks === null) throw malformedAbi('tickBitmap or ticks');
  const slot = answered(slot0, 7, 'slot0');
  return {
    kind: 'uniswapV3',
    sqrtPriceX96: unsigned(wordAt(slot, 0), 160, 'sqrtPriceX96'),
    tick: Number(signed(wordAt(slot, 1), 24, 'tick')),
    liquidity: unsigned(wordAt(answered(liquidity, 1, 'liquidity'), 0), 128, 'liquidity'),
    ticks,
  };
}

/** Every initialised tick of each pool; a pool whose answers are wrong is missing from the map. */
async function readTicks(
  pools: readonly Pool[],
  options: MulticallOptions,
): Promise<ReadonlyMap<Pool, ReadonlyMap<number, TickLiquidity>>> {
  const words = pools.flatMap((pool) => bitmapWords(pool).map((position) => ({ pool, position })));
  const bitmaps = await multicall(
    words.map(
      ({ pool, position }): ContractCall => ({
        target: pool.address,
        data: callData(selectors.tickBitmap, word(position)),
      }),
    ),
    options,
  );
  const broken = new Set<Pool>();
  const wanted = words.flatMap(({ pool, position }, index) => {
    const answer = bitmaps[index] ?? null;
    if (answer?.length === 66)
      return setBits(BigInt(answer)).map((bit) => ({ pool, tick: (position * 256 + bit) * pool.tickSpacing }));
    broken.add(pool);
    return [];
  });
  const answers = await multicall(
    wanted.map(
      ({ pool, tick }): ContractCall => ({ target: pool.address, data: callData(selectors.ticks, word(tick)) }),
    ),
    options,
  );
  const ticks = new Map<Pool, Map<number, TickLiquidity>>(pools.map((pool) => [pool, new Map()]));
  for (const [index, { pool, tick }] of wanted.entries()) {
    const liquidity = tickLiquidity(answers[index] ?? null);
    if (liquidity === null) broken.add(pool);
    else ticks.get(pool)?.set(tick, liquidity);
  }
  for (const pool of broken) ticks.delete(pool);
  return ticks;
}

/** ticks(int24) answers eight words; gross and net are the first two. An initialised tick has gross above zero. */
function tickLiquidity(answer: ContractAnswer): TickLiquidity | null {
  if (answer === null || answer.length !== 2 + 64 * 8) return null;
  const liquidityGross = wordAt(answer, 0);
  const liquidityNet = BigInt.asIntN(256, wordAt(answer, 1));
  return liquidityGross === 0n || liquidityGross >= 1n << 128n ? null : { liquidityGross, liquidityNet };
}

/** Positions of the bitmap words that can hold a usable tick: multiples of the spacing within ±887272. */
export function bitmapWords(pool: Pick<Pool, 'tickSpacing'>): readonly number[] {
  const highest = Math.floor(maxTick / pool.tickSpacing);
  const [from, to] = [Math.floor(-highest / 256), Math.floor(highest / 256)];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function setBits(bitmap: bigint): readonly number[] {
  if (bitmap === 0n) return [];
  const bits: number[] = [];
  for (let bit = 0; bit < 256; bit += 1) if ((bitmap >> BigInt(bit)) & 1n) bits.push(bit);
  return bits;
}
