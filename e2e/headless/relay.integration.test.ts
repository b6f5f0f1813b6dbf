import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../app/domain/order.ts';
import { audit } from './testing/audit.ts';
import { type EndpointBroker, startBroker } from './testing/endpointBroker.ts';
import { expectGasPredicted } from './testing/gasPredictions.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun, kill } from './testing/headlessRun.ts';
import { currentEpoch, inputsOf } from './testing/journalView.ts';
import { quantity } from './testing/nodeRpc.ts';
import { type PublicPool, watchPublicPool } from './testing/publicPool.ts';
import { sleep } from './testing/waiting.ts';

let broker: EndpointBroker;
let run: HeadlessRun;
let pool: PublicPool;

beforeAll(async () => {
  broker = await startBroker([], { proxyRelays: true });
  run = await HeadlessRun.start({ broker, seed: 31 });
  await run.until(() => currentEpoch(run.data), 'an epoch', 60_000);
  pool = await watchPublicPool(run.nodeUrl);
  await run.landMore(1, 60_000);
}, 120_000);

afterAll(async () => {
  pool?.stop();
  run?.dispose();
  await broker?.stop();
});

const isForRelay = ({ kind, plan }: Order): boolean => kind === 'execute' && plan.submission.kind === 'relay';

const orders = (): readonly Order[] => currentEpoch(run.data)?.orders ?? [];

function ended(id: string): Promise<Order> {
  return run.until(() => {
    const order = orders().find((each) => each.id === id);
    return order !== undefined && order.resolvedAt !== null && order.state !== 'submitted' ? order : null;
  }, `the end of ${id}`);
}

function relayFills() {
  const epoch = currentEpoch(run.data);
  const byId = new Map(epoch?.orders.filter(isForRelay).map((order) => [order.id, order]));
  return (epoch?.fills ?? []).flatMap(({ fill }) => {
    const order = byId.get(fill.orderId);
    return order === undefined ? [] : [{ order, receipt: fill.receipt }];
  });
}

/** Holds the chain at a moment at which the relay has an order of ours that is in no block. */
async function holdWithOrder(after: ReadonlySet<string> = new Set()): Promise<Order & { transactionHash: string }> {
  return run.until(
    async () => {
      await run.builder.tell('builder_pause', {});
      for (let waited = 0; waited < 40; waited += 1) {
        const open = currentEpoch(run.data)?.openOrders ?? [];
        if (waited >= 8 && open.length === 0) break;
        const order = open.find(
          ({ id, state, ...rest }) => state === 'submitted' && !after.has(id) && isForRelay({ id, state, ...rest }),
        );
        const transactionHash = order?.transactionHash ?? null;
        if (order !== undefined && transactionHash !== null) {
          if ((await run.node.call('eth_getTransactionReceipt', transactionHash)) === null)
            return { ...order, transactionHash };
        }
        await sleep(50);
      }
      await run.builder.tell('builder_resume', {});
      await sleep(600);
      return null;
    },
    'an order at the relay',
    60_000,
  );
}

async function expectUnseen(hash: string): Promise<void> {
  expect(pool.seen.has(hash)).toBe(false);
  expect(await run.node.call('eth_getTransactionByHash', hash)).toBeNull();
  for (const view of [
    await run.node.call('eth_getBlockByNumber', 'pending', true),
    await run.node.call('txpool_content'),
  ])
    expect(JSON.stringify(view)).not.toContain(hash);
}

/** Whatever it ended as: it never stood in a block, and another order has its nonce; that one may be a lesser one of a bundle, which may revert. */
async function expectCostNothing({ id, nonce, transactionHash }: Order): Promise<void> {
  expect(await run.node.call('eth_getTransactionReceipt', transactionHash)).toBeNull();
  expect(currentEpoch(run.data)?.fills.some(({ fill }) => fill.orderId === id)).toBe(false);
  await run.until(
    () =>
      orders().some(
        (other) => other.id !== id && other.nonce === nonce && (other.state === 'landed' || other.state === 'reverted'),
      ),
    `another order at nonce ${nonce}`,
  );
}

