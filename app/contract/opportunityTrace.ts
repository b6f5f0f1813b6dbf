import { z } from 'zod';
import { deepestTraceStep, longestTraceError, mostTraceSteps, traceRoles, traceWays } from '../domain/callTrace.ts';
import { addressSchema, hashSchema, tokenAmountSchema } from './domainSchemas.ts';

/** The state a call is tried on: of the block that the opportunity was found at, or of the newest. */
export const traceMoments = ['found', 'newest'] as const;
export type TraceMoment = (typeof traceMoments)[number];

const traceStepSchema = z.strictObject({
  depth: z.int().nonnegative().max(deepestTraceStep),
  contract: addressSchema.nullable(),
  role: z.enum(traceRoles),
  method: z.string().max(64),
  amounts: z.array(z.strictObject({ way: z.enum(traceWays), token: addressSchema, amount: tokenAmountSchema })).max(2),
  to: addressSchema.nullable(),
  gasUsed: z.int().nonnegative(),
  error: z.string().max(longestTraceError).nullable(),
});
export type TraceStepRow = z.infer<typeof traceStepSchema>;

export const opportunityTraceSchema = z.strictObject({
  id: z.string(),
  moment: z.enum(traceMoments),
  /** ticket: the very call that its ticket would sign. route: the same route without a least profit, made to be tried. */
  call: z.enum(['ticket', 'route']),
  /** The block whose state it was tried on. */
  blockNumber: z.int(),
  blockHash: hashSchema,
  profitToken: addressSchema,
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('profit'), profit: z.bigint() }),
    z.strictObject({ kind: z.literal('reverted'), reason: z.string().max(longestTraceError) }),
  ]),
  gasUsed: z.int().nonnegative(),
  steps: z.array(traceStepSchema).max(mostTraceSteps),
  reads: z.int().nonnegative(),
  leftOut: z.int().nonnegative(),
});
export type OpportunityTrace = z.infer<typeof opportunityTraceSchema>;

/** windows and main -> engine */
export const traceRequests = {
  /**
   * Has the node run the executor's call of an opportunity and tell of each call inside. Nothing is sent.
   * @throws DETAIL_NOT_KEPT, TRACE_NO_NODE in a replay, TRACE_NO_EXECUTOR, TRACE_UNSUPPORTED, TRACE_REFUSED, TRACE_TOO_LARGE, TRACE_BUSY, RPC_*
   */
  opportunityTrace: {
    request: z.strictObject({ id: z.string().max(64), moment: z.enum(traceMoments) }),
    response: opportunityTraceSchema,
  },
} as const;
