import { type ErrorFacts, ExpectedError } from '../../domain/errors.ts';

const advices = {
  RPC_TIMEOUT: 'The node is slow or stuck; it is asked again, and another endpoint is tried if it stays so.',
  RPC_DISCONNECTED: 'It reconnects by itself; check the node if that lasts.',
  RPC_ERROR: 'The node refused the call; its own words are in the facts.',
  RPC_MALFORMED_REPLY: 'The node does not follow the protocol; use another endpoint.',
  RPC_WRONG_CHAIN: 'Correct the endpoint: it leads to another network than the chain table says.',
  RPC_BUSY: 'Too many calls are under way; wait for some to finish.',
  RPC_ENDPOINT_REFUSED: 'Use wss://, or ws:// on this machine only, or ipc:/path.',
} as const;

export type RpcErrorCode = keyof typeof advices;

/** An ExpectedError of the RPC layer, with the standing advice of its code. */
export function rpcError(code: RpcErrorCode, message: string, facts: ErrorFacts = {}, cause?: unknown): ExpectedError {
  return new ExpectedError(code, message, { advice: advices[code], facts, cause });
}

export function isRpcError(thrown: unknown, code: RpcErrorCode): thrown is ExpectedError {
  return thrown instanceof ExpectedError && thrown.code === code;
}
