import { AbiCoder } from 'ethers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestDevnet, type TestDevnet } from '../../devnet/testing/startDevnet.ts';
import { strangerSends } from '../../devnet/testing/stranger.ts';
import { present } from '../../domain/errors.ts';
import type { Address } from '../../domain/hex.ts';
import { logTopics } from '../decode/logTopics.ts';
import { type FaultProxy, pass, startFaultProxy } from '../testing/faultProxy.ts';
import { deeplyNested, dropLogs } from '../testing/faults.ts';
import { type FollowedMarket, type FollowOptions, followMarket } from '../testing/followMarket.ts';

let devnet: TestDevnet;
let proxy: FaultProxy;
const followed: FollowedMarket[] = [];

beforeAll(async () => {
  devnet = await startTestDevnet({ blockTimeMs: 250 });
  proxy = await startFaultProxy(devnet.chain.endpoints[0] ?? '');
});

afterEach(async () => {
  proxy.transform = () => pass;
  for (const one of followed.splice(0)) await one.stop();
});

afterAll(async () => {
  await proxy.stop();
  await devnet.stop();
});

async function follow(options: Partial<FollowOptions> = {}): Promise<FollowedMarket> {
  const one = followMarket({ chain: devnet.chain, ...options });
  followed.push(one);
  await one.until(() => one.feed.status.counters.snapshots > 0, 'the first snapshot');
  return one;
}

const throughProxy = (options: Partial<FollowOptions> = {}): Promise<FollowedMarket> =>
  follow({ endpoints: [proxy.url], ...options });

async function blocks(one: FollowedMarket, count: number): Promise<void> {
  const until = one.feed.status.counters.blocks + count;
  await one.until(() => one.feed.status.counters.blocks >= until, `${count} more blocks`);
}

/** Everything here equals a fresh read at the same block. */
async function expectEqual(one: FollowedMarket): Promise<void> {
  const { compared, pools } = await one.differences();
  expect(compared).toBeGreaterThanOrEqual(40);
  expect(pools).toEqual([]);
}

/** And it never looked as if a log were lost. */
async function expectExact(one: FollowedMarket): Promise<void> {
  await expectEqual(one);
  expect(one.gaps).toEqual([]);
}

const faults = (one: FollowedMarket): readonly string[] =>
  one.problems.filter(({ severity }) => severity === 'fault').map(({ code }) => code);

describe('the feed on a real node', () => {
  it('after many blocks of trading holds what a fresh snapshot holds, to the wei', async () => {
    const one = await follow();
    for (let i = 0; i < 4; i += 1) {
      await blocks(one, 5);
      await expectExact(one);
    }
    const seen = new Set<string>();
    const look = (): boolean => {
      for (const input of one.inputs) if (input.kind === 'block') for (const { kind } of input.events) seen.add(kind);
      return ['v2Sync', 'v2Swap', 'v3Swap', 'v3Liquidity'].every((kind) => seen.has(kind));
    };
    await one.until(look, 'an event of each kind', 60_000);
    await expectExact(one);
    expect(faults(one)).toEqual([]);
  });

  it('follows reorgs of depth 1 to 10 by rollback, and a deeper one by a snapshot', async () => {
    const one = await follow();
    await blocks(one, 11);
    for (let depth = 1; depth <= 10; depth += 1) {
      const { reorgs } = one.feed.status.counters;
      await devnet.builder.whilePaused(async () => {
        const newest = Number(await devnet.rpc('eth_blockNumber'));
        await one.until(() => one.market.head?.number === newest, 'the newest block');
        await devnet.reorg(depth);
      });
      await one.until(() => one.feed.status.counters.reorgs > reorgs, `reorg of ${depth}`);
      expect(one.feed.status.counters.deepestReorg).toBe(depth);
      await blocks(one, 1);
      await expectExact(one);
    }
    expect(one.feed.status.counters.snapshots).toBe(1);
    await blocks(one, 4);
    await devnet.reorg(12);
    await one.until(() => one.feed.status.counters.snapshots === 2, 'a new snapshot');
    expect(one.feed.status.counters.reorgs).toBe(11);
    // Pools that were created meanwhile came in snapshots of their own.
    const causes = one.inputs.flatMap((input) => (input.kind === 'snapshot' ? [input.isReorg ?? false] : []));
    expect(causes.filter((isReorg) => isReorg)).toHaveLength(1);
    await blocks(one, 2);
    await expectExact(one);
    expect(faults(one)).toEqual([]);
  });

  it('takes in a pool that is created while it follows, and gives it back in a reorg', async () => {
    const one = await follow();
    await blocks(one, 2);
    const dex = present(
      devnet.chain.dexes.find(({ kind }) => kind === 'uniswapV2'),
      'a V2 deployment',
    );
    const pairs = new Set(
      [...one.market.pools.values()]
        .filter(({ dexId }) => dexId === dex.id)
        .map(({ token0, token1 }) => `${token0}${token1}`),
    );
    const tokens = [
      ...new Set([...one.market.pools.values()].flatMap(({ token0, token1 }) => [token0, token1])),
    ].sort();
    const [token0, token1] = present(
      tokens.flatMap((a) => tokens.map((b) => [a, b] as const)).find(([a, b]) => a < b && !pairs.has(`${a}${b}`)),
      'a pair to create',
    );
    const before = one.market.states.size;
    await createPair(dex.factory, token0, token1);
    await one.until(() => one.market.states.size === before + 1, 'the new pool');
    const born = present(
      [...one.market.pools.values()].find(
        (pool) => pool.dexId === dex.id && pool.token0 === token0 && pool.token1 === token1,
      ),
      'the pool',
    );
    expect(one.market.states.get(born.address)).toEqual({ kind: 'uniswapV2', reserve0: 0n, reserve1: 0n });
    await devnet.reorg(3);
    await one.until(() => one.feed.status.counters.reorgs > 0, 'the reorg');
    await blocks(one, 2);
    expect(one.market.states.has(born.address)).toBe(one.market.pools.has(born.address));
    await expectExact(one);
    expect(one.feed.status.counters.snapshots).toBe(1);
  });
});

