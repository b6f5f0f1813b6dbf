import { expect, test } from 'vitest';
import type { TokenTrusts } from '../domain/tokenTrust.ts';
import { addressOf, dai, mispricing, poolA, poolB, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;
const usd = addressOf(0x18);
const [poolC, poolD] = [addressOf(0x1003), addressOf(0x1004)];

type Options = ConstructorParameters<typeof ScriptedWorld>[2];

/** A world that trades by itself, one block after a price gap between A and B. */
function traded(tokenTrusts: TokenTrusts | null, options: Options = {}, isPublic = false): ScriptedWorld {
  const world = new ScriptedWorld('automate', null, options);
  const { chain } = world.kernel.epoch;
  if (isPublic) Object.assign(world.kernel.epoch, { chain: { ...chain, mode: 'LIVE' } });
  world.tokenTrusts = tokenTrusts;
  world.start();
  world.next({ move: mispricing });
  return world;
}

const routesOf = ({ kernel }: ScriptedWorld): string[][] =>
  [...kernel.routes.values()].map(({ state, reason }) => [state, reason?.code ?? '']);
const ordersOf = ({ kernel }: ScriptedWorld): string[] =>
  [...kernel.orders.values()].map(({ routePools }) => routePools.join('>'));

test.each([
  ['nothing is said, on a chain of our own', null, false, 'ordered'],
  ['nothing is said, on a public chain', null, true, 'watched'],
  ['others are trusted', { others: 'automate', tokens: {} }, true, 'ordered'],
  [
    'others are only watched, but this one is named',
    { others: 'watch', tokens: { [dai]: 'automate' } },
    true,
    'ordered',
  ],
  ['it is only watched', { others: null, tokens: { [dai]: 'watch' } }, false, 'watched'],
  ['others are off', { others: 'off', tokens: {} }, false, 'unseen'],
  ['it is off', { others: 'automate', tokens: { [dai]: 'off' } }, false, 'unseen'],
  ['a token of profit is named too', { others: 'automate', tokens: { [weth]: 'watch' } }, false, 'watched'],
] as const)('what is done with a route where %s', (_, trusts, isPublic, what) => {
  const world = traded(trusts, {}, isPublic);
  const { kernel } = world;
  expect(kernel.orders.size).toBe(what === 'ordered' ? 1 : 0);
  if (what === 'ordered') return;
  expect(kernel.tickets.size).toBe(0);
  expect(routesOf(world)).toEqual(what === 'unseen' ? [] : [['rejected', 'RISK_TOKEN_NOT_ALLOWED']]);
  if (what === 'watched') expect(kernel.counters.rejections.get('RISK_TOKEN_NOT_ALLOWED')).toBe(1);
});

test('a token that needs a person has one asked, under a grant too, and is traded by their word', () => {
  const world = traded({ others: null, tokens: { [dai]: 'approve' } });
  const [ticket] = [...world.kernel.tickets.values()];
  expect(ticket).toMatchObject({ state: 'awaitingApproval', authority: 'approval' });
  expect(world.kernel.orders.size).toBe(0);
  const action = { kind: 'approveTicket', ticketId: ticket?.id ?? '', approvalId: 'a1' } as const;
  world.push({ kind: 'user', atMs: world.now(), action });
  const [order] = [...world.kernel.orders.values()];
  expect(order?.authority).toEqual({ kind: 'approval', approvalId: 'a1' });
});

/** Through USD and B a route brings more than that over A and B alone. */
const triangle: NonNullable<Options>['otherPools'] = [
  { pool: poolC, token0: weth, token1: usd, reserve0: 1000n * ether, reserve1: 3_000_000n * ether },
  { pool: poolD, token0: usd, token1: dai, reserve0: 3_000_000n * ether, reserve1: 2_900_000n * ether },
];

test('what needs a person takes no pool from what goes by itself, though it brings more', () => {
  const free = traded({ others: null, tokens: {} }, { otherPools: triangle });
  expect(ordersOf(free)).toEqual([expect.stringContaining(poolD)]);
  const world = traded({ others: null, tokens: { [usd]: 'approve' } }, { otherPools: triangle });
  expect(ordersOf(world)).toEqual([`${poolB}>${poolA}`]);
  const passedOver = [...world.kernel.routes.values()].filter(({ reason }) => reason?.code === 'POLICY_CONFLICT');
  expect(passedOver.map(({ hops }) => hops.length)).toContain(3);
});

test('what waits for a person holds no pool against what goes by itself', () => {
  const world = new ScriptedWorld('automate', null, { otherPools: triangle });
  world.tokenTrusts = { others: null, tokens: { [usd]: 'approve' } };
  world.start();
  world.next({ move: { pool: poolD, reserve0: 3_000_000n * ether, reserve1: 2_800_000n * ether } });
  const [waiting] = [...world.kernel.tickets.values()];
  expect(waiting).toMatchObject({ state: 'awaitingApproval' });
  expect(waiting?.opportunity.hops.map(({ pool }) => pool)).toContain(poolA);
  world.next({ move: { pool: poolB, reserve0: 1010n * ether, reserve1: 2_960_000n * ether } });
  expect(ordersOf(world)).toEqual([`${poolA}>${poolB}`]);
  expect(world.kernel.tickets.get(waiting?.id ?? '')?.state).toBe('awaitingApproval');
});

test('routes that are only watched, however many and good, crowd out none that is traded', () => {
  const watched = Array.from({ length: 14 }, (_, i) => ({
    pool: addressOf(0x2000 + i),
    token0: weth,
    token1: usd,
    reserve0: 1000n * ether,
    reserve1: BigInt(3_000_000 + 150_000 * i) * ether,
  }));
  const options = { otherPools: watched };
  const world = new ScriptedWorld('automate', null, options);
  world.tokenTrusts = { others: null, tokens: { [usd]: 'watch' } };
  world.start();
  world.next({ move: [mispricing, ...watched] });
  const shown = [...world.kernel.routes.values()];
  expect(shown).toHaveLength(32);
  expect(shown.filter(({ reason }) => reason?.code === 'RISK_TOKEN_NOT_ALLOWED')).toHaveLength(31);
  const [order] = ordersOf(world);
  expect(order).toBe(`${poolB}>${poolA}`);
  const best = shown.toSorted((a, b) => (a.net < b.net ? 1 : -1));
  expect(best.findIndex(({ state }) => state === 'ticketed')).toBe(31);
});
