import { expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import type { PoolEvent } from '../domain/block.ts';
import { epochMs, monotonicNs } from '../domain/clock.ts';
import { parseAddress, parseHash } from '../domain/hex.ts';
import { HeadLine, keptHeads } from './headLine.ts';
import { keptSwaps, SwapTape } from './swapTape.ts';

const address = (n: number) => parseAddress(`0x${n.toString(16).padStart(40, '0')}`);
const hash = (n: number) => parseHash(`0x${n.toString(16).padStart(64, '0')}`);

function block(number: number, pools: readonly number[]) {
  const head = {
    number,
    hash: hash(number),
    parentHash: hash(number - 1),
    timestampS: number,
    baseFeePerGas: wei(1n),
    gasUsed: 1,
    gasLimit: 2,
  };
  const events = pools.map((pool, logIndex): PoolEvent => {
    const place = { pool: address(pool), transactionHash: hash(number), logIndex };
    const state = { sqrtPriceX96: 1n << 96n, liquidity: 1n, tick: 0, recipient: address(1) };
    return { kind: 'v3Swap', ...place, amount0: 5n, amount1: -4n, ...state };
  });
  return { kind: 'block', atMs: epochMs(number), seenNs: monotonicNs(0), head, events } as const;
}

test('of a pool the newest swaps are kept, of all pools those that traded last', () => {
  const tape = new SwapTape();
  for (let number = 1; number <= 3 * keptSwaps; number += 1) tape.apply(block(number, [7, 1_000 + number]));
  const swaps = tape.swapsOf(address(7));
  expect(swaps).toHaveLength(keptSwaps);
  expect(swaps.at(-1)).toMatchObject({ blockNumber: 3 * keptSwaps, buys: false, amount0: 5n, amount1: 4n });
  expect(tape.swapsOf(address(1_001))).toEqual([]);
  expect(tape.swapsOf(address(1_000 + 3 * keptSwaps))).toHaveLength(1);
  expect(tape.sinceBlock).toBe(1);
});

test('the line of blocks is bounded, and a block comes once', () => {
  const line = new HeadLine();
  for (let number = 1; number <= keptHeads + 50; number += 1) line.apply(block(number, []));
  expect(line.heads).toHaveLength(keptHeads);
  const { head } = block(keptHeads + 50, []);
  line.apply({ kind: 'snapshot', atMs: epochMs(0), head, states: [] });
  expect(line.heads.filter(({ number }) => number === head.number)).toHaveLength(1);
});