async function createPair(factory: Address, token0: Address, token1: Address): Promise<void> {
  const data = `0xc9c65396${AbiCoder.defaultAbiCoder().encode(['address', 'address'], [token0, token1]).slice(2)}`;
  await strangerSends(devnet.rpc, { to: factory, data, gasLimit: 5_000_000 });
}

describe('the feed behind a bad connection', () => {
  it('reconnects after a cut and fills the gap', async () => {
    const one = await throughProxy();
    await blocks(one, 3);
    proxy.cut();
    await one.until(() => one.rpc.counters.connections === 2, 'a second connection');
    await blocks(one, 3);
    await expectExact(one);
    expect(one.feed.status.counters.snapshots).toBe(1);
    expect(one.inputs.filter(({ kind }) => kind === 'feed')).toMatchObject([
      { state: 'connected' },
      { state: 'disconnected' },
      { state: 'connected' },
    ]);
  });

  it('takes a new snapshot when it missed too much', async () => {
    const one = await throughProxy({ feed: { maxBackfill: 16 } });
    proxy.transform = ({ method }) => (method === 'eth_chainId' ? { kind: 'close' } : pass);
    proxy.cut();
    await devnet.builder.whilePaused(async () => {
      await devnet.builder.tell('builder_mine', { blocks: 32 });
      proxy.transform = () => pass;
      await one.until(() => one.feed.status.counters.snapshots === 2, 'a second snapshot');
    });
    await blocks(one, 2);
    await expectExact(one);
  });

  it('keeps order behind a node that answers late', async () => {
    const one = await throughProxy();
    proxy.transform = ({ method, direction }) =>
      method === 'eth_getLogs' && direction === 'toClient' ? { kind: 'delay', ms: 400 } : pass;
    await blocks(one, 12);
    proxy.transform = () => pass;
    await blocks(one, 2);
    await expectExact(one);
    const numbers = one.inputs.flatMap((input) => (input.kind === 'block' ? [input.head.number] : []));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });

  it.each([
    ['garbage', 'no JSON at all'],
    ['an oversized frame', JSON.stringify('x'.repeat(33 * 1024 * 1024))],
    ['a deeply nested frame', deeplyNested(1_000_000)],
    ['a head that is none', JSON.stringify({ jsonrpc: '2.0', id: null })],
  ])('survives %s', async (what, frame) => {
    const one = await throughProxy();
    await blocks(one, 2);
    proxy.inject(frame);
    if (what !== 'a head that is none')
      await one.until(() => one.rpc.counters.connections === 2, 'a second connection');
    await blocks(one, 3);
    await expectExact(one);
    expect(faults(one)).toEqual([]);
  });

  it('reconnects when the heads stop coming although the chain goes on', async () => {
    const one = await throughProxy();
    const first = proxy.connections;
    proxy.transform = ({ method, direction, message, connection }) => {
      const result = (message?.params as { result?: unknown } | undefined)?.result;
      const isHead =
        direction === 'toClient' &&
        method === 'eth_subscription' &&
        typeof result === 'object' &&
        result !== null &&
        'parentHash' in result;
      return isHead && connection === first ? { kind: 'drop' } : pass;
    };
    await one.until(() => one.rpc.counters.connections === 2, 'a second connection');
    await blocks(one, 3);
    await expectExact(one);
  });

  it('never uses a node of another chain', async () => {
    proxy.transform = ({ method, direction, message }) =>
      method === 'eth_chainId' && direction === 'toClient'
        ? { kind: 'replace', frames: [JSON.stringify({ ...message, result: '0x1' })] }
        : pass;
    const one = await follow({ endpoints: [proxy.url, devnet.chain.endpoints[0] ?? ''] });
    await blocks(one, 1);
    expect(one.rpcProblems.map(({ code }) => code)).toEqual(['RPC_WRONG_CHAIN']);
    expect(`ws://${one.rpc.state.kind === 'connected' ? one.rpc.state.endpoint : ''}`).toBe(devnet.chain.endpoints[0]);
  });
});

