import { afterAll, beforeAll, expect, it } from 'vitest';
import { epochMs } from '../../app/domain/clock.ts';
import { parseHash } from '../../app/domain/hex.ts';
import type { Order } from '../../app/domain/order.ts';
import { collectEvidence, type Evidence, type HandedOut } from './testing/evidence.ts';
import { HeadlessRun } from './testing/headlessRun.ts';
import { judge } from './testing/judge.ts';

let run: HeadlessRun | null = null;
let good: Evidence;
let landed: Order;

beforeAll(async () => {
  run = await HeadlessRun.start({ seed: 31 });
  await run.landMore(3);
  good = await collectEvidence(run);
  const found = good.epoch.orders.find(({ kind, state }) => kind === 'execute' && state === 'landed');
  if (found === undefined) throw new Error('nothing has landed');
  landed = found;
});

afterAll(() => run?.dispose());

function withEpoch(change: Partial<Evidence['epoch']>): Evidence {
  return { ...good, epoch: { ...good.epoch, ...change } };
}

function withOrder(change: Partial<Order>): Evidence {
  const orders = good.epoch.orders.map((order) => (order.id === landed.id ? { ...order, ...change } : order));
  return withEpoch({ orders });
}

it('finds nothing in a run in which nothing happened', () => {
  expect(judge(good)).toEqual({ lost: [], twice: [], books: [] });
  expect(good.transactions.length).toBeGreaterThanOrEqual(3);
  expect(good.grants).toHaveLength(1);
});

it('finds what was sent, signed, landed or spent twice', () => {
  const { orders } = good.epoch;
  const another = { ...landed, id: 'another', nonce: landed.nonce + 1_000, transactionHash: null };
  const [signature] = good.signatures.filter(({ orderId }) => orderId === landed.id);
  if (signature === undefined) throw new Error('no signature');
  const [grant] = good.grants;
  if (grant === undefined) throw new Error('no grant');
  const [transaction] = good.transactions;
  if (transaction === undefined) throw new Error('no transaction');
  const plants: readonly (readonly [Evidence, string])[] = [
    [{ ...good, transactions: [...good.transactions, { ...transaction, hash: '0x1' }] }, 'is in the chain twice'],
    [
      { ...good, signatures: [...good.signatures, { ...signature, nonce: 1_000 }] },
      `order ${landed.id} was signed twice`,
    ],
    [withEpoch({ orders: [...orders, another] }), `ticket ${landed.ticketId} landed twice`],
    [{ ...good, grants: [{ ...grant, budget: signature.worstCase }] }, 'wei were put at risk of'],
    [{ ...good, grants: [{ ...grant, expiresAtMs: epochMs(signature.atMs) }] }, `after grant ${grant.id} had expired`],
    [withOrder({ deadlineS: Math.floor(signature.atMs / 1000) - 1 }), 'was signed after its deadline'],
  ];
  // Earlier epochs count for a grant as well: all of them but one are moved there.
  const moved = { ...good, signatures: [], earlierSignatures: good.signatures };
  expect(judge({ ...moved, grants: [{ ...grant, budget: signature.worstCase }] }).twice.join()).toContain(
    'put at risk of',
  );
  for (const [evidence, finding] of plants) expect(judge(evidence).twice.join('\n')).toContain(finding);
});

it('lets a nonce be signed for again where a relay alone had what was at it', () => {
  const [signature] = good.signatures.filter(({ orderId }) => orderId === landed.id);
  if (signature === undefined) throw new Error('no signature');
  const findings = (kind: 'relay' | 'public'): string => {
    const nonce = 1_000;
    const submission = kind === 'relay' ? { kind, relayId: 'r' } : { kind };
    const signatures = [
      { ...signature, nonce, submission },
      { ...signature, nonce, orderId: 'another' },
    ];
    return judge({ ...good, signatures }).twice.join();
  };
  const finding = 'nonce 1000 was signed for two trades';
  expect(findings('relay')).not.toContain(finding);
  expect(findings('public')).toContain(finding);
});

