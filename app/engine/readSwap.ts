import { mostTouchesShown, type PendingRow, type SwapReading } from '../contract/mempool.ts';
import { marginalPrice } from '../detect/priceOf.ts';
import { tokenAmount } from '../domain/amount.ts';
import { type Address, type Bytes, shortHex } from '../domain/hex.ts';
import type { Pool } from '../domain/pool.ts';
import { decodeExecute } from '../execution/executorCalldata.ts';
import { decodeSwapCall, type SwapCall } from '../market/decode/decodeSwapCall.ts';
import { inNativeDown } from '../portfolio/tokenValue.ts';
import { assetValue } from './assetValue.ts';
import type { KernelState } from './kernelState.ts';
import { poolPrice } from './opportunityDetails.ts';
import { routePools } from './routeKey.ts';

/** A pending transaction's swap as its calldata says it: a router's path, or the pools of an executor like ours. */
export type ReadCall =
  | { readonly by: 'router'; readonly call: SwapCall }
  | {
      readonly by: 'executor';
      readonly method: string;
      readonly hops: readonly { readonly pool: Address; readonly zeroForOne: boolean }[];
      readonly amountIn: bigint;
      /** What has to come out at least. */
      readonly bound: bigint;
    };

/** Null where it is no swap that is known here. Never throws. */
export function readCall(input: Bytes, value: bigint): ReadCall | null {
  const call = decodeSwapCall(input, value);
  if (call !== null) return { by: 'router', call };
  try {
    const { hops, terms } = decodeExecute(input);
    // Parts of a split route run side by side, not one after the other.
    if (hops.some(({ part }) => part !== undefined)) return null;
    const { amountIn, minProfit } = terms;
    return { by: 'executor', method: 'execute', hops, amountIn, bound: amountIn + minProfit };
  } catch {
    return null;
  }
}

interface Step {
  readonly pool: Pool | null;
  readonly zeroForOne: boolean;
}

/** What the swap would do at the newest block, by our own exact mathematics; `pools` are those that it moves. */
export function readSwap(
  kernel: KernelState,
  read: ReadCall,
  to: Address | null,
): { readonly reading: SwapReading; readonly pools: readonly Address[] } | null {
  const path = read.by === 'router' ? routerPath(kernel, read.call, to) : executorPath(kernel, read.hops);
  const first = path?.tokens[0];
  if (path === null || first === undefined) return null;
  const exact = read.by === 'router' ? read.call.exact : 'in';
  const amount = read.by === 'router' ? read.call.amount : read.amountIn;
  const bound = read.by === 'router' ? read.call.bound : read.bound;
  const { other, impactPpm } = quotePath(kernel, path.steps, exact, amount);
  const amountIn = exact === 'in' ? amount : other;
  const amountOut = exact === 'in' ? other : amount;
  const value = amountIn === null ? null : assetValue(kernel, first);
  const pools = path.steps.flatMap(({ pool }) => (pool === null ? [] : [pool.address]));
  return {
    pools,
    reading: {
      exact,
      tokens: path.tokens.map((address) => tokenOf(kernel, address)),
      pools: path.steps.map(({ pool }) =>
        pool === null ? null : { id: pool.address, venue: pool.venue, feePpm: pool.feePpm },
      ),
      amountIn: amountIn === null ? null : tokenAmount(amountIn),
      amountOut: amountOut === null ? null : tokenAmount(amountOut),
      bound: tokenAmount(bound),
      impactPpm,
      reverts: other !== null && (exact === 'in' ? other < bound : other > bound),
      value: value === null || amountIn === null ? null : inNativeDown(amountIn, value),
    },
  };
}

