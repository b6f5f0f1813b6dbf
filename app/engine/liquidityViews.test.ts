import { describe, expect, test } from 'vitest';
import { heatColumns, liquidityRequests } from '../contract/liquidity.ts';
import { parseHash } from '../domain/hex.ts';
import { Charts } from './charts.ts';
import { LiquidityViews } from './liquidityViews.ts';
import { addressOf, dai, poolA, poolB, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;
const someone = addressOf(0xbeef);

/** A swap of `amount0` WETH out of a pool, as the chain logs it. */
function swap(world: ScriptedWorld, pool: typeof poolA, amount0: bigint, name: string): void {
  const { number, hash } = world.kernel.head ?? { number: 0, hash: parseHash(`0x${'00'.repeat(32)}`) };
  const before = world.reserves.get(pool) ?? { reserve0: 1n, reserve1: 1n };
  const amount1 = (before.reserve1 * amount0) / (before.reserve0 - amount0) + 1n;
  const after = { reserve0: before.reserve0 - amount0, reserve1: before.reserve1 + amount1 };
  world.reserves.set(pool, after);
  const transactionHash = parseHash(`0x${Buffer.from(name).toString('hex').padStart(64, '0')}`);
  const head = {
    number: number + 1,
    hash: parseHash(`0x${Buffer.from(`${name}${number}`).toString('hex').padStart(64, '0')}`),
    parentHash: hash,
    timestampS: 1_700_000_000 + number,
    baseFeePerGas: world.kernel.head?.baseFeePerGas ?? (0n as never),
    gasUsed: 6_000_000,
    gasLimit: 8_000_000,
  };
  const place = { pool, transactionHash };
  world.push({
    kind: 'block',
    atMs: world.now(),
    seenNs: 0 as never,
    head,
    events: [
      { kind: 'v2Sync', ...place, logIndex: 0, ...after },
      { kind: 'v2Swap', ...place, logIndex: 1, amount0: -amount0, amount1, recipient: someone },
    ],
  });
}

function watched(world: ScriptedWorld) {
  const charts = new Charts(world.kernel);
  const views = new LiquidityViews(world.kernel, charts);
  let seen = 0;
  const follow = (): void => {
    for (const input of world.inputs.slice(seen)) {
      charts.observe(input);
      views.observe(input);
    }
    seen = world.inputs.length;
  };
  follow();
  return { views, follow };
}

describe('what windows are shown of pools', () => {
  test('those that trade come first, each with what it holds, its price and its depth in the native currency', () => {
    const world = new ScriptedWorld('off').start();
    const { views, follow } = watched(world);
    swap(world, poolB, ether, 'one');
    follow();
    const answer = liquidityRequests.pools.response.parse(views.pools());
    expect(answer.pools.map(({ id, swaps }) => [id, swaps])).toEqual([
      [poolB, 1],
      [poolA, 0],
    ]);
    const untouched = answer.pools[1];
    expect(untouched?.price).toBeCloseTo(3000, 6);
    expect(Number(untouched?.amount0) / 1e21).toBeCloseTo(1, 9);
    // 2 % up and down of a pair take about 1 % of each side.
    expect(Number(untouched?.depth) / 1e18).toBeGreaterThan(19.7);
    expect(Number(untouched?.depth) / 1e18).toBeLessThan(20.3);
    expect(untouched?.standing).toBe('traded');
  });

  test('a pool that is kept out says why', () => {
    const world = new ScriptedWorld('off');
    world.neverTrade = { pools: [poolA], tokens: [] };
    world.start();
    const { views } = watched(world);
    world.kernel.quarantines.set(poolB, { pool: poolB, sinceMs: 1, reason: 'its logs do not add up' } as never);
    const standings = new Map(views.pools().pools.map((row) => [row.id, `${row.standing}: ${row.reason}`]));
    expect(standings.get(poolA)).toBe('kept out: the settings never trade this pool');
    expect(standings.get(poolB)).toBe('quarantined: its logs do not add up');
  });

  test('a pool taken apart: both sides of the ladder, its swaps newest first, the other pools of its pair by price', () => {
    const world = new ScriptedWorld('off').start();
    const { views, follow } = watched(world);
    swap(world, poolA, ether, 'first');
    swap(world, poolA, 2n * ether, 'second');
    follow();
    const depth = liquidityRequests.poolDepth.response.parse(views.depth(poolA));
    expect(depth.levels.map(({ ppm }) => Math.sign(ppm)).join('')).toMatch(/^1+(-1)+$/);
    expect(depth.levels[0]?.ppm).toBe(500_000);
    expect(depth.swaps.map(({ amount0, buys }) => [amount0, buys])).toEqual([
      [2n * ether, true],
      [ether, true],
    ]);
    expect(depth.heat.map(({ pool }) => pool).sort()).toEqual([poolA, poolB].sort());
    for (const { cells } of depth.heat) expect(cells).toHaveLength(2 * heatColumns);
    expect(depth.ranges).toEqual([]);
    expect(depth.pool.token0).toEqual({ address: weth, symbol: 'WETH', decimals: 18 });
    expect(depth.pool.token1.address).toBe(dai);
  });

  test('a reorg takes its swaps and blocks back, and a copy goes its own way', () => {
    const world = new ScriptedWorld('off').start();
    const { views, follow } = watched(world);
    const before = world.kernel.head;
    swap(world, poolA, ether, 'undone');
    follow();
    const copy = views.copy(world.kernel, { activityOf: () => null });
    expect(views.gas().blocks.at(-1)?.number).toBe((before?.number ?? 0) + 1);
    if (before === null) throw new Error('the world has a head');
    world.push({ kind: 'rollback', atMs: world.now(), to: { number: before.number, hash: before.hash }, depth: 1 });
    follow();
    expect(views.depth(poolA).swaps).toEqual([]);
    expect(views.gas().blocks.at(-1)?.number).toBe(before.number);
    expect(copy.depth(poolA).swaps).toHaveLength(1);
  });

  test('the next base fee follows from the newest block', () => {
    const world = new ScriptedWorld('off').start();
    const { views, follow } = watched(world);
    swap(world, poolA, ether, 'full');
    follow();
    const { blocks, nextBaseFeePerGas } = liquidityRequests.chainGas.response.parse(views.gas());
    const base = blocks.at(-1)?.baseFeePerGas ?? 0n;
    // Three quarters full: half way from the target to the limit, so half of an eighth more.
    expect(nextBaseFeePerGas).toBe(base + base / 16n);
  });

  test('a pool that nobody follows is refused with what to do', () => {
    const { views } = watched(new ScriptedWorld('off').start());
    expect(() => views.depth(addressOf(0xdead))).toThrow(/follows no such pool/);
  });
});
