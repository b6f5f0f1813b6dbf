import { z } from 'zod';
import type { TokenAmount, Wei } from '../domain/amount.ts';
import type { ChainId } from '../domain/chain.ts';
import type { EpochMs } from '../domain/clock.ts';
import { dataFeeRules } from '../domain/dataFee.ts';
import type { Address, Bytes, Hash } from '../domain/hex.ts';
import { runModes, strategyModes, tradingStates } from '../domain/mode.ts';
import { type RejectionCode, rejections } from '../domain/rejection.ts';

/** zod schemas of the domain's building blocks: each parses `unknown` from another process into the branded type. */
export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform((text) => text as Address);
export const hashSchema = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hash);
export const bytesSchema = z
  .string()
  .max(262_144)
  .regex(/^0x(?:[0-9a-f]{2})*$/)
  .transform((text) => text as Bytes);
export const weiSchema = z.bigint().transform((value) => value as Wei);
export const tokenAmountSchema = z.bigint().transform((value) => value as TokenAmount);
export const chainIdSchema = z
  .int()
  .positive()
  .transform((value) => value as ChainId);
export const epochMsSchema = z
  .number()
  .nonnegative()
  .transform((value) => value as EpochMs);
export const runModeSchema = z.enum(runModes);
export const strategyModeSchema = z.enum(strategyModes);
export const tradingStateSchema = z.enum(tradingStates);
export const strategyIdSchema = z.literal('flash-arbitrage');

export const rejectionSchema = z.object({
  code: z.enum(Object.keys(rejections) as [RejectionCode, ...RejectionCode[]]),
  facts: z.record(z.string().max(64), z.string().max(1024)),
});

const dexCommon = {
  id: z.string().max(64),
  venue: z.string().max(24),
  factory: addressSchema,
  fromBlock: z.int().nonnegative(),
};

export const chainSchema = z.strictObject({
  chainId: chainIdSchema,
  name: z.string().max(64),
  mode: z.enum(['DEVNET', 'LIVE']),
  nativeSymbol: z.string().max(16),
  wrappedNative: addressSchema,
  multicall3: addressSchema,
  endpoints: z.array(z.string().max(512)).min(1).max(16),
  blockTimeMs: z.int().positive(),
  dexes: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        ...dexCommon,
        kind: z.literal('uniswapV2'),
        feePpm: z.int().min(0).max(999_999),
        router: addressSchema,
        code: z.literal('unverified').optional(),
      }),
      z.strictObject({ ...dexCommon, kind: z.literal('uniswapV3'), quoter: addressSchema }),
    ]),
  ),
  relays: z
    .array(z.strictObject({ id: z.string().min(1).max(64), url: z.string().max(512) }))
    .max(16)
    .default([]),
  lenders: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ id: z.string().min(1).max(64), kind: z.literal('balancerV2'), vault: addressSchema }),
        z.strictObject({ id: z.string().min(1).max(64), kind: z.literal('aaveV3'), pool: addressSchema }),
      ]),
    )
    .max(16)
    .default([]),
  dollarToken: addressSchema.nullable().default(null),
  profitTokens: z.array(addressSchema).min(1),
  dataFee: z.enum(dataFeeRules).optional(),
  executor: addressSchema.nullable(),
});
