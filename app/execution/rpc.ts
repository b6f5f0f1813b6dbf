import { z } from 'zod';
import { ExpectedError } from '../domain/errors.ts';
import { type Address, type Bytes, type Hash, parseHash } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';

/** The one thing that execution needs of a node: JSON-RPC whose answers are `unknown` until parsed here. */
export interface Rpc {
  call(method: string, params: readonly unknown[], options?: { readonly timeoutMs?: number }): Promise<unknown>;
}

/** A JSON-RPC quantity as a bigint of at most 256 bits. */
export const quantitySchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform((text) => BigInt(text));

/** A quantity that has to fit a safe integer: numbers, indices, gas. */
export const integerSchema = quantitySchema
  .refine((value) => value <= BigInt(Number.MAX_SAFE_INTEGER))
  .transform((value) => Number(value));

export const addressReplySchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => text.toLowerCase() as Address);

export const hashReplySchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase() as Hash);

export const bytesReplySchema = z
  .string()
  .max(2_097_152)
  .regex(/^0x(?:[0-9a-fA-F]{2})*$/)
  .transform((text) => text.toLowerCase() as Bytes);

/** Parses a node's answer. @throws ExpectedError RPC_MALFORMED_REPLY */
export function parseReply<Output>(schema: z.ZodType<Output>, reply: unknown, method: string): Output {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  throw new ExpectedError('RPC_MALFORMED_REPLY', `${method}: the answer is not what the protocol says`, {
    advice: 'The node does not follow the protocol; use another endpoint.',
    facts: { method, problem: parsed.error.issues[0]?.message ?? '', at: parsed.error.issues[0]?.path.join('.') ?? '' },
  });
}

/** A block by its hash (EIP-1898), so that a reorg cannot put another block in its place. */
export function atBlockHash(block: BlockReference): { readonly blockHash: Hash; readonly requireCanonical: boolean } {
  return { blockHash: parseHash(block.hash), requireCanonical: true };
}

export function toQuantity(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}

/** What a node said against a call. */
export interface NodeRefusal {
  readonly code: number;
  readonly message: string;
  /** Return data of a revert, or empty. */
  readonly data: string;
}

/** The node's own words, or null where the call did not get an answer (time-out, lost connection) or failed otherwise. */
export function nodeRefusal(thrown: unknown): NodeRefusal | null {
  if (!(thrown instanceof ExpectedError) || thrown.code !== 'RPC_ERROR') return null;
  const { nodeCode, nodeMessage, data } = thrown.facts;
  return {
    code: typeof nodeCode === 'number' ? nodeCode : 0,
    message: typeof nodeMessage === 'string' ? nodeMessage : thrown.message,
    data: typeof data === 'string' ? data : '',
  };
}

/** Whether no answer came, so that the request may or may not have had its effect. */
export function isUnanswered(thrown: unknown): boolean {
  return thrown instanceof ExpectedError && /^RPC_(TIMEOUT|DISCONNECTED|BUSY|MALFORMED_REPLY)$/.test(thrown.code);
}

/** A short text of any failure, for facts and messages. */
export function failureText(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 300);
}
