import { z } from 'zod';
import { addressSchema, hashSchema, tokenAmountSchema, weiSchema } from './domainSchemas.ts';
import { mempoolRequests } from './mempool.ts';

/** Pools of one answer at most; those with swaps, then those that hold most, come first. */
export const mostPoolsListed = 2_000;
/** Ladder levels in percent of the price, on both sides. */
export const ladderPercents = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 50] as const;
/** Columns of the heat map to each side of the price, and how much of the price each is, in percent. */
export const heatColumns = 20;
export const heatPercent = 0.25;
export const mostRangesShown = 600;
const mostSwapsShown = 200;
const mostPoolsInHeat = 40;
const mostHeads = 300;

const tokenSchema = z.strictObject({
  address: addressSchema,
  symbol: z.string().max(16),
  decimals: z.int().min(0).max(36),
});

/** Why a pool is in no route; `traded` where nothing keeps it out. */
export const poolStandings = ['traded', 'quarantined', 'distrusted', 'kept out', 'no state'] as const;

export const pooledSchema = z.strictObject({
  id: addressSchema,
  venue: z.string().max(64),
  kind: z.enum(['uniswapV2', 'uniswapV3']),
  feePpm: z.int().nonnegative(),
  token0: tokenSchema,
  token1: tokenSchema,
  /** token1 for one token0 in whole tokens, for looking at; null while it has none. */
  price: z.number().nullable(),
  /** What its liquidity stands for. */
  amount0: tokenAmountSchema,
  amount1: tokenAmountSchema,
  /** What it gives until its price is 2 % up and 2 % down, together, in the native currency; null where a token has no value in it. */
  depth: weiSchema.nullable(),
  /** Swaps since the engine follows it, and when the newest was. */
  swaps: z.int().nonnegative(),
  lastMs: z.number().nullable(),
  standing: z.enum(poolStandings),
  reason: z.string().max(512),
});
export type Pooled = z.infer<typeof pooledSchema>;

/** A side of the ladder: what a swap gets and gives until the price has moved so far. */
const levelSchema = z.strictObject({
  /** Above zero the price rises: token0 is bought. */
  ppm: z.int(),
  out: tokenAmountSchema,
  in: tokenAmountSchema,
  price: z.number(),
});

const poolDepthSchema = z.strictObject({
  pool: pooledSchema,
  blockNumber: z.int(),
  levels: z.array(levelSchema).max(2 * ladderPercents.length),
  /** Stretches of constant liquidity around the price, lowest first; empty of a pool without ticks, whose liquidity is the same everywhere. */
  ranges: z
    .array(z.strictObject({ fromPrice: z.number(), toPrice: z.number(), liquidity: z.number() }))
    .max(mostRangesShown),
  /** Ranges that lie too far away to be shown. */
  moreRanges: z.int().nonnegative(),
  /** Newest first. */
  swaps: z
    .array(
      z.strictObject({
        id: z.string().max(64),
        blockNumber: z.int(),
        atMs: z.number(),
        transactionHash: hashSchema,
        buys: z.boolean(),
        amount0: tokenAmountSchema,
        amount1: tokenAmountSchema,
        /** The transaction is ours. */
        ours: z.boolean(),
      }),
    )
    .max(mostSwapsShown),
  /** Swaps before this block are not known. */
  swapsSince: z.int().nullable(),
  /** Every pool of the same two tokens: what lies in each step of the price around this pool's, in whole token1. */
  heat: z
    .array(
      z.strictObject({
        pool: addressSchema,
        venue: z.string().max(64),
        feePpm: z.int().nonnegative(),
        cells: z.array(z.number().nonnegative()).length(2 * heatColumns),
      }),
    )
    .max(mostPoolsInHeat),
});
export type PoolDepth = z.infer<typeof poolDepthSchema>;

const chainGasSchema = z.strictObject({
  /** Oldest first. */
  blocks: z
    .array(
      z.strictObject({
        number: z.int(),
        atMs: z.number(),
        baseFeePerGas: weiSchema,
        gasUsed: z.int().nonnegative(),
        gasLimit: z.int().positive(),
      }),
    )
    .max(mostHeads),
  /** What the next block will ask, by EIP-1559; null before the first block. */
  nextBaseFeePerGas: weiSchema.nullable(),
  pendingSeen: z.int().nonnegative(),
});
export type ChainGas = z.infer<typeof chainGasSchema>;

/** What the engine answers about liquidity and blocks; a window asks while it shows them. */
export const liquidityRequests = {
  pools: {
    request: z.strictObject({}),
    response: z.strictObject({
      blockNumber: z.int(),
      pools: z.array(pooledSchema).max(mostPoolsListed),
      more: z.int().nonnegative(),
    }),
  },
  /** @throws POOL_UNKNOWN */
  poolDepth: { request: z.strictObject({ pool: addressSchema }), response: poolDepthSchema },
  chainGas: { request: z.strictObject({}), response: chainGasSchema },
  ...mempoolRequests,
} as const;
export type LiquidityName = keyof typeof liquidityRequests;
export type LiquidityRequest<N extends LiquidityName> = z.input<(typeof liquidityRequests)[N]['request']>;
export type LiquidityAnswer<N extends LiquidityName> = z.output<(typeof liquidityRequests)[N]['response']>;
