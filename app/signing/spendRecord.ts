import { z } from 'zod';
import { bytesSchema, hashSchema, weiSchema } from '../contract/domainSchemas.ts';
import { submissionSchema } from '../contract/orderSchemas.ts';

const amountTextSchema = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform((text) => BigInt(text))
  .pipe(weiSchema);

/** One signature that was made: all that is needed to give the same answer again and never another. */
export const spendRecordSchema = z.strictObject({
  epochId: z.string(),
  orderId: z.string(),
  kind: z.enum(['execute', 'cancel']),
  nonce: z.int().nonnegative(),
  planHash: hashSchema,
  authority: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('approval'), approvalId: z.string() }),
    z.strictObject({ kind: z.literal('grant'), grantId: z.string() }),
  ]),
  /** gasLimit at maxFeePerGas, plus value: counted against the grant for an execute. */
  worstCase: amountTextSchema,
  rawTransaction: bytesSchema,
  transactionHash: hashSchema,
  /** Of an execute; logs of older versions lack it, and knew the public pool alone. */
  submission: submissionSchema.optional(),
  /** Of an execute: until then it counts as at risk. Some older logs lack it. */
  deadlineS: z.int().nonnegative().optional(),
  atMs: z.number(),
});
export type SpendRecord = z.output<typeof spendRecordSchema>;

/** The record as JSON text on one line, amounts as decimal digits. */
export function spendRecordText(record: SpendRecord): string {
  return JSON.stringify({ ...record, worstCase: record.worstCase.toString() });
}
