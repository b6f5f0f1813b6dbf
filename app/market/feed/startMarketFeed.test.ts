import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarketInput } from '../../domain/engineInput.ts';
import { seededRandom } from '../../domain/random.ts';
import type { MarketProblem } from '../marketProblem.ts';
import { MarketState } from '../marketState.ts';
import { realClock } from '../testing/followMarket.ts';
import { imaginaryChain } from '../testing/marketArbitraries.ts';
import { type HeadPush, ScriptedChain } from '../testing/scriptedChain.ts';
import { type MarketFeed, startMarketFeed } from './startMarketFeed.ts';

interface Run {
  readonly chain: ScriptedChain;
  readonly feed: MarketFeed;
  readonly market: MarketState;
  readonly inputs: MarketInput[];
  readonly problems: MarketProblem[];
  readonly crashes: unknown[];
}

function run(seed: number): Run {
  const chain = new ScriptedChain(seededRandom(seed));
  const market = new MarketState();
  const inputs: MarketInput[] = [];
  const problems: MarketProblem[] = [];
  const crashes: unknown[] = [];
  const emit = (input: MarketInput): void => {
    inputs.push(input);
    if (input.kind === 'universe') market.setUniverse(input.pools);
    else if (input.kind === 'snapshot') market.applySnapshot(input.head, input.states);
    else if (input.kind === 'rollback') market.rollback(input.to);
    else if (input.kind === 'block') market.applyBlock(input.head, input.events);
  };
  const feed = startMarketFeed({
    chain: imaginaryChain,
    rpc: chain.client(),
    clock: realClock,
    random: seededRandom(1),
    emit,
    report: (problem) => problems.push(problem),
    crash: (error) => crashes.push(error),
  });
  return { chain, feed, market, inputs, problems, crashes };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 3000 && !condition(); i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** After this the feed has had its say on everything that was told so far. */
async function caughtUp({ chain, feed, market }: Run): Promise<void> {
  await until(() => market.head?.hash === chain.tip.hash && feed.status.phase === 'following');
  expect(market.head?.hash).toBe(chain.tip.hash);
  expect(new Map(market.states)).toEqual(chain.states());
}

type Step =
  | { readonly kind: 'mine'; readonly newPairs: number; readonly push: HeadPush }
  | { readonly kind: 'reorg'; readonly depth: number; readonly length: number; readonly push: HeadPush }
  | { readonly kind: 'drop' | 'wait' };

const push = fc.constantFrom<HeadPush>('push', 'push', 'push', 'lose', 'twice');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('mine' as const), newPairs: fc.constantFrom(0, 0, 0, 0, 1), push }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('reorg' as const),
      depth: fc.integer({ min: 1, max: 13 }),
      length: fc.integer({ min: 1, max: 14 }),
      push,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
);

async function take({ chain }: Run, one: Step): Promise<void> {
  if (one.kind === 'mine') chain.mine(one.newPairs, one.push);
  else if (one.kind === 'reorg') {
    chain.unwind(one.depth);
    for (let i = 0; i < one.length; i += 1) chain.mine(0, i === one.length - 1 ? one.push : 'push');
  } else if (one.kind === 'drop') {
    chain.setConnected(false);
    chain.mine(1, 'lose');
    chain.setConnected(true);
  } else await new Promise((resolve) => setTimeout(resolve, 3));
}

describe('startMarketFeed', () => {
  it('ends at the chain, whatever was mined, replaced, lost, repeated or cut off', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.nat(),
        fc.constantFrom(0, 0, 20),
        async (steps, seed, loss) => {
          const one = run(seed);
          await until(() => one.feed.status.phase === 'following');
          one.chain.lossPerThousand = loss;
          for (const each of steps) await take(one, each);
          one.chain.lossPerThousand = 0;
          one.chain.mine(0, 'push');
          await caughtUp(one);
          await one.feed.stop();
          expect(one.crashes).toEqual([]);
          expect(one.problems.filter(({ severity }) => severity === 'fault')).toEqual([]);
        },
      ),
      { numRuns: 80 },
    );
  }, 60_000);

  it('says what it does in order: connected, universe, snapshot, blocks', async () => {
    const one = run(7);
    await caughtUp(one);
    one.chain.mine(0, 'push');
    await caughtUp(one);
    one.chain.unwind(1);
    one.chain.mine(0, 'push');
    await caughtUp(one);
    await one.feed.stop();
    expect(one.inputs.map(({ kind }) => kind).slice(0, 3)).toEqual(['feed', 'universe', 'snapshot']);
    expect(one.inputs.map(({ kind }) => kind).slice(-3)).toEqual(['block', 'rollback', 'block']);
    expect(one.feed.status).toMatchObject({ phase: 'stopped', counters: { reorgs: 1, deepestReorg: 1, snapshots: 1 } });
  });

  it('gives new pools as part of their block', async () => {
    const one = run(8);
    await caughtUp(one);
    const before = one.inputs.length;
    one.chain.mine(2, 'push');
    await caughtUp(one);
    expect(one.inputs.slice(before).map(({ kind }) => kind)).toEqual(['block', 'universe', 'snapshot']);
    one.chain.unwind(1);
    one.chain.mine(0, 'push');
    await caughtUp(one);
    expect(one.inputs.slice(before + 3).map(({ kind }) => kind)).toEqual(['rollback', 'universe', 'block']);
    await one.feed.stop();
  });

  it('emits nothing once stopped, and leaves nothing subscribed', async () => {
    const one = run(9);
    await caughtUp(one);
    await one.feed.stop();
    const count = one.inputs.length;
    one.chain.mine(1, 'push');
    one.chain.setConnected(false);
    one.chain.setConnected(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(one.inputs).toHaveLength(count);
    expect(one.chain.subscriptions).toBe(0);
  });
});
