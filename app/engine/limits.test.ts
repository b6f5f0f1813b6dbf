import { describe, expect, test } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { wei } from '../domain/amount.ts';
import { monotonicNs } from '../domain/clock.ts';
import { initialLimits, type LimitId, limitTable } from '../domain/riskLimit.ts';
import { changeLimits } from '../risk/changeLimits.ts';
import { priorBets } from '../risk/kellyBound.ts';
import { applyInput } from './kernel.ts';
import { keptRecentBlocks } from './kernelState.ts';
import { newKernel } from './newKernel.ts';
import { noteLook, takePeaksBack } from './peakHistory.ts';
import { limitChangeRows, limitRows, riskRow } from './riskRows.ts';
import { dai, mispricing, poolA, poolB, ScriptedWorld } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;

function setLimit(world: ScriptedWorld, limit: LimitId, to: number): void {
  const limits = changeLimits(world.kernel.risk.limits, [{ limit, to }], 'somebody', world.now());
  world.push({ kind: 'user', atMs: world.now(), action: { kind: 'setLimits', limits } });
}

const rejections = (world: ScriptedWorld) => [...world.kernel.routes.values()].flatMap(({ reason }) => reason ?? []);

describe('limits on capital', () => {
  test('each ticket names every limit with its value and what is left of it', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    const [ticket] = world.kernel.tickets.values();
    const check = ticket?.checks.find(({ name }) => name === 'single trade wei');
    expect(BigInt(check?.headroom ?? 0)).toBe(BigInt(check?.limit ?? 0) - BigInt(check?.value ?? 0));
    // 100 ether in a chain without dollars: what the smallest tier may.
    expect(check?.limit).toBe(String(ether));
    for (const { name } of [limitTable.dailyRisk, limitTable.reserveCapital])
      expect(ticket?.checks.map((each) => each.name)).toContain(`${name.toLowerCase()} wei`);
    expect(ticket?.checks).toContainEqual(expect.objectContaining({ name: 'capital tier', value: 'not known' }));
    const kelly = limitTable.kellyFraction.name.toLowerCase();
    expect(ticket?.checks).toContainEqual(expect.objectContaining({ name: kelly, value: 'not known' }));
  });

  test('an edit holds from the next block on, says who made it, and replays to the same decisions', () => {
    const world = new ScriptedWorld().start();
    setLimit(world, 'singleTrade', limitTable.singleTrade.from);
    world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBe(0);
    expect(rejections(world)[0]).toMatchObject({ code: 'RISK_TRADE_SIZE', facts: { check: 'single trade wei' } });
    expect(limitChangeRows(world.kernel)).toMatchObject([
      { limit: 'singleTrade', by: 'somebody', from: 20_000, to: limitTable.singleTrade.from, version: 2 },
    ]);
    setLimit(world, 'singleTrade', 20_000);
    world.next({ move: mispricing });
    world.next({ include: 'landed' });
    expect(world.kernel.counters.landed).toBe(1);
    const again = newKernel(world.kernel.epoch, createNativeDetector(), () => monotonicNs(0), null);
    expect(world.inputs.flatMap((input) => applyInput(again, input).decisions)).toEqual(world.decisions);
    expect(again.risk.limits).toEqual(world.kernel.risk.limits);
  });

  test('what is held is counted, and a price that lifts it over a limit opens nothing new', () => {
    const world = new ScriptedWorld();
    world.balances.set(dai, 45_000n * ether);
    world.start();
    world.next();
    expect(world.kernel.tradingState).toBe('active');
    expect(world.kernel.risk.held.get(dai)).toBe(15n * ether);
    expect(limitRows(world.kernel).find(({ id }) => id === 'relatedAssets')).toMatchObject({
      value: 15n * ether,
      bound: (115n * ether * 15n) / 100n,
      state: 'passed',
    });
    const dear = { reserve0: 1000n * ether, reserve1: 1_500_000n * ether };
    world.next({
      move: [
        { pool: poolA, ...dear },
        { pool: poolB, ...dear },
      ],
    });
    expect(world.kernel.tradingState).toBe('reduceOnly');
    expect(world.kernel.haltReason).toMatch(/^limit crossed: related assets is 30 ETH, at most 19\.5 ETH is allowed$/);
    expect(world.effects).toContainEqual({ kind: 'reduceOnly', reason: world.kernel.haltReason });
    world.next({ move: mispricing });
    expect(rejections(world).map(({ code }) => code)).toContain('RISK_REDUCE_ONLY');
    expect(world.kernel.orders.size).toBe(0);
  });

  test('a fall from the peak of the month counts, and is remembered by a restarted process', () => {
    const world = new ScriptedWorld();
    world.balances.set(dai, 30_000n * ether);
    world.start();
    world.next();
    const cheap = { reserve0: 1000n * ether, reserve1: 6_000_000n * ether };
    world.next({
      move: [
        { pool: poolA, ...cheap },
        { pool: poolB, ...cheap },
      ],
    });
    expect(world.kernel.haltReason).toMatch(/^limit crossed: monthly drawdown is 5 ETH, at most 3\.3 ETH is allowed$/);
    const marks = world.kernel.counters.risk;
    expect(marks.monthPeak).toBe(110n * ether);
    world.next();
    world.push({ kind: 'started', atMs: world.now(), strategies: [], tradingState: 'active' });
    expect(world.kernel.counters.risk).toEqual(marks);
    expect(world.kernel.risk.figures).toBeNull();
    expect(world.kernel.risk.limits).toEqual(initialLimits);
  });

  test('a peak of replaced blocks alone is none, and replays so', () => {
    const world = new ScriptedWorld();
    world.balances.set(dai, 3_000n * ether);
    world.start();
    world.next();
    const before = world.kernel.counters.risk;
    expect(before).toMatchObject({ monthPeak: 101n * ether, overallPeak: 101n * ether });
    const [usual, dear] = [3_000_000n, 2_000_000n].map((each) => ({ reserve0: 1000n * ether, reserve1: each * ether }));
    const moved = (to: typeof usual) => [poolA, poolB].flatMap((pool) => (to === undefined ? [] : { pool, ...to }));
    world.next();
    world.next({ move: moved(dear) });
    world.next({ move: moved(usual) });
    expect(world.kernel.counters.risk.monthPeak).toBe(101n * ether + ether / 2n);
    world.reorg(1);
    expect(world.kernel.counters.risk.monthPeak).toBe(101n * ether + ether / 2n);
    world.reorg(1);
    expect(world.kernel.counters.risk).toEqual(before);
    world.next({ move: moved(usual) });
    expect(world.kernel.counters.risk).toEqual(before);
    const again = newKernel(world.kernel.epoch, createNativeDetector(), () => monotonicNs(0), null);
    expect(world.inputs.flatMap((input) => applyInput(again, input).decisions)).toEqual(world.decisions);
  });

  test('a peak outlives blocks below it that are replaced no more', () => {
    const world = new ScriptedWorld().start();
    const look = (blockNumber: number, own: bigint, month = '2025-01') =>
      noteLook(world.kernel, { blockNumber, month, own: wei(own) });
    const peaks = () => [world.kernel.counters.risk.monthPeak, world.kernel.counters.risk.overallPeak];
    const first = Math.max(...(world.kernel.risk.peaks?.looks.map(({ blockNumber }) => blockNumber) ?? [0])) + 1;
    look(first, 900n * ether);
    for (let i = 1; i <= 2 * keptRecentBlocks; i += 1) look(first + i, 800n * ether);
    expect(world.kernel.risk.peaks?.looks).toHaveLength(keptRecentBlocks);
    takePeaksBack(world.kernel, first + 1);
    expect(peaks()).toEqual([900n * ether, 900n * ether]);
    look(first + 1, 700n * ether, '2025-02');
    look(first + 2, 950n * ether, '2025-02');
    expect(peaks()).toEqual([950n * ether, 950n * ether]);
    // An answer of an older block that comes late stands where a newer one is taken back.
    look(first + 1, 920n * ether, '2025-02');
    takePeaksBack(world.kernel, first + 2);
    expect(peaks()).toEqual([920n * ether, 920n * ether]);
    takePeaksBack(world.kernel, first + 1);
    expect(world.kernel.counters.risk.month).toBe('2025-01');
    expect(peaks()).toEqual([900n * ether, 900n * ether]);
  });

  test('the edge by how such trades ended carries the stake, or nothing is staked', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    world.next({ include: 'landed' });
    expect(world.kernel.counters.risk.bets['flash-arbitrage']).toMatchObject({ wins: 1, losses: 0 });
    expect(riskRow(world.kernel).bets).toMatchObject([{ wins: 1, losses: 0, p: 11 / 21 }]);
    const { risk } = world.kernel.counters;
    world.kernel.counters.risk = {
      ...risk,
      bets: { 'flash-arbitrage': { wins: 1, losses: 5_000_000, predicted: wei(1n), realised: wei(1n) } },
    };
    world.next({ move: mispricing });
    expect(rejections(world)[0]).toMatchObject({ code: 'RISK_KELLY', facts: { limit: '0' } });
  });

  test('a few lost bets say nothing of the edge yet, and stop nothing', () => {
    const world = new ScriptedWorld().start();
    const { risk } = world.kernel.counters;
    const bets = (losses: number) => ({
      'flash-arbitrage': { wins: 0, losses, predicted: wei(0n), realised: wei(0n) },
    });
    world.kernel.counters.risk = { ...risk, bets: bets(priorBets - 1) };
    world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBe(1);
  });

  test('takes a bet back with the block that it landed in', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    world.next({ include: 'landed' });
    world.reorg(1);
    world.next();
    expect(world.kernel.counters.risk.bets['flash-arbitrage']).toMatchObject({ wins: 0, predicted: 0n, realised: 0n });
  });

  test('where capital is known in dollars, its tier is found, journaled, and kept by hysteresis', () => {
    const world = new ScriptedWorld();
    Object.assign(world.kernel.epoch, { chain: { ...world.kernel.epoch.chain, dollarToken: dai } });
    world.start();
    world.next();
    const tiers = () => world.decisions.flatMap((decision) => (decision.kind === 'tier' ? [decision.change] : []));
    expect(tiers()).toMatchObject([{ from: null, to: 'institutional', dollars: 300_000 }]);
    expect(riskRow(world.kernel)).toMatchObject({ tier: 'institutional', upAt: 1_200_000, downAt: 80_000 });
    const worth = (perEther: bigint) => ({ reserve0: 1000n * ether, reserve1: 1000n * perEther * ether });
    const price = (perEther: bigint) =>
      world.next({ move: [poolA, poolB].map((pool) => ({ pool, ...worth(perEther) })) });
    price(900n);
    expect(tiers()).toHaveLength(1);
    price(790n);
    expect(tiers().at(-1)).toMatchObject({ from: 'institutional', to: 'acceleration' });
    price(1_100n);
    expect(tiers()).toHaveLength(2);
    price(30n);
    expect(tiers().at(-1)).toMatchObject({ from: 'acceleration', to: 'survival', dollars: 3_000 });
    expect(limitRows(world.kernel).find(({ id }) => id === 'singleTrade')).toMatchObject({
      set: 20_000,
      inForce: 10_000,
    });
  });

  test('a value at risk that nobody knows is said; one that is over its limit opens nothing new', () => {
    const world = new ScriptedWorld();
    world.balances.set(dai, 30_000n * ether);
    world.start();
    world.next();
    const row = () => limitRows(world.kernel).find(({ id }) => id === 'valueAtRisk');
    expect(row()).toMatchObject({ state: 'unknown', value: null });
    const tail = {
      asset: dai,
      method: 'historical',
      sample: 100,
      series: 'a file',
      fallBack: 'did not converge',
    } as const;
    const figures = (millionths: number) => ({ madeAtMs: 1, tails: [{ ...tail, millionths }] });
    world.push({ kind: 'valueAtRisk', atMs: world.now(), figures: figures(50_000) });
    world.next();
    expect(row()).toMatchObject({ state: 'passed', value: ether / 2n });
    const words = () => riskRow(world.kernel).valueAtRisk[0];
    expect(words()).toContain('5 % a day, historical (did not converge), 100 returns of a file');
    const unknown = [{ asset: dai, reason: 'no answer came' }];
    world.push({ kind: 'valueAtRisk', atMs: world.now(), figures: { ...figures(50_000), unknown } });
    expect(words()).toMatch(/5 % a day.*; not renewed: no answer came$/);
    world.push({ kind: 'valueAtRisk', atMs: world.now(), figures: { madeAtMs: 2, tails: [], unknown } });
    expect(words()).toMatch(/: not known, no answer came$/);
    expect(row()).toMatchObject({ state: 'unknown', value: null });
    world.push({ kind: 'valueAtRisk', atMs: world.now(), figures: figures(300_000) });
    world.next();
    expect(world.kernel.tradingState).toBe('reduceOnly');
    expect(world.kernel.haltReason).toContain('value at risk');
  });
});
