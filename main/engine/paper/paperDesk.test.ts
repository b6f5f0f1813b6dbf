import { expect, test } from 'vitest';
import type { EngineInput, MarketInput } from '../../../app/domain/engineInput.ts';
import { ScriptedWorld } from '../../../app/engine/testing/scriptedWorld.ts';
import { noInclusionMeasured } from '../../../app/paper/inclusionStatistics.ts';
import { address, hash, headOf, orderOf } from '../../../app/paper/testing/paperWorld.ts';
import { systemClock } from '../../systemClock.ts';
import { PaperDesk } from './paperDesk.ts';

/** Unix seconds. */
const later = 32_503_680_000;

/** A desk whose node answers each question when it is told to. */
function deskAt(signingMs?: number) {
  const { kernel } = new ScriptedWorld('off').start();
  const pushed: EngineInput[] = [];
  const asked: { readonly method: string; readonly answer: (reply: unknown) => void }[] = [];
  const rpc = {
    call: (method: string) => new Promise((answer) => void asked.push({ method, answer })),
  };
  const none = { public: noInclusionMeasured, relay: noInclusionMeasured };
  const desk = new PaperDesk({
    kernel,
    rpc: rpc as never,
    clock: systemClock,
    terms: {
      seed: 1,
      statistics: none,
      source: 'none',
      twins: [address(0x77)],
      ...(signingMs === undefined ? {} : { signingMs }),
    },
    push: (input) => void pushed.push(input),
    hearRelay: async () => null,
  });
  const answer = (method: string, reply: unknown): void => {
    const index = asked.findIndex((question) => question.method === method);
    asked.splice(index, 1)[0]?.answer(reply);
  };
  return { desk, kernel, pushed, asked: () => asked.map(({ method }) => method), answer };
}

function blockInput(number: number): MarketInput {
  return { kind: 'block', atMs: systemClock.epochMs(), seenNs: 1e12 as never, head: headOf(number), events: [] };
}

/** Whether a promise is settled once all that can happen has happened. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  void promise.then(() => {
    isSettled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return isSettled;
}

test('an order is signed at once: the node that says its gas may take its time, and a signer asks none', async () => {
  const { desk, pushed, asked, answer } = deskAt();
  const signing = desk.sign({ kind: 'sign', order: { ...orderOf(0), deadlineS: later } } as never);
  expect(pushed).toMatchObject([{ kind: 'signed', result: { kind: 'signature' } }]);
  expect(asked()).toEqual(['eth_simulateV1']);
  answer('eth_simulateV1', [{ calls: [{ status: '0x1', gasUsed: '0x30d40' }] }]);
  await signing;
  expect(pushed).toHaveLength(1);
});

test('an order is signed no sooner than real ones were', async () => {
  const { desk, pushed, answer } = deskAt(40);
  const createdAtMs = systemClock.epochMs();
  const signing = desk.sign({ kind: 'sign', order: { ...orderOf(0), createdAtMs, deadlineS: later } } as never);
  expect(pushed).toEqual([]);
  answer('eth_simulateV1', [{ calls: [{ status: '0x1', gasUsed: '0x30d40' }] }]);
  await signing;
  expect(pushed).toMatchObject([{ kind: 'signed' }]);
  expect(pushed[0]?.atMs).toBeGreaterThanOrEqual(createdAtMs + 40 - 1);
});

test('an order that has run out by then is not signed, as a signer refuses it', async () => {
  const { desk, pushed, answer } = deskAt();
  const signing = desk.sign({ kind: 'sign', order: { ...orderOf(0), deadlineS: 1_000 } } as never);
  expect(pushed).toMatchObject([{ kind: 'signed', result: { kind: 'refused', code: 'SIGNER_DEADLINE' } }]);
  answer('eth_simulateV1', [{ calls: [{ status: '0x1', gasUsed: '0x30d40' }] }]);
  await signing;
});

test('a block goes on at once, however late the node says what is in it; nonce and account of that block wait', async () => {
  const { desk, asked, answer } = deskAt();
  const passed: MarketInput[] = [];
  desk.emit(blockInput(10), (input) => passed.push(input));
  desk.emit(blockInput(11), (input) => passed.push(input));
  expect(passed).toMatchObject([{ head: { number: 10 } }, { head: { number: 11 } }]);
  expect(asked()).toEqual(['eth_getBlockReceipts', 'eth_getBlockReceipts']);
  const balances = { block: { number: 10, hash: hash(10) }, wallet: new Map(), executor: new Map(), nonce: 0 };
  const account = desk.account({ balances, replaced: [] }, { orders: [], watched: [] });
  const nonce = desk.nonce(0, { number: 10, hash: hash(10) });
  expect(await Promise.all([settled(account), settled(nonce)])).toEqual([false, false]);
  answer('eth_getBlockReceipts', []);
  expect(await Promise.all([settled(account), settled(nonce)])).toEqual([true, true]);
  expect(await settled(desk.nonce(0, { number: 11, hash: hash(11) }))).toBe(false);
});

test('a reorg waits for the blocks that are being judged, and what comes behind it for the reorg', async () => {
  const { desk, answer } = deskAt();
  const passed: MarketInput['kind'][] = [];
  const pass = ({ kind }: MarketInput): void => void passed.push(kind);
  desk.emit(blockInput(10), pass);
  desk.emit({ kind: 'rollback', atMs: systemClock.epochMs(), to: { number: 9, hash: hash(9) }, depth: 1 }, pass);
  desk.emit(blockInput(10), pass);
  expect(passed).toEqual(['block']);
  answer('eth_getBlockReceipts', []);
  await new Promise((resolve) => setImmediate(resolve));
  expect(passed).toEqual(['block', 'rollback', 'block']);
});

test('an order is in the pool once the node has answered of its pool; a nonce that was used it refuses', async () => {
  const { desk, kernel, pushed, asked, answer } = deskAt();
  for (const order of [orderOf(0), { ...orderOf(1), nonce: -1 }]) kernel.orders.set(order.id, order);
  kernel.head = headOf(10);
  const submitting = ['o0', 'o1'].map((orderId) =>
    desk.submit({ kind: 'submit', orderId, rawTransaction: '0x' } as never),
  );
  expect([asked(), pushed]).toEqual([['eth_getTransactionCount', 'eth_getTransactionCount'], []]);
  for (const _ of submitting) answer('eth_getTransactionCount', '0x0');
  await Promise.all(submitting);
  expect(pushed).toMatchObject([
    { orderId: 'o0', result: { kind: 'accepted' } },
    { orderId: 'o1', result: { kind: 'refused', error: expect.stringContaining('nonceTooLow') } },
  ]);
});

test('a relay refuses a bundle whose block the node had when it came, whatever the engine has heard of by then', async () => {
  const bundleSent = async (newestBlock: string): Promise<unknown> => {
    const { desk, pushed, answer } = deskAt();
    const block = { number: 10, hash: hash(10) };
    const relay = { id: 'r', url: 'http://127.0.0.1:1', publicKey: null };
    const sending = desk.bundle({
      kind: 'sendBundle',
      relay: relay as never,
      block,
      members: [],
      reverting: [],
      maxTimestampS: 99,
    });
    answer('eth_blockNumber', newestBlock);
    await sending;
    return pushed;
  };
  expect(await bundleSent('0xa')).toMatchObject([{ kind: 'bundleSent', result: { kind: 'accepted' } }]);
  expect(await bundleSent('0xb')).toMatchObject([{ kind: 'bundleSent', result: { code: 'RELAY_REFUSED' } }]);
});
