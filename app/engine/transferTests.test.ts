import { describe, expect, it } from 'vitest';
import { distrustRejection } from './distrust.ts';
import { dai, mispricing, poolA, poolB, ScriptedWorld } from './testing/scriptedWorld.ts';

/** A world whose engine tries tokens; `next` gives it the block after which the first answers are in. */
function carefulWorld(prepare: (world: ScriptedWorld) => void = () => undefined): ScriptedWorld {
  const world = new ScriptedWorld();
  world.testsTransfers = true;
  prepare(world);
  return world.start();
}

const reasons = (world: ScriptedWorld): readonly (string | undefined)[] =>
  [...world.kernel.opportunities.values()].map(({ reason }) => reason?.code);

/** The chain contradicts every prediction. */
function contradict(world: ScriptedWorld): void {
  world.on = (effect) =>
    effect.kind === 'simulate'
      ? [
          {
            kind: 'simulated',
            atMs: world.now(),
            ticketId: effect.ticketId,
            stage: effect.stage,
            result: { kind: 'reverted', error: 'Error UniswapV2: K', movedBy: null },
          },
        ]
      : null;
}

describe('a token that was not tried is not traded', () => {
  it('waits one block for the test of a route, then trades it', () => {
    const world = carefulWorld();
    world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBe(0);
    expect(world.kernel.counters.rejections.get('TOKEN_UNTESTED')).toBe(1);
    world.next();
    expect(world.kernel.orders.size).toBe(1);
    expect(world.kernel.errors).toEqual([]);
  });

  it('stays out while the node cannot say, and is asked about again later', () => {
    const world = carefulWorld();
    world.on = (effect) =>
      effect.kind === 'testTransfers'
        ? [
            {
              kind: 'transfersTested',
              atMs: world.now(),
              block: effect.block,
              ticketId: null,
              tests: effect.pools.map(({ address }) => ({ pool: address, kind: 'failed', error: 'no such method' })),
            },
          ]
        : null;
    for (let block = 0; block < 40; block += 1) world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBe(0);
    expect(world.kernel.errors).toEqual([]);
    const asked = world.effects.filter((effect) => effect.kind === 'testTransfers');
    expect(asked.length).toBeGreaterThan(1);
    world.on = () => null;
    for (let block = 0; block < 40; block += 1) world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBeGreaterThan(0);
  });

  it('trades as before where a journal says nothing of tests', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBe(1);
    expect(world.effects.some(({ kind }) => kind === 'testTransfers')).toBe(false);
  });
});

describe('a token that moves otherwise than asked', () => {
  it.each([
    ['TOKEN_FEE_ON_TRANSFER', { out: { sent: 1000n, received: 990n } }],
    ['TOKEN_PAUSED', { out: 'refused' as const }],
    ['TOKEN_REBASING', { held: 1n }],
    ['TOKEN_UNTRUSTED', { back: 'refused' as const }],
    ['TOKEN_UNTRUSTED', { out: { sent: 0n, received: 0n } }],
  ])('%s: no ticket is opened, nothing is an error', (code, moves) => {
    const world = carefulWorld((prepared) => prepared.moves.set(dai, moves));
    world.next({ move: mispricing });
    world.next({ move: { ...mispricing, reserve0: mispricing.reserve0 + 1n } });
    expect(world.kernel.tickets.size).toBe(0);
    expect([...world.kernel.distrusted.keys()].sort()).toEqual([poolA, poolB]);
    expect(world.kernel.errors).toEqual([]);
    expect(world.kernel.quarantines.size).toBe(0);
    const flagged = world.decisions.filter((decision) => decision.kind === 'distrusted');
    expect(flagged.map(({ distrust }) => distrust.token)).toEqual([dai, dai]);
    expect(flagged.map(({ distrust }) => distrustRejection(world.kernel, distrust).code)).toEqual([code, code]);
  });

  it('is the culprit of a contradicted prediction: rejected with its code, no error, no quarantine', () => {
    const world = carefulWorld();
    world.next();
    contradict(world);
    world.moves.set(dai, { out: 'refused' });
    world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBe(0);
    expect([...world.kernel.tickets.values()].map(({ reason }) => reason?.code)).toEqual(['TOKEN_PAUSED']);
    expect(reasons(world)).toContain('TOKEN_PAUSED');
    expect(world.kernel.errors).toEqual([]);
    expect(world.kernel.quarantines.size).toBe(0);
  });

  it('is traded again once it moves as asked', () => {
    const world = carefulWorld((prepared) => prepared.moves.set(dai, { out: 'refused' }));
    world.next();
    expect(world.kernel.distrusted.size).toBe(2);
    world.moves.clear();
    for (let block = 0; block < 33; block += 1) world.next();
    expect(world.kernel.distrusted.size).toBe(0);
    world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBe(1);
  });

  it('that shrinks by itself is told by the pool, and is no lost log', () => {
    const world = carefulWorld();
    world.next();
    world.next({ shrink: { pool: poolB, amount: 5n } });
    expect(world.kernel.distrusted.get(poolB)).toMatchObject({ flag: 'rebasing', token: dai });
    expect(world.kernel.errors).toEqual([]);
    expect(world.effects.some(({ kind }) => kind === 'resynchronise')).toBe(false);
  });
});

describe('whose fault a contradiction is', () => {
  it('is ours where every token is sound: quarantine, and an error of the run', () => {
    const world = carefulWorld();
    world.next();
    contradict(world);
    world.next({ move: mispricing });
    expect(world.kernel.errors[0]).toContain('simulation differs');
    expect(world.kernel.quarantines.has(poolB)).toBe(true);
    expect([...world.kernel.tickets.values()].map(({ reason }) => reason?.code)).toEqual(['SIMULATION_REVERTED']);
  });

  it('is ours too where the node cannot say', () => {
    const world = carefulWorld();
    world.next();
    contradict(world);
    const simulated = world.on;
    world.on = (effect) =>
      effect.kind === 'testTransfers'
        ? [{ kind: 'transfersTested', atMs: world.now(), block: effect.block, ticketId: effect.ticketId, tests: [] }]
        : simulated(effect);
    world.next({ move: mispricing });
    expect(world.kernel.errors).toHaveLength(1);
  });

  it("is a stranger's pool where its code is not vouched for: distrusted for good, worth nothing as a price", () => {
    const world = carefulWorld((prepared) => prepared.stranger());
    world.next();
    contradict(world);
    world.next({ move: mispricing });
    expect(world.kernel.errors).toEqual([]);
    expect(world.kernel.distrusted.get(poolB)).toMatchObject({ flag: 'untrusted', token: null });
    for (let block = 0; block < 40; block += 1) world.next();
    expect(world.kernel.distrusted.size).toBe(2);
  });

  it("a stranger's quotes and lost logs are its own fault too", () => {
    const world = carefulWorld((prepared) => prepared.stranger());
    world.on = (effect) =>
      effect.kind === 'checkQuotes'
        ? [
            {
              kind: 'tripwire',
              atMs: world.now(),
              block: effect.block,
              checks: effect.checks.map((check) => ({ ...check, chain: 1n })),
            },
          ]
        : null;
    world.next({ swapWithoutSync: poolA });
    expect(world.kernel.errors).toEqual([]);
    expect(world.kernel.counters.tripwireMismatches).toBe(0);
    expect(world.kernel.distrusted.size).toBe(2);
  });
});
