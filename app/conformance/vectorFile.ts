import { z } from 'zod';

/** An integer as decimal text, or a JSON number that is exact. */
const integer = z
  .union([z.string().regex(/^-?\d+$/), z.number().int().refine(Number.isSafeInteger)])
  .transform((value) => BigInt(value));
const natural = integer.refine((value) => value >= 0n, 'must not be negative');
const small = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
const id = z.union([z.string(), z.number()]).transform(String);
/** A token's index in its pool. */
const side = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .refine((value): value is 0 | 1 => value === 0 || value === 1, 'must be 0 or 1');

const tokens = z.array(id).length(2).optional();

const v2Pool = z
  .object({
    kind: z.literal('uniswapV2'),
    reserve0: natural,
    reserve1: natural,
    feePpm: small.optional(),
    feePpm0: small.optional(),
    feePpm1: small.optional(),
    tokens,
  })
  .refine(
    (pool) => pool.feePpm !== undefined || (pool.feePpm0 !== undefined && pool.feePpm1 !== undefined),
    'needs feePpm',
  );

const v3Pool = z.object({
  kind: z.literal('uniswapV3'),
  sqrtPriceX96: natural,
  tick: small,
  liquidity: natural,
  feePpm: small,
  tickSpacing: small,
  ticks: z.array(z.object({ tick: small, liquidityNet: integer })).default([]),
  window: z.object({ minTick: small, maxTick: small }).optional(),
  tokens,
});

const pool = z.union([v2Pool, v3Pool]);
/** A pool that is known, or why it is not: only the cases that use it fail. */
const pools = z.record(z.string(), z.unknown());

const expectState = z.object({
  sqrtPriceX96: natural.optional(),
  tick: small.optional(),
  liquidity: natural.optional(),
  reserve0: natural.optional(),
  reserve1: natural.optional(),
  reserves: z.array(natural).length(2).optional(),
});

const ammCase = z.object({
  id: id.optional(),
  pool: id,
  method: z.enum(['exactIn', 'exactOut']),
  in: side,
  out: side,
  amount: natural,
  sqrtPriceLimitX96: natural.optional(),
  expect: natural.optional(),
  expectError: z.boolean().optional(),
  expectFilled: natural.optional(),
  expectState: expectState.optional(),
});

const arbHop = z.object({ pool: id, in: side, out: side });
const arbCase = z.object({
  id: id.optional(),
  cycle: z.array(arbHop).min(1),
  expectAtLeast: integer.optional(),
  amountIn: natural.optional(),
  expect: natural.optional(),
  expectError: z.boolean().optional(),
});
const arbSearch = z.object({ id: id.optional(), start: id, maxHops: small.default(3), expectAtLeast: integer });

export const ammFile = z.object({ suite: z.literal('amm'), pools, cases: z.array(z.unknown()).default([]) });
export const arbFile = z.object({
  suite: z.literal('arb'),
  pools,
  cases: z.array(z.unknown()).default([]),
  search: z.array(z.unknown()).default([]),
});
export const vectorSchemas = { pool, ammCase, arbCase, arbSearch };

export type VectorPool = z.infer<typeof pool>;
export type AmmCase = z.infer<typeof ammCase>;
export type ArbCase = z.infer<typeof arbCase>;
