import { z } from 'zod';
import { id, integer, natural, side, small } from './vectorNumbers.ts';

/** A pool that is known, or why it is not: only the cases that use it fail. */
const pools = z.record(z.string(), z.unknown());

const expectState = z.object({
  sqrtPriceX96: natural.optional(),
  tick: small.optional(),
  liquidity: natural.optional(),
  reserve0: natural.optional(),
  reserve1: natural.optional(),
  reserves: z.array(natural).min(2).optional(),
  balances: z.array(natural).min(2).optional(),
});

const ammCase = z.object({
  id: id.optional(),
  pool: id,
  method: z.enum(['exactIn', 'exactOut']),
  in: side,
  out: side,
  underlying: z.boolean().default(false),
  amount: integer,
  sqrtPriceLimitX96: natural.optional(),
  expect: natural.optional(),
  expectError: z.boolean().optional(),
  expectFilled: natural.optional(),
  expectState: expectState.optional(),
});

const arbHop = z.object({ pool: id, in: side, out: side, underlying: z.boolean().default(false) });
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
export const vectorSchemas = { ammCase, arbCase, arbSearch };

export type AmmCase = z.infer<typeof ammCase>;
export type ArbCase = z.infer<typeof arbCase>;
