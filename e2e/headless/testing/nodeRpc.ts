/** JSON-RPC to the node of a run, by its own way: never through the engine, its proxy or its connection. */
export interface NodeRpc {
  call(method: string, ...params: readonly unknown[]): Promise<unknown>;
}

interface Reply {
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** @param url of the node, ws:// or http:// */
export function nodeRpc(url: string): NodeRpc {
  const address = url.replace(/^ws/, 'http');
  return {
    call: async (method, ...params) => {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      });
      const { result, error } = (await response.json()) as Reply;
      if (error !== undefined) throw new Error(`${method}: ${error.message}`);
      return result;
    },
  };
}

/** A number as JSON-RPC writes it. */
export function quantity(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}