describe('the feed behind a node that loses logs', () => {
  const once = (topic: string) => {
    let left = 1;
    return (log: Readonly<Record<string, unknown>>): boolean => {
      const hit = left > 0 && Array.isArray(log.topics) && log.topics[0] === topic;
      if (hit) left -= 1;
      return hit;
    };
  };

  it.each([logTopics.v2Sync, logTopics.v3Swap])('sees and mends one lost from the answers (%s)', async (topic) => {
    const one = await throughProxy();
    // The first block may be older than the subscription that pushes its logs.
    await blocks(one, 2);
    proxy.transform = dropLogs(once(topic), ['answer']);
    await one.until(() => one.feed.status.counters.logsDisagreed > 0, 'the disagreement');
    await blocks(one, 2);
    await expectEqual(one);
    expect(faults(one)).toContain('FEED_LOGS_DISAGREE');
  });

  it('holds on to the pushed log when the answers never have it', async () => {
    const one = await throughProxy();
    await blocks(one, 2);
    let victim: unknown = null;
    proxy.transform = dropLogs(
      (log) => {
        if (!Array.isArray(log.topics) || log.topics[0] !== logTopics.v2Sync) return false;
        victim ??= log.address;
        return log.address === victim;
      },
      ['answer'],
    );
    await one.until(() => one.feed.status.counters.logsDisagreed > 0, 'the disagreement');
    await blocks(one, 3);
    await expectEqual(one);
  });

  it('only counts those that were not pushed', async () => {
    const one = await throughProxy();
    proxy.transform = dropLogs(once(logTopics.v2Swap), ['push']);
    await one.until(() => one.feed.status.counters.logsNotPushed > 0, 'the count');
    await blocks(one, 1);
    await expectExact(one);
    expect(faults(one)).toEqual([]);
  });

  it('names the pool when a log is lost both ways', async () => {
    const one = await throughProxy();
    // Of blocks that come after the node's next: of the next, some logs may have been pushed already.
    const after = Number(await devnet.rpc('eth_blockNumber')) + 2;
    const victims = new Set<unknown>();
    // Of every pair: what one loses at a change of liquidity shows at its next swap only, which may be long in coming.
    proxy.transform = dropLogs(
      (log) => {
        const isLost =
          Array.isArray(log.topics) && log.topics[0] === logTopics.v2Sync && Number(log.blockNumber) >= after;
        if (isLost) victims.add(log.address);
        return isLost;
      },
      ['answer', 'push'],
    );
    await one.until(() => one.gaps.length > 0, 'the gap');
    expect(victims).toContain(one.gaps[0]?.pool);
    proxy.transform = () => pass;
    one.feed.resynchronise('a log was lost');
    await one.until(() => one.feed.status.counters.snapshots === 2, 'a second snapshot');
    expect((await one.differences()).pools).toEqual([]);
  });
});
