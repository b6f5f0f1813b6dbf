import { afterEach, describe, expect, it } from 'vitest';
import { chainId } from '../../domain/chain.ts';
import { epochMs } from '../../domain/clock.ts';
import type { ExpectedError } from '../../domain/errors.ts';
import { seededRandom } from '../../domain/random.ts';
import { deeplyNested } from '../testing/faults.ts';
import { realClock } from '../testing/followMarket.ts';
import { type ScriptedAnswer, type ScriptedRequest, scriptedTransport } from '../testing/scriptedTransport.ts';
import { connectRpc } from './connectRpc.ts';
import type { RpcClient, RpcClientOptions } from './rpcClient.ts';

const open: RpcClient[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

interface Started {
  readonly client: RpcClient;
  readonly problems: ExpectedError[];
  readonly links: ReturnType<typeof scriptedTransport>['links'];
  readonly down: Set<string>;
}

const node = (request: ScriptedRequest): ScriptedAnswer => {
  if (request.method === 'eth_chainId') return { result: '0x7' };
  if (request.method === 'eth_subscribe') return { result: `sub-${String(request.params[0])}` };
  return { result: request.params };
};

function start(
  answer: (request: ScriptedRequest, label: string) => ScriptedAnswer = node,
  options: Partial<RpcClientOptions> = {},
): Started {
  const problems: ExpectedError[] = [];
  const { open: openTransport, links, down } = scriptedTransport(answer);
  const client = connectRpc({
    endpoints: ['ws://127.0.0.1:1', 'ws://127.0.0.1:2'],
    chainId: chainId(7),
    clock: realClock,
    random: seededRandom(1),
    report: (problem) => problems.push(problem),
    defaultTimeoutMs: 200,
    openTransport,
    ...options,
  });
  open.push(client);
  return { client, problems, links, down };
}

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: ExpectedError) => error.code,
  );

