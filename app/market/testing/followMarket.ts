import { isDeepStrictEqual } from 'node:util';
import type { Chain } from '../../domain/chain.ts';
import { type Clock, epochMs, monotonicNs } from '../../domain/clock.ts';
import type { MarketInput } from '../../domain/engineInput.ts';
import type { ExpectedError } from '../../domain/errors.ts';
import type { Address } from '../../domain/hex.ts';
import type { BlockReference } from '../../domain/opportunity.ts';
import type { PoolState } from '../../domain/pool.ts';
import { seededRandom } from '../../domain/random.ts';
import type { MarketFeedOptions } from '../feed/feedOptions.ts';
import { type MarketFeed, startMarketFeed } from '../feed/startMarketFeed.ts';
import type { MarketProblem } from '../marketProblem.ts';
import { MarketState } from '../marketState.ts';
import { connectRpc } from '../rpc/connectRpc.ts';
import type { RpcClient, RpcClientOptions } from '../rpc/rpcClient.ts';
import { readPoolStates } from '../snapshot/readPoolStates.ts';

export const realClock: Clock = {
  epochMs: () => epochMs(Date.now()),
  monotonicNs: () => monotonicNs(Number(process.hrtime.bigint())),
};

/** A feed with a market state behind it, as the engine has them, and all that they said. */
export interface FollowedMarket {
  readonly rpc: RpcClient;
  readonly feed: MarketFeed;
  readonly market: MarketState;
  readonly inputs: readonly MarketInput[];
  readonly problems: readonly MarketProblem[];
  readonly rpcProblems: readonly ExpectedError[];
  readonly gaps: readonly { readonly pool: Address; readonly reason: string }[];
  /** How long each block took from the arrival of its head to its input, in milliseconds. */
  readonly latenciesMs: readonly number[];
  /** @throws Error naming what did not come true in time */
  until(condition: () => boolean, what: string, timeoutMs?: number): Promise<void>;
  /** Pools whose state here is another than a fresh read at the same block, once a block stands above it. */
  differences(): Promise<{
    readonly at: BlockReference;
    readonly compared: number;
    readonly pools: readonly Address[];
  }>;
  stop(): Promise<void>;
}

export interface FollowOptions {
  readonly chain: Chain;
  readonly endpoints?: readonly string[];
  readonly rpc?: Partial<RpcClientOptions>;
  readonly feed?: Partial<MarketFeedOptions>;
}

/** Follows `chain` until stopped. */
export function followMarket({
  chain,
  endpoints = chain.endpoints,
  rpc: rpcOptions,
  feed: feedOptions,
}: FollowOptions): FollowedMarket {
  const market = new MarketState();
  const inputs: MarketInput[] = [];
  const problems: MarketProblem[] = [];
  const rpcProblems: ExpectedError[] = [];
  const gaps: { pool: Address; reason: string }[] = [];
  const latenciesMs: number[] = [];
  let crash: unknown = null;
  const rpc = connectRpc({
    endpoints,
    chainId: chain.chainId,
    clock: realClock,
    random: seededRandom(1),
    report: (problem) => rpcProblems.push(problem),
    ...rpcOptions,
  });
  const apply = (input: MarketInput): void => {
    inputs.push(input);
    if (input.kind === 'universe') market.setUniverse(input.pools);
    else if (input.kind === 'snapshot') market.applySnapshot(input.head, input.states);
    else if (input.kind === 'rollback') market.rollback(input.to);
    else if (input.kind === 'block') {
      latenciesMs.push((realClock.monotonicNs() - input.seenNs) / 1e6);
      gaps.push(...market.applyBlock(input.head, input.events).gaps);
    }
  };
  const feed = startMarketFeed({
    chain,
    rpc,
    clock: realClock,
    random: seededRandom(2),
    emit: apply,
    report: (problem) => problems.push(problem),
    crash: (error) => {
      crash = error;
    },
    ...feedOptions,
  });
  const until = async (condition: () => boolean, what: string, timeoutMs = 20_000): Promise<void> => {
    const end = Date.now() + timeoutMs;
    while (!condition()) {
      if (crash !== null) throw crash;
      if (Date.now() > end)
        throw new Error(
          `not in ${timeoutMs} ms: ${what}; ${JSON.stringify(problems)}; ${rpcProblems.map(String).join('; ')}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const differences: FollowedMarket['differences'] = async () => {
    const head = market.head;
    if (head === null) throw new Error('no head yet');
    const at = { number: head.number, hash: head.hash };
    const held: ReadonlyMap<Address, PoolState> = new Map(market.states);
    const pools = [...market.pools.values()];
    await until(() => (market.head?.number ?? 0) > at.number, 'a block above, so that the one below is settled');
    // A pair of code that nobody vouches for may say one thing in its events and another when it is asked.
    const unverified = new Set(
      chain.dexes.flatMap((dex) => ('code' in dex && dex.code === 'unverified' ? [dex.id] : [])),
    );
    const vouched = pools.filter(({ dexId }) => !unverified.has(dexId));
    const fresh = await readPoolStates(vouched, { rpc, multicall3: chain.multicall3, block: at });
    const different = fresh.states
      .filter(({ pool, state }) => !isDeepStrictEqual(held.get(pool), state))
      .map(({ pool }) => pool);
    return {
      at,
      compared: fresh.states.length,
      pools: [...different, ...fresh.unreadable.map(({ pool }) => pool.address)],
    };
  };
  const stop = async (): Promise<void> => {
    await feed.stop();
    rpc.close();
    if (crash !== null) throw crash;
  };
  return { rpc, feed, market, inputs, problems, rpcProblems, gaps, latenciesMs, until, differences, stop };
}