describe('an order for the relay', () => {
  it('is seen by nobody before its block; a kill -9 of the engine meanwhile sends nothing twice and loses nothing', async () => {
    const order = await holdWithOrder();
    expect(broker.relay.offered.has(order.transactionHash)).toBe(true);
    expect((await run.builder.status()).bundles.waiting).toBeGreaterThanOrEqual(1);
    await expectUnseen(order.transactionHash);
    const pid = run.pidOf('main/engine') ?? 0;
    kill(pid);
    await run.builder.tell('builder_resume', {});
    await run.until(() => (run.pidOf('main/engine') ?? pid) !== pid, 'the engine again');
    const { state } = await ended(order.id);
    expect(['landed', 'dropped']).toContain(state);
    expect(pool.seen.has(order.transactionHash)).toBe(false);
    const again = orders().filter(({ nonce }) => nonce === order.nonce);
    expect(again.filter(({ state: each }) => each === 'landed' || each === 'reverted').length).toBeLessThanOrEqual(1);
    await audit(run);
  });

  it('lands before what the public pool held; two of ours land together, in the order of their nonces', async () => {
    const together = await run.until(
      () => {
        const byBlock = Map.groupBy(relayFills(), ({ receipt }) => receipt.block.number);
        const shared = [...byBlock.values()].filter(({ length }) => length >= 2);
        return shared.length > 0 ? shared : null;
      },
      'two orders in one block',
      60_000,
    );
    for (const fills of together) {
      const byNonce = fills.toSorted((a, b) => a.order.nonce - b.order.nonce);
      const [first] = byNonce;
      expect(byNonce.map(({ order, receipt }) => [order.nonce, receipt.transactionIndex])).toEqual(
        byNonce.map((_, place) => [(first?.order.nonce ?? 0) + place, (first?.receipt.transactionIndex ?? 0) + place]),
      );
    }
    for (const { receipt } of relayFills().slice(-12)) {
      const block = (await run.node.call('eth_getBlockByNumber', quantity(receipt.block.number), false)) as {
        transactions: readonly string[];
      };
      // Somebody's bundle may stand higher, with a public transaction that it comes right behind.
      const before = block.transactions.slice(0, receipt.transactionIndex);
      const behindNothing = before.filter(
        (hash, place) => pool.seen.has(hash) && pool.seen.has(block.transactions[place + 1] ?? ''),
      );
      expect(behindNothing).toEqual([]);
    }
  });

  it('that fails is in no block: it costs nothing and leaves its nonce', async () => {
    const order = await holdWithOrder();
    const { failed } = (await run.builder.status()).bundles;
    const head = (await run.node.call('eth_getBlockByNumber', 'latest', false)) as { baseFeePerGas: string };
    await run.builder.tell('builder_reprice', { baseFeePerGas: quantity(order.plan.maxFeePerGas + 1n), blocks: 7 });
    await run.builder.tell('builder_resume', {});
    const { state } = await ended(order.id);
    await run.builder.tell('builder_reprice', { baseFeePerGas: head.baseFeePerGas, blocks: 1 });
    expect(state).toBe('dropped');
    expect((await run.builder.status()).bundles.failed).toBeGreaterThan(failed);
    await expectCostNothing(order);
  });
});

describe('a relay', () => {
  it('that says yes and includes nothing: the order runs out, unseen and for nothing', async () => {
    const known = new Set(orders().map(({ id }) => id));
    broker.relay.mode = 'swallows';
    const order = await run.until(
      () => orders().find((each) => isForRelay(each) && !known.has(each.id) && each.state === 'submitted'),
      'an order at a relay that swallows it',
    );
    const { state, reason } = await ended(order.id);
    broker.relay.mode = 'passes';
    expect(state).toBe('dropped');
    expect(['LANDING_MISSED', 'LANDING_LOST']).toContain(reason?.code);
    expect(pool.seen.has(String(order.transactionHash))).toBe(false);
    await expectCostNothing(order);
  });

  it('that is slow, then gone: its orders say so and stay unseen, new ones go public, and it is used again', async () => {
    const epoch = currentEpoch(run.data)?.epoch.id ?? '';
    const known = new Set(orders().map(({ id }) => id));
    const failures = (code: string): number =>
      inputsOf(run.data, epoch, 'bundleSent').filter(({ result }) => result.kind === 'failed' && result.code === code)
        .length;
    const isNew = (order: Order): boolean => !known.has(order.id) && order.kind === 'execute';
    broker.relay.mode = 'stalls';
    await run.until(() => failures('RELAY_TIMEOUT') > 0, 'a relay that is too slow');
    broker.relay.mode = 'hangsUp';
    const order = await run.until(
      () => orders().find((each) => isNew(each) && isForRelay(each) && each.state === 'signed'),
      'an order that no relay has taken',
    );
    const { state, reason } = await ended(order.id);
    expect(state).toBe('dropped');
    expect(reason).toMatchObject({ code: 'SUBMIT_RELAY_FAILED' });
    expect(['RELAY_TIMEOUT', 'RELAY_UNREACHABLE']).toContain(reason?.facts.code);
    expect(pool.seen.has(String(order.transactionHash))).toBe(false);
    await run.until(
      () => orders().some((each) => isNew(each) && !isForRelay(each) && each.state === 'landed'),
      'a new order by the public way',
    );
    broker.relay.mode = 'passes';
    const { length } = relayFills();
    await run.until(() => relayFills().length > length, 'the relay in use again', 60_000);
    await expectCostNothing(order);
  });
});

it('the gas of what landed was predicted', () => {
  expect(expectGasPredicted(run)).toBeGreaterThanOrEqual(10);
});

it('nothing signed for the relay was ever public, and what was public was signed for everybody', async () => {
  await audit(run);
  const executions = orders().filter(({ kind, transactionHash }) => kind === 'execute' && transactionHash !== null);
  const forRelay = executions.filter(isForRelay).map(({ transactionHash }) => String(transactionHash));
  expect(forRelay.filter((hash) => pool.seen.has(hash))).toEqual([]);
  const forEverybody = executions.filter((order) => !isForRelay(order) && order.submittedAt !== null);
  expect(forEverybody.length).toBeGreaterThanOrEqual(1);
  expect(forEverybody.filter(({ transactionHash }) => !pool.seen.has(String(transactionHash)))).toEqual([]);
  expect((await endWell(run)).restarts).toBe(1);
});