const until = async (condition: () => boolean): Promise<void> => {
  for (let i = 0; i < 500 && !condition(); i += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
};

describe('connectRpc', () => {
  it('matches answers to calls whatever their order', async () => {
    const held: ScriptedRequest[] = [];
    const { client, links } = start((request) => {
      if (request.method !== 'slow') return node(request);
      held.push(request);
      return 'silence';
    });
    await client.connected();
    const calls = client.callAll([1, 2, 3].map((n) => ({ method: 'slow', params: [n] })));
    for (const { id, params } of held.toReversed()) links[0]?.push({ jsonrpc: '2.0', id, result: params });
    expect(await calls).toEqual([[1], [2], [3]]);
  });

  it("turns a node's error into facts, escaped and cut", async () => {
    const { client } = start((request) =>
      request.method === 'bad' ? { error: { code: -32000, message: `\u001b[31m${'x'.repeat(1000)}` } } : node(request),
    );
    await client.connected();
    const error = await client.call('bad', []).catch((thrown: ExpectedError) => thrown);
    expect(error).toMatchObject({ code: 'RPC_ERROR', facts: { nodeCode: -32000 } });
    expect((error as ExpectedError).message).toMatch(/^bad: \\u\{1b\}\[31mx+…$/);
    expect((error as ExpectedError).message.length).toBeLessThan(320);
  });

  it('never uses an endpoint of another chain', async () => {
    const { client, problems, links } = start((request, label) =>
      request.method === 'eth_chainId' && label.endsWith(':1') ? { result: '0x1' } : node(request),
    );
    await client.connected();
    expect(client.state).toEqual({ kind: 'connected', endpoint: '127.0.0.1:2' });
    expect(problems.map(({ code }) => code)).toEqual(['RPC_WRONG_CHAIN']);
    expect(links[0]?.requests.map(({ method }) => method)).toEqual(['eth_chainId']);
    links[1]?.drop('gone');
    await until(() => links.length >= 3);
    expect(links.slice(1).every(({ label }) => label.endsWith(':2'))).toBe(true);
  });

  it('refuses for good when every endpoint is of another chain', async () => {
    const { client } = start(() => ({ result: '0x1' }));
    expect(await codeOf(client.connected())).toBe('RPC_WRONG_CHAIN');
    expect(await codeOf(client.call('eth_blockNumber', []))).toBe('RPC_WRONG_CHAIN');
    expect(client.state.kind).toBe('refused');
  });

  it('moves to the next endpoint, and comes back with its subscriptions', async () => {
    const heads: unknown[] = [];
    const { client, links, down } = start();
    client.subscribe('newHeads', null, (result) => heads.push(result));
    await client.connected();
    down.add('127.0.0.1:1');
    links[0]?.drop('gone');
    await until(() => client.state.kind === 'connected' && client.state.endpoint === '127.0.0.1:2');
    links
      .at(-1)
      ?.push({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription: 'sub-newHeads', result: 42 } });
    expect(heads).toEqual([42]);
  });

  it('prefers the first endpoint again after an accident, and the next one after giving up', async () => {
    let nowMs = 1;
    const clock = { ...realClock, epochMs: () => epochMs(nowMs) };
    const { client, links, down } = start(node, { clock });
    const connectedTo = (label: string): Promise<void> =>
      until(() => client.state.kind === 'connected' && client.state.endpoint.endsWith(label));
    await connectedTo(':1');
    nowMs += 60_000;
    client.reconnect('it does not follow its chain');
    await connectedTo(':2');
    nowMs += 60_000;
    links.at(-1)?.drop('gone');
    await connectedTo(':1');
    down.add('127.0.0.1:1');
    links.at(-1)?.drop('gone');
    await connectedTo(':2');
  });

  it.each([
    ['garbage', 'not json'],
    ['a lone string', '"text"'],
    ['nesting', deeplyNested(100_000)],
    ['size', JSON.stringify('x'.repeat(70_000))],
  ])('drops the connection on %s, and connects again', async (_, frame) => {
    const { client, problems, links } = start(node, { limits: { maxBytes: 65_536 } });
    await client.connected();
    const pending = codeOf(client.call('eth_chainId', []));
    links[0]?.push(frame);
    expect(await pending).toBe('RPC_DISCONNECTED');
    await until(() => client.state.kind === 'connected');
    expect(client.counters).toMatchObject({ connections: 2, disconnections: 1, faultyFrames: 1 });
    expect(problems.map(({ code }) => code)).toEqual(['RPC_MALFORMED_REPLY']);
  });

  it('counts answers that nobody asked for, and goes on', async () => {
    const { client, links } = start();
    await client.connected();
    for (const frame of [{ id: 999, result: 1 }, { id: null, error: {} }, { method: 'eth_subscription' }])
      links[0]?.push(frame);
    expect(await client.call('echo', [5])).toEqual([5]);
    expect(client.counters.strayFrames).toBe(3);
  });

  it('times calls out, and drops a node that answers nothing', async () => {
    const { client, links } = start((request) => (request.method === 'hang' ? 'silence' : node(request)));
    await client.connected();
    expect(await codeOf(client.call('hang', [], { timeoutMs: 10 }))).toBe('RPC_TIMEOUT');
    await Promise.all([
      codeOf(client.call('hang', [], { timeoutMs: 10 })),
      codeOf(client.call('hang', [], { timeoutMs: 10 })),
    ]);
    await until(() => links.length === 2 && client.state.kind === 'connected');
    expect(client.counters.timeouts).toBe(3);
  });

  it('reports a subscription that the node does not have, and works without it', async () => {
    const { client, problems } = start((request) =>
      request.method === 'eth_subscribe' ? { error: { code: -32601, message: 'no' } } : node(request),
    );
    const subscription = client.subscribe('newPendingTransactions', null, () => undefined);
    await client.connected();
    expect(subscription.live).toBe(false);
    expect(problems.map(({ code }) => code)).toEqual(['RPC_ERROR']);
  });

  it('refuses plain text off this machine before any connection', async () => {
    const { client, links } = start(node, { endpoints: ['ws://node.example/secret'] });
    expect(await codeOf(client.connected())).toBe('RPC_ENDPOINT_REFUSED');
    expect(links).toHaveLength(0);
  });
});
