import { z } from 'zod';
import type { Asset } from '../domain/ledger.ts';
import { chainGroups } from '../domain/riskLimit.ts';
import { addressSchema, epochMsSchema, strategyIdSchema, weiSchema } from './domainSchemas.ts';

export const mostHeldAssets = 512;
/** Open orders and tickets of one answer at most. */
export const mostResting = 500;

export const assetSchema: z.ZodType<Asset, string> = z.union([z.literal('native'), addressSchema]);
const symbolSchema = z.string().max(64);
const decimalsSchema = z.int().min(0).max(255);
const priceSchema = z.strictObject({ weiNumerator: z.bigint(), weiDenominator: z.bigint().positive() });

const heldSchema = z.strictObject({
  asset: assetSchema,
  symbol: symbolSchema,
  decimals: decimalsSchema,
  amount: z.bigint(),
  price: priceSchema.nullable(),
  isCash: z.boolean(),
  isListed: z.boolean(),
  parts: z
    .array(z.strictObject({ strategy: z.string().max(64).nullable(), amount: z.bigint(), value: weiSchema.nullable() }))
    .max(256),
});

const restingSchema = z.strictObject({
  id: z.string().max(128),
  kind: z.enum(['ticket', 'order']),
  strategy: strategyIdSchema,
  state: z.string().max(32),
  route: z.string().max(512),
  gasLimit: z.int().nonnegative(),
  maxFeePerGas: weiSchema,
  maxPriorityFeePerGas: weiSchema,
  gasUnits: z.int().nonnegative().nullable(),
  worst: weiSchema,
  gross: weiSchema.nullable(),
});

/** What is held and under way on the chain of an engine. */
export const exposureSchema = z.strictObject({
  chain: z.string().max(64),
  group: z.enum(chainGroups),
  nativeSymbol: z.string().max(16),
  wrappedNative: assetSchema,
  blockNumber: z.int().nonnegative(),
  blockAtMs: epochMsSchema,
  baseFeePerGas: weiSchema.nullable(),
  capital: weiSchema.nullable(),
  dollar: z
    .strictObject({ asset: assetSchema, symbol: symbolSchema, decimals: decimalsSchema, price: priceSchema })
    .nullable(),
  holdings: z.array(heldSchema).max(mostHeldAssets),
  resting: z.array(restingSchema).max(mostResting),
  more: z.int().nonnegative(),
  /** When the value at risk of holdings was estimated that limits are held against; null while there is none. */
  tailsMadeAtMs: z.number().nullable(),
});
export type ExposureAnswer = z.infer<typeof exposureSchema>;

/** What the engine answers about all that is held; a window asks while it shows it, and nothing that is decided depends on it. */
export const exposureRequests = {
  exposure: { request: z.strictObject({}), response: exposureSchema },
} as const;
