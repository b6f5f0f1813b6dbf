import { expect, test } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { referenceV2ExactIn } from '../detect/reference/uniswapV2.ts';
import { monotonicNs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { present } from '../domain/errors.ts';
import type { StrategyMode } from '../domain/mode.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { routeLegs } from '../domain/routeLegs.ts';
import { decodeExecute } from '../execution/executorCalldata.ts';
import { emptyDecisionHash, rollDecisionHash } from '../store/decisionHash.ts';
import type { Decision } from './decision.ts';
import { applyInput } from './kernel.ts';
import { newKernel } from './newKernel.ts';
import { addressOf, poolA, poolB, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;
const [poolC, poolD] = [addressOf(0x1003), addressOf(0x1004)];
const moves = [
  { pool: poolA, reserve0: 50n * ether, reserve1: 145_500n * ether },
  { pool: poolB, reserve0: 800n * ether, reserve1: 2_472_000n * ether },
  { pool: poolC, reserve0: 2000n * ether, reserve1: 6_360_000n * ether },
  { pool: poolD, reserve0: 200n * ether, reserve1: 636_000n * ether },
];

function worldWith(mostSplitPools: number | null, mode: StrategyMode = 'automate'): ScriptedWorld {
  const world = new ScriptedWorld(mode, null, { morePools: [poolC, poolD] });
  world.mostSplitPools = mostSplitPools;
  world.start().next({ move: moves });
  return world;
}

/** What a split route ends with, in plain bigints: the parts of the first leg as they are, and of later legs the last takes the rest. */
function outputOf(
  { reserves }: ScriptedWorld,
  hops: ReturnType<typeof decodeExecute>['hops'],
  amountIn: bigint,
): bigint {
  const legs = routeLegs(hops.map((hop) => ({ ...hop, leg: present(hop.part, 'part').leg })));
  return legs.reduce((entering, leg) => {
    let left = entering;
    let paid = 0n;
    for (const { pool, zeroForOne, feePpm, part } of leg) {
      const amount = part?.amountIn === 0n ? left : present(part, 'part').amountIn;
      const { reserve0, reserve1 } = present(reserves.get(pool), 'reserves');
      const sides = zeroForOne ? ([reserve0, reserve1] as const) : ([reserve1, reserve0] as const);
      paid += present(referenceV2ExactIn(...sides, BigInt(feePpm), amount), 'output');
      left -= amount;
    }
    expect(left).toBe(0n);
    return paid;
  }, amountIn);
}

const ticketed = (world: ScriptedWorld): Opportunity[] =>
  [...world.kernel.routes.values()].filter(({ state }) => state === 'ticketed');
const sum = (of: readonly Opportunity[]): bigint => of.reduce((total, { net }) => total + net, 0n);

test('a route over parallel pools is one order, to the unit what its pools pay, and brings more than the same pools apart', () => {
  const world = worldWith(8);
  const apart = worldWith(0);
  const [split, ...others] = ticketed(world);
  expect(others).toEqual([]);
  const { hops, amountIn, gross, net } = present(split, 'opportunity');
  expect(routeLegs(hops).map((leg) => leg.length)).toEqual([2, 2]);
  expect(sum(ticketed(apart))).toBeGreaterThan(0n);
  expect(net).toBeGreaterThan(sum(ticketed(apart)));
  const order = present([...world.kernel.orders.values()][0], 'order');
  expect(order.route).toBe('WETH–DAI–WETH over 4 pools');
  expect(order.origin?.legPools).toEqual([2, 2]);
  const call = decodeExecute(order.plan.data);
  expect(call.terms.amountIn).toBe(amountIn);
  expect(outputOf(world, call.hops, amountIn) - amountIn).toBe(gross);
});

test('no more pools than the settings allow, and none at all where they allow no split', () => {
  expect(ticketed(worldWith(3)).map(({ hops }) => hops.length)).toEqual([3]);
  for (const none of [null, 0, 2]) {
    const traded = ticketed(worldWith(none));
    expect(traded.length).toBe(2);
    expect(traded.flatMap(({ hops }) => hops).every(({ leg }) => leg === undefined)).toBe(true);
  }
});

test('its fill is booked as predicted, and the next block looks at its pools anew', () => {
  const world = worldWith(8);
  world.next({ include: 'landed', move: moves.map((move) => ({ ...move, reserve1: move.reserve0 * 3000n })) });
  const order = present([...world.kernel.orders.values()][0], 'order');
  expect(order.state).toBe('landed');
  expect(world.kernel.fills.get(order.id)?.fill.realised).toEqual({ token: weth, amount: order.predicted.gross });
  expect(ticketed(world)).toEqual([]);
});

test('a ticket that waits for a person ends once its parts would no longer bring their minimum', () => {
  const world = worldWith(8, 'approve');
  const waiting = (): string[] => [...world.kernel.tickets.values()].map(({ state }) => state);
  expect(waiting()).toEqual(['awaitingApproval']);
  // A millionth more or less of one pool leaves it; a pool gone the other way does not.
  world.next({ move: { pool: poolD, reserve0: 200n * ether, reserve1: 635_999n * ether } });
  expect(waiting()).toEqual(['awaitingApproval']);
  world.next({ move: { pool: poolC, reserve0: 2100n * ether, reserve1: 6_000_000n * ether } });
  expect(waiting()[0]).toBe('expired');
});

test('a route that is split from one block to the next was not missed', () => {
  const world = new ScriptedWorld('watch', null, { morePools: [poolC, poolD] });
  world.mostSplitPools = 8;
  world.start().next({ move: moves.slice(0, 2) });
  const asked = (): number => world.effects.filter(({ kind }) => kind === 'attributeMisses').length;
  const before = asked();
  world.next({ move: moves.slice(2) });
  const live = [...world.kernel.routes.values()].filter(({ hops }) => hops.some(({ leg }) => leg !== undefined));
  expect(live.length).toBeGreaterThan(0);
  expect(asked()).toBe(before);
});

function replayed(world: ScriptedWorld, change: (input: EngineInput) => EngineInput = (input) => input): Decision[] {
  const kernel = newKernel(world.kernel.epoch, createNativeDetector(), () => monotonicNs(0), null);
  return world.inputs.flatMap((input) => applyInput(kernel, change(input)).decisions);
}

test('a replay of the journal decides the same, and a journal that knows of no splits makes none', () => {
  const world = worldWith(8);
  world.next({ include: 'landed' });
  world.next({ move: moves.slice(0, 2) });
  const hash = (decisions: readonly Decision[]): string => decisions.reduce(rollDecisionHash, emptyDecisionHash);
  expect(hash(replayed(world))).toBe(hash(world.decisions));
  const earlier = replayed(world, (input) => {
    if (input.kind !== 'started') return input;
    const { mostSplitPools, ...rest } = input;
    expect(mostSplitPools).toBe(8);
    return rest;
  });
  const routes = earlier.flatMap((decision) => (decision.kind === 'opportunity' ? [decision.opportunity.hops] : []));
  expect(routes.length).toBeGreaterThan(0);
  expect(routes.flat().every(({ leg }) => leg === undefined)).toBe(true);
});