/** Waiting tickets first, then opportunities that would pay now: each once. */
export function touchedBy(kernel: KernelState, pools: readonly Address[]): PendingRow['touches'] {
  if (pools.length === 0) return [];
  const moved = new Set(pools);
  const touches: PendingRow['touches'] = [];
  for (const { id, state, opportunity } of kernel.tickets.values())
    if (
      (state === 'awaitingApproval' || state === 'simulating') &&
      routePools(opportunity.hops).some((p) => moved.has(p))
    )
      touches.push({ kind: 'ticket', id });
  for (const { id, net, state, hops } of kernel.routes.values())
    if (net > 0n && state !== 'gone' && routePools(hops).some((pool) => moved.has(pool)))
      touches.push({ kind: 'opportunity', id });
  return touches.slice(0, mostTouchesShown);
}

function tokenOf(kernel: KernelState, address: Address): SwapReading['tokens'][number] {
  const token = kernel.tokens.get(address);
  return { address, symbol: (token?.symbol ?? shortHex(address)).slice(0, 16), decimals: token?.decimals ?? 0 };
}

interface Path {
  readonly tokens: readonly Address[];
  readonly steps: readonly Step[];
}

function routerPath(kernel: KernelState, call: SwapCall, to: Address | null): Path {
  const steps = call.tokens.slice(1).map((tokenOut, place): Step => {
    const tokenIn = call.tokens[place] as Address;
    const pool = poolOf(kernel, call, to, tokenIn, tokenOut, call.feesPpm[place]);
    return { pool, zeroForOne: pool?.token0 === tokenIn };
  });
  return { tokens: call.tokens, steps };
}

/** The pool that the router uses, where it is one of the chain table's; of a stranger the only one of its kind, or none. */
function poolOf(
  { poolsByToken, epoch }: KernelState,
  { kind }: SwapCall,
  to: Address | null,
  tokenIn: Address,
  tokenOut: Address,
  feePpm: number | undefined,
): Pool | null {
  const dex = epoch.chain.dexes.find((each) => each.kind === 'uniswapV2' && each.router === to);
  const fitting = (poolsByToken.get(tokenIn) ?? []).filter(
    (pool) =>
      pool.kind === kind &&
      (pool.token0 === tokenOut || pool.token1 === tokenOut) &&
      (kind === 'uniswapV2' ? dex === undefined || pool.dexId === dex.id : pool.feePpm === feePpm),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function executorPath({ market }: KernelState, hops: Extract<ReadCall, { by: 'executor' }>['hops']): Path | null {
  const tokens: Address[] = [];
  const steps: Step[] = [];
  for (const { pool: address, zeroForOne } of hops) {
    const pool = market.pools.get(address);
    if (pool === undefined) return null;
    if (tokens.length === 0) tokens.push(zeroForOne ? pool.token0 : pool.token1);
    tokens.push(zeroForOne ? pool.token1 : pool.token0);
    steps.push({ pool, zeroForOne });
  }
  return tokens.length < 2 ? null : { tokens, steps };
}

/** The other end of the path, and the largest move of a price on it; null where a pool is not followed or has no answer, or no price behind it. */
function quotePath(
  kernel: KernelState,
  steps: readonly Step[],
  exact: 'in' | 'out',
  amount: bigint,
): { readonly other: bigint | null; readonly impactPpm: number | null } {
  let at = amount;
  let impactPpm: number | null = 0;
  for (const { pool, zeroForOne } of exact === 'in' ? steps : steps.toReversed()) {
    if (pool === null) return { other: null, impactPpm: null };
    const { detector, market } = kernel;
    const quote =
      exact === 'in'
        ? detector.quoteExactIn(pool.address, zeroForOne, at)
        : detector.quoteExactOut(pool.address, zeroForOne, at);
    const state = market.states.get(pool.address);
    if (!quote.ok || state === undefined) return { other: null, impactPpm: null };
    const before = marginalPrice(poolPrice(state), zeroForOne);
    const after = marginalPrice(quote.after, zeroForOne);
    const moved = Math.abs(1 - after / before) * 1_000_000;
    // A pool that is empty behind it has no price.
    impactPpm = impactPpm === null || !Number.isFinite(moved) ? null : Math.max(impactPpm, moved);
    at = exact === 'in' ? quote.amountOut : quote.amountIn;
  }
  return { other: at, impactPpm };
}
