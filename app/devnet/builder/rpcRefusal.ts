/** What a JSON-RPC call is answered instead of a result. Codes are those of JSON-RPC 2.0 and EIP-1474. */
export class RpcRefusal extends Error {
  readonly code: number;
  /** Return data of a revert. */
  readonly data: string | undefined;

  constructor(code: number, message: string, data?: string) {
    super(message);
    this.name = 'RpcRefusal';
    this.code = code;
    this.data = data;
  }
}

export const rpcCodes = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  refused: -32000,
  transactionRejected: -32003,
  limitExceeded: -32005,
} as const;

export function invalidParams(message: string): RpcRefusal {
  return new RpcRefusal(rpcCodes.invalidParams, message);
}

/** A transaction that the pool will not have, in the words that nodes use for it. */
export function rejected(message: string): RpcRefusal {
  return new RpcRefusal(rpcCodes.transactionRejected, message);
}
