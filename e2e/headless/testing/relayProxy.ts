import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keccak256 } from 'ethers';

/**
 * - passes: asks the real relay
 * - hangsUp: closes every connection without an answer
 * - stalls: never answers
 * - swallows: says that it took a bundle, and forgets it
 */
export type RelayMode = 'passes' | 'hangsUp' | 'stalls' | 'swallows';

/** Stands between the engine and the devnet's relay, and keeps what it was asked. */
export interface RelayProxy {
  readonly url: string;
  mode: RelayMode;
  /** Hashes of the transactions of every eth_sendBundle, whatever became of it. */
  readonly offered: ReadonlySet<string>;
  stop(): Promise<void>;
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: readonly [{ readonly txs?: readonly string[] }];
}

export async function startRelayProxy(realUrl: string): Promise<RelayProxy> {
  const offered = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { id, method, params } = JSON.parse(body.toString()) as Call;
    if (method === 'eth_sendBundle') for (const raw of params[0].txs ?? []) offered.add(keccak256(raw));
    const { mode } = proxy;
    if (mode === 'hangsUp') return void response.destroy();
    if (mode === 'stalls') return;
    response.setHeader('content-type', 'application/json');
    if (mode === 'swallows' && method === 'eth_sendBundle')
      return void response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { bundleHash: keccak256(body) } }));
    const signature = String(request.headers['x-flashbots-signature'] ?? '');
    const headers = { 'content-type': 'application/json', 'x-flashbots-signature': signature };
    try {
      const answer = await fetch(realUrl, { method: 'POST', headers, body });
      response.statusCode = answer.status;
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: RelayProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    mode: 'passes',
    offered,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
