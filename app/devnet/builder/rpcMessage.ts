import { z } from 'zod';
import { RpcRefusal, rpcCodes } from './rpcRefusal.ts';

/** One call of JSON-RPC 2.0, its parameters not yet read. */
export interface RpcCall {
  readonly id: number | string | null;
  readonly method: string;
  readonly params: readonly unknown[];
}

const callSchema = z.looseObject({
  id: z.union([z.number(), z.string().max(256), z.null()]).default(null),
  method: z.string().min(1).max(128),
  params: z.array(z.unknown()).max(64).default([]),
});

/** @throws RpcRefusal where it is no call */
export function readCall(message: unknown): RpcCall {
  const parsed = callSchema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw new RpcRefusal(rpcCodes.invalidRequest, 'not a JSON-RPC call with parameters by position');
}

export function answerText(id: RpcCall['id'], result: unknown): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${JSON.stringify(result ?? null)}}`;
}

export function refusalText(id: RpcCall['id'], refusal: RpcRefusal): string {
  const { code, message, data } = refusal;
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } });
}
