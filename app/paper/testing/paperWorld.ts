import { createNativeDetector } from '../../detect/nativeDetector.ts';
import { tokenAmount, wei } from '../../domain/amount.ts';
import type { BlockHead, PoolEvent } from '../../domain/block.ts';
import { chainId } from '../../domain/chain.ts';
import { epochMs } from '../../domain/clock.ts';
import { type Address, type Hash, parseAddress, parseHash } from '../../domain/hex.ts';
import type { Order } from '../../domain/order.ts';
import type { InclusionStatistics, PlacedTransaction } from '../../domain/paper.ts';
import { flashSwap } from '../../domain/plan.ts';
import type { Pool, UniswapV2State } from '../../domain/pool.ts';
import { publicSubmission, type Submission } from '../../domain/submission.ts';
import { makePlan } from '../../execution/makePlan.ts';
import { noInclusionMeasured } from '../inclusionStatistics.ts';
import type { InclusionBlock, PaperMember } from '../judgeBlock.ts';
import type { StatesAtPlace } from '../runPlan.ts';
import { type SwapPool, swapPools } from '../swapPools.ts';

export function address(n: number): Address {
  return parseAddress(`0x${n.toString(16).padStart(40, '0')}`);
}

export function hash(n: number): Hash {
  return parseHash(`0x${n.toString(16).padStart(64, '0')}`);
}

const ether = 10n ** 18n;
export const weth = address(0x10);
const dai = address(0x20);
/** WETH for DAI is dear in the first and cheap in the second. */
export const dear = address(0xa1);
export const cheap = address(0xa2);

export const pools: readonly Pool[] = [dear, cheap].map((pool, index) => ({
  address: pool,
  kind: 'uniswapV2',
  dexId: `d${index}`,
  venue: 'D',
  token0: weth,
  token1: dai,
  feePpm: 3000,
  tickSpacing: 0,
}));

export function v2(reserve0: bigint, reserve1: bigint): UniswapV2State {
  return { kind: 'uniswapV2', reserve0: reserve0 * ether, reserve1: reserve1 * ether };
}

/** Selling a WETH in the first and buying it back in the second brings some 4 %. */
export const apart: ReadonlyMap<Address, UniswapV2State> = new Map([
  [dear, v2(1_000n, 2_100n)],
  [cheap, v2(1_000n, 2_000n)],
]);

export function statesOf(states: ReadonlyMap<Address, UniswapV2State>): StatesAtPlace {
  return (pool) => states.get(pool);
}

export function swaps(): SwapPool {
  const detector = createNativeDetector();
  detector.setPools(pools);
  return swapPools(detector);
}

export const relayWay: Submission = { kind: 'relay', relayId: 'r' };

/** Sells `amountIn` of WETH in the dear pool and buys it back in the cheap one. */
export function orderOf(
  nonce: number,
  {
    submission = publicSubmission,
    tip = 0n,
    minProfit = 1n,
    deadlineS = 1_000,
    amountIn = ether,
    gasLimit = 300_000,
  } = {},
): Order {
  const { plan } = makePlan(
    { chainId: chainId(7), executor: address(0xee) },
    {
      hops: [
        { kind: 'uniswapV2', pool: dear, zeroForOne: true, feePpm: 3000 },
        { kind: 'uniswapV2', pool: cheap, zeroForOne: false, feePpm: 3000 },
      ],
      funding: flashSwap,
      profitToken: weth,
      amountIn: tokenAmount(amountIn),
      minProfit: tokenAmount(minProfit),
      deadlineS,
      gasLimit,
      maxFeePerGas: wei(1_000n),
      maxPriorityFeePerGas: wei(tip),
      submission,
    },
  );
  return {
    id: `o${nonce}`,
    ticketId: `t${nonce}`,
    kind: 'execute',
    plan,
    authority: { kind: 'grant', grantId: 'g' },
    nonce,
    route: 'weth dai weth',
    routePools: [dear, cheap],
    predicted: { gross: tokenAmount(0n), profitToken: weth, net: wei(0n) },
    createdAtMs: epochMs(1),
    deadlineS,
    state: 'submitted',
    transactionHash: hash(0x1000 + nonce),
    rawTransaction: null,
    submittedAt: { number: 9, hash: hash(9) },
    resolvedAt: null,
    lostTo: null,
    reason: null,
  };
}

export function memberOf(order: Order, gasUsed = 200_000): PaperMember {
  return { order, gasUsed };
}

export function other(n: number, tip: bigint, wasPublic = true): PlacedTransaction {
  return { hash: hash(n), index: n, from: address(0x900 + n), tip: wei(tip), gasUsed: 100_000, wasPublic };
}

export function syncOf(pool: Address, transaction: Hash, state: UniswapV2State, logIndex = 0): PoolEvent {
  const { reserve0, reserve1 } = state;
  return { kind: 'v2Sync', pool, transactionHash: transaction, logIndex, reserve0, reserve1 };
}

export function headOf(number: number, fields: Partial<BlockHead> = {}): BlockHead {
  return {
    number,
    hash: hash(number),
    parentHash: hash(number - 1),
    timestampS: number,
    baseFeePerGas: wei(100n),
    gasUsed: 0,
    gasLimit: 8_000_000,
    ...fields,
  };
}

export function blockOf(number: number, fields: Partial<InclusionBlock> = {}): InclusionBlock {
  const chainEvents = fields.events ?? [];
  return {
    head: headOf(number),
    seenMs: number * 1000,
    cutOff: null,
    transactions: [],
    events: [],
    chainEvents,
    twinPools: [],
    ...fields,
  };
}

/** Nothing is left to chance: what was tried so often was always included, or never. */
export function certain(included: boolean): InclusionStatistics {
  const tried = 10_000_000;
  const count = included ? tried : 0;
  const so = {
    ...noInclusionMeasured,
    firstTried: tried,
    firstIncluded: count,
    laterTried: tried,
    laterIncluded: count,
  };
  return { public: so, relay: so };
}