it('lets a second trade out at a nonce for a later block than what a relay had at it, and not for the same', () => {
  const nonce = 1_000;
  const plan = { ...landed.plan, submission: { kind: 'relay', relayId: 'r' } as const };
  const at = (number: number): Pick<Order, 'decidedAt'> => ({
    decidedAt: { number, hash: good.epoch.lastBlock?.hash ?? parseHash(`0x${'0'.repeat(64)}`) },
  });
  const forRelay: Order = { ...landed, ...at(7), id: 'first', ticketId: 't1', nonce, plan, state: 'dropped' };
  const another: Order = { ...forRelay, ...at(8), id: 'second', ticketId: 't2' };
  const findings = (
    first: Order,
    second: Order,
    ways: readonly [HandedOut['to'], HandedOut['to']] = ['relay', 'relay'],
  ): string => {
    const given: readonly HandedOut[] = [
      { orderId: first.id, to: ways[0] },
      { orderId: second.id, to: ways[1] },
      // Offered for the block after, too: the same bytes.
      { orderId: second.id, to: ways[1] },
    ];
    const orders = [...good.epoch.orders, first, second];
    return judge({ ...withEpoch({ orders }), handedOut: [...good.handedOut, ...given] }).twice.join();
  };
  const finding = 'nonce 1000 was given away for two trades';
  const forAll: Order = { ...another, plan: { ...plan, submission: { kind: 'public' } } };
  expect(findings(forRelay, another)).toBe('');
  expect(findings(forRelay, forAll, ['relay', 'public'])).toBe('');
  expect(findings(forRelay, { ...another, ...at(7) })).toBe(finding);
  expect(findings(forRelay, { ...forAll, ...at(7) }, ['relay', 'public'])).toBe(finding);
  expect(findings({ ...forAll, ...at(7), id: 'first' }, another, ['public', 'relay'])).toBe(finding);
  expect(findings(forRelay, another, ['relay', 'public'])).toContain(
    'order second was for a relay and given to the public pool',
  );
});

it('knows what went to a relay, and what to everybody', () => {
  const ways = Map.groupBy(good.handedOut, ({ to }) => to);
  expect(ways.get('relay')?.length).toBeGreaterThan(0);
  const included = good.epoch.orders.filter(({ kind, state }) => kind === 'execute' && state === 'landed');
  const known = new Set(good.handedOut.map(({ orderId }) => orderId));
  expect(included.filter(({ id }) => !known.has(id))).toEqual([]);
});

it('finds what is lost', () => {
  const { orders, fills } = good.epoch;
  const plants: readonly (readonly [Evidence, string])[] = [
    [withEpoch({ orders: orders.filter(({ id }) => id !== landed.id) }), 'has no order'],
    [withEpoch({ orders: orders.filter(({ id }) => id !== landed.id) }), `signature of unknown order ${landed.id}`],
    [withOrder({ state: 'submitted' }), `order ${landed.id} at nonce ${landed.nonce} is still submitted`],
    [
      withOrder({ state: 'submitted', nonce: 9_999, deadlineS: good.headTimestampS - 31, submittedAt: null }),
      'is still submitted',
    ],
    [withOrder({ state: 'reverted' }), `order ${landed.id}: succeeded false in the books, true on the chain`],
    [withEpoch({ fills: fills.slice(1) }), 'have a fill'],
    [{ ...good, transactions: good.transactions.slice(1) }, 'the chain has no such transaction'],
    [{ ...good, transactionCount: good.transactionCount + 1 }, 'its blocks hold'],
    [{ ...good, signatures: [] }, 'has a signature that the spend log has not'],
  ];
  for (const [evidence, finding] of plants) expect(judge(evidence).lost.join('\n')).toContain(finding);
});

it('finds one wei', () => {
  const native = good.balances.get('native') ?? 0n;
  const off = new Map(good.balances).set('native', native + 1n);
  expect(judge({ ...good, balances: off }).books).toEqual([
    `native: ${native} in the books, ${native + 1n} on the chain`,
  ]);
});
