import { expect, test } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import { monotonicNs } from '../domain/clock.ts';
import { present } from '../domain/errors.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { emptyDecisionHash, rollDecisionHash } from '../store/decisionHash.ts';
import { applyInput } from './kernel.ts';
import { newKernel } from './newKernel.ts';
import { routeKey } from './routeKey.ts';
import { addressOf, poolA, poolB, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;
const [poolC, poolD] = [addressOf(0x1003), addressOf(0x1004)];

/** Four pools of one pair: the best cycle, C to A, leaves D to B; C to B and D to A bring more together. */
const moves = [
  { pool: poolA, reserve0: 50n * ether, reserve1: 145_500n * ether },
  { pool: poolB, reserve0: 800n * ether, reserve1: 2_472_000n * ether },
  { pool: poolC, reserve0: 2000n * ether, reserve1: 6_360_000n * ether },
  { pool: poolD, reserve0: 200n * ether, reserve1: 636_000n * ether },
];

/** A deep pool that is out of line with two others, and one in between. */
const oneAgainstTwo = [
  { pool: poolA, reserve0: 2000n * ether, reserve1: 6_360_000n * ether },
  { pool: poolB, reserve0: 200n * ether, reserve1: 600_000n * ether },
  { pool: poolC, reserve0: 180n * ether, reserve1: 540_000n * ether },
  { pool: poolD, reserve0: 10n * ether, reserve1: 31_750n * ether },
];

function fourPools(move = moves): ScriptedWorld {
  const world = new ScriptedWorld('automate', null, { morePools: [poolC, poolD] }).start();
  world.next({ move });
  return world;
}

/** What became of each route that the block had. */
function judged(world: ScriptedWorld): Opportunity[] {
  return [...world.kernel.routes.values()];
}

const poolsOf = ({ hops }: Pick<Opportunity, 'hops'>): string => hops.map(({ pool }) => pool).join('>');

test('of opportunities that share pools those are traded that bring most together', () => {
  const world = fourPools();
  const orders = [...world.kernel.orders.values()].filter(({ kind }) => kind === 'execute');
  expect(orders.map(({ routePools }) => routePools.join('>')).sort()).toEqual(
    [`${poolC}>${poolB}`, `${poolD}>${poolA}`].sort(),
  );
  const all = judged(world);
  const [best] = all.toSorted((a, b) => (a.net < b.net ? 1 : -1));
  // The best of all was passed over, and greedy would have brought less.
  expect(best?.state).toBe('rejected');
  expect(poolsOf(present(best, 'opportunity'))).toBe(`${poolC}>${poolA}`);
  const greedy = all.filter((each) => [`${poolC}>${poolA}`, `${poolD}>${poolB}`].includes(poolsOf(each)));
  const traded = all.filter(({ state }) => state === 'ticketed');
  const sum = (of: readonly Opportunity[]): bigint => of.reduce((total, { net }) => total + net, 0n);
  expect([greedy.length, traded.length]).toEqual([2, 2]);
  expect(sum(traded)).toBeGreaterThan(sum(greedy));
  expect(new Set(traded.flatMap(({ hops }) => hops.map(({ pool }) => pool))).size).toBe(4);
});

test.each([
  ['nothing', moves, 0],
  ['nearly as much as alone', oneAgainstTwo, 1],
])('what is passed over names who needs its pools, and what it would still bring behind them: %s', (_, move, count) => {
  const world = fourPools(move);
  const all = judged(world);
  const traded = all.filter(({ state }) => state === 'ticketed');
  const passedOver = all.filter(({ reason }) => reason?.code === 'POLICY_CONFLICT');
  expect(passedOver.length).toBeGreaterThan(0);
  const left = detectBehind(world, traded);
  const paying = passedOver.filter(({ hops }) => (left.get(routeKey(hops)) ?? 0n) > 0n);
  expect(paying).toHaveLength(count);
  for (const opportunity of passedOver) {
    const { facts } = present(opportunity.reason, 'reason');
    const holders = traded.filter(({ hops }) => hops.some(({ pool }) => poolsOf(opportunity).includes(pool)));
    expect((facts.heldBy ?? '').split(' ').sort()).toEqual(holders.map(({ id }) => id).sort());
    expect(poolsOf(opportunity)).toContain(facts.pool ?? '-');
    // One pays behind the traded ones at most, so that nothing else stands before it.
    expect(facts.netBehind).toBe(
      paying.includes(opportunity) ? String(left.get(routeKey(opportunity.hops))) : undefined,
    );
  }
});

/** By route: the net of every cycle that pays once these are traded, by a detector of its own. */
function detectBehind(world: ScriptedWorld, traded: readonly Opportunity[]): ReadonlyMap<string, bigint> {
  const reserves = new Map(world.reserves);
  for (const { pool, zeroForOne, amountIn, amountOut } of traded.flatMap(({ hops }) => hops)) {
    const { reserve0, reserve1 } = present(reserves.get(pool), 'reserves');
    reserves.set(
      pool,
      zeroForOne
        ? { reserve0: reserve0 + amountIn, reserve1: reserve1 - amountOut }
        : { reserve0: reserve0 - amountOut, reserve1: reserve1 + amountIn },
    );
  }
  const detector = createNativeDetector();
  detector.setPools([...world.kernel.market.pools.values()]);
  detector.applyStates([...reserves].map(([pool, state]) => ({ pool, state: { kind: 'uniswapV2', ...state } })));
  const cycles = detector.detect([...reserves.keys()], {
    profitTokens: [{ token: weth, weiNumerator: 1n, weiDenominator: 1n }],
    maxHops: 4,
    gasPrice: wei(nextBaseFee(present(world.kernel.head, 'head')) + world.kernel.arbitrage.tipFloor),
    limit: 100,
  });
  return new Map(cycles.map(({ hops, net }) => [routeKey(hops), net]));
}

test('the choice is the same when the journal is replayed', () => {
  const world = fourPools();
  world.next({ include: 'landed' });
  world.next({ move: moves.slice(0, 2) });
  const replayed = newKernel(world.kernel.epoch, createNativeDetector(), () => monotonicNs(0), null);
  const decisions = world.inputs.flatMap((input) => applyInput(replayed, input).decisions);
  expect(decisions.reduce(rollDecisionHash, emptyDecisionHash)).toBe(
    world.decisions.reduce(rollDecisionHash, emptyDecisionHash),
  );
});
