import { z } from 'zod';
import type { Grant } from '../domain/grant.ts';
import type { Plan } from '../domain/plan.ts';
import { type Submission, submissionKinds } from '../domain/submission.ts';
import {
  addressSchema,
  bytesSchema,
  chainIdSchema,
  epochMsSchema,
  hashSchema,
  strategyIdSchema,
  weiSchema,
} from './domainSchemas.ts';

export const submissionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('public') }),
  z.strictObject({ kind: z.literal('relay'), relayId: z.string().min(1).max(64) }),
]) satisfies z.ZodType<Submission>;

export const planSchema = z.strictObject({
  chainId: chainIdSchema,
  to: addressSchema,
  value: weiSchema,
  data: bytesSchema,
  gasLimit: z.int().positive(),
  maxFeePerGas: weiSchema,
  maxPriorityFeePerGas: weiSchema,
  submission: submissionSchema,
  dataFee: weiSchema.optional(),
  planHash: hashSchema,
}) satisfies z.ZodType<Plan>;

export const grantSchema = z.strictObject({
  id: z.string().min(1).max(64),
  strategy: strategyIdSchema,
  chainId: chainIdSchema,
  budget: weiSchema,
  submissions: z.array(z.enum(submissionKinds)).max(2).readonly(),
  expiresAtMs: epochMsSchema,
  grantedBy: z.string().max(64),
  grantedAtMs: epochMsSchema,
}) satisfies z.ZodType<Grant>;

/** A person's yes to one plan at one nonce, until it expires. Made by main alone. */
export const approvalSchema = z.strictObject({
  id: z.string().min(1).max(64),
  planHash: hashSchema,
  chainId: chainIdSchema,
  nonce: z.int().nonnegative(),
  expiresAtMs: epochMsSchema,
});
export type Approval = z.infer<typeof approvalSchema>;
