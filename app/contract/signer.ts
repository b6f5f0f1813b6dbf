import { z } from 'zod';
import { lenderKinds } from '../domain/chain.ts';
import {
  addressSchema,
  bytesSchema,
  chainIdSchema,
  hashSchema,
  tradingStateSchema,
  weiSchema,
} from './domainSchemas.ts';
import { approvalSchema, grantSchema, planSchema } from './orderSchemas.ts';

/** What the signer may sign for: set by main once per epoch, before any key. */
export const signerPolicySchema = z.strictObject({
  epochId: z.string().min(1).max(64),
  chainId: chainIdSchema,
  mode: z.enum(['DEVNET', 'LIVE']),
  /** Contracts that may be called: our executor. */
  allowedContracts: z.array(addressSchema).max(16),
  /** Lenders whose flash loans those contracts may take: the chain's. */
  allowedLenders: z.array(z.strictObject({ kind: z.enum(lenderKinds), lender: addressSchema })).max(16),
  /** True only for a packaged, official, sandboxed, non-root build; otherwise LIVE is refused. */
  liveUnlocked: z.boolean(),
  /** Folder of the spend log, the only thing the signer writes. */
  folder: z.string().min(1),
});

/** What the signer holds a transaction to by itself: the limits in force, as amounts of `capital`. */
export const signerLimitsSchema = z.strictObject({
  /** What the epoch began with, as main knows it. */
  capital: weiSchema,
  /** Of one transaction at worst. */
  singleTrade: weiSchema,
  /** Of all whose deadline has not passed, at worst. */
  atOnce: weiSchema,
  /** The input of a route in the wrapped native token; of other tokens the signer knows no value. */
  flashNotional: weiSchema,
  wrappedNative: addressSchema,
});
export type SignerLimits = z.output<typeof signerLimitsSchema>;

const privateKeySchema = z.string().regex(/^0x[0-9a-f]{64}$/);

/** Requests that only main makes, over its own channel. */
export const signerControlRequests = {
  configure: { request: signerPolicySchema, response: z.strictObject({}) },
  /** Hands over the wallet's key and the one that relay requests are signed by, once; main forgets them. 32 bytes hex each. */
  unlock: {
    request: z.strictObject({ privateKey: privateKeySchema, relayKey: privateKeySchema }),
    response: z.strictObject({ address: addressSchema }),
  },
  addApproval: { request: approvalSchema, response: z.strictObject({}) },
  addGrant: { request: grantSchema, response: z.strictObject({}) },
  revokeGrant: { request: z.strictObject({ id: z.string() }), response: z.strictObject({}) },
  setLimits: { request: signerLimitsSchema, response: z.strictObject({}) },
  setTradingState: { request: z.strictObject({ state: tradingStateSchema }), response: z.strictObject({}) },
} as const;

/** A request that main passes on from the engine. It carries no authority of its own: the signer looks it up. */
export const signRequestSchema = z.strictObject({
  orderId: z.string().min(1).max(64),
  kind: z.enum(['execute', 'cancel']),
  plan: planSchema,
  nonce: z.int().nonnegative(),
  authority: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('approval'), approvalId: z.string() }),
    z.strictObject({ kind: z.literal('grant'), grantId: z.string() }),
  ]),
  /** What the engine's books say we own now; null before it read them. It can only make the limits smaller (docs/decisions/0017). */
  capital: weiSchema.nullable(),
});
export type SignRequest = z.infer<typeof signRequestSchema>;

export const signatureSchema = z.strictObject({ rawTransaction: bytesSchema, transactionHash: hashSchema });

/** `body` is the request byte for byte. */
export const relaySignRequestSchema = z.strictObject({
  relayId: z.string().min(1).max(64),
  body: z.string().max(524_288),
});
export type RelaySignRequest = z.infer<typeof relaySignRequestSchema>;

/** The value of X-Flashbots-Signature. */
export const relaySignatureSchema = z.strictObject({ header: z.string().max(256) });

export const signingRequests = {
  /**
   * Idempotent by orderId: the same request again returns the same bytes from memory or the spend log; another plan or
   * nonce under a known orderId is refused. Failure codes are SIGNER_*.
   */
  sign: { request: signRequestSchema, response: signatureSchema },
  /** Signs a request to a relay under the relay key, for what the signer itself signed for that relay. Failure codes are SIGNER_*. */
  signRelay: { request: relaySignRequestSchema, response: relaySignatureSchema },
} as const;
