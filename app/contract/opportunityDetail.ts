import { z } from 'zod';
import { addressSchema, hashSchema, tokenAmountSchema, weiSchema } from './domainSchemas.ts';

/** How many sizes a curve is quoted at, its best among them. */
export const mostCurvePoints = 64;

const curvePointSchema = z.strictObject({
  amountIn: tokenAmountSchema,
  /** What comes out less what goes in and the lenders' fee, in the profit token. */
  gross: z.bigint(),
  /** In the native currency, less the gas of the opportunity's own size. */
  net: z.bigint(),
});

const hopDetailSchema = z.strictObject({
  pool: addressSchema,
  /** Output per input in whole smallest units, for looking at: before the swap and after it, without the fee. */
  priceBefore: z.number(),
  priceAfter: z.number(),
  /** By how much the whole swap is worse than its first unit, its fee apart. */
  impactPpm: z.number(),
  ticksCrossed: z.int().nonnegative(),
});

export const opportunityDetailSchema = z.strictObject({
  id: z.string(),
  /** The block whose state all of it is of. */
  blockNumber: z.int(),
  blockHash: hashSchema,
  profitToken: addressSchema,
  amountIn: tokenAmountSchema,
  gross: z.bigint(),
  /** By size, smallest first; sizes at which a pool has no answer are left out. */
  curve: z.array(curvePointSchema).max(mostCurvePoints),
  /** Whether its own size, quoted again, brings its own gross to the wei. */
  agrees: z.boolean(),
  hops: z.array(hopDetailSchema).max(8),
  gasUnits: z.int(),
  gasPrice: weiSchema,
  gasCost: weiSchema,
  /** Milliseconds from when it was seen, by stage; only those that were reached. */
  clock: z.array(z.strictObject({ stage: z.string().max(16), ms: z.number() })).max(8),
});
export type OpportunityDetail = z.infer<typeof opportunityDetailSchema>;

/** windows and main -> engine */
export const detailRequests = {
  /** @throws DETAIL_NOT_KEPT where the state it was found at is no longer there */
  opportunityDetail: { request: z.strictObject({ id: z.string().max(64) }), response: opportunityDetailSchema },
} as const;
