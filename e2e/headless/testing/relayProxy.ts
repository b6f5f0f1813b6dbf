import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keccak256 } from 'ethers';
import { sleep } from './waiting.ts';

/**
 * - passes: asks the real relay
 * - hangsUp: closes every connection without an answer
 * - stalls: never answers
 * - slow: asks the real relay, and holds its answer back for `delayMs`
 * - swallows: says that it took a bundle, and forgets it
 * - garbles: takes every request to the real relay and answers something else, one kind after the other
 */
export type RelayMode = 'passes' | 'hangsUp' | 'stalls' | 'slow' | 'swallows' | 'garbles';

/** Stands between the engine and the devnet's relay, and keeps what it was asked. */
export interface RelayProxy {
  readonly url: string;
  mode: RelayMode;
  delayMs: number;
  /** Requests so far. */
  readonly asked: number;
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
  let asked = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { id, method, params } = JSON.parse(body.toString()) as Call;
    if (method === 'eth_sendBundle') for (const raw of params[0].txs ?? []) offered.add(keccak256(raw));
    asked += 1;
    const { mode, delayMs } = proxy;
    if (mode === 'hangsUp') return void response.destroy();
    if (mode === 'stalls') return;
    response.setHeader('content-type', 'application/json');
    if (mode === 'swallows' && method === 'eth_sendBundle')
      return void response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { bundleHash: keccak256(body) } }));
    const signature = String(request.headers['x-flashbots-signature'] ?? '');
    const headers = { 'content-type': 'application/json', 'x-flashbots-signature': signature };
    try {
      const answer = await fetch(realUrl, { method: 'POST', headers, body });
      const content = Buffer.from(await answer.arrayBuffer());
      if (mode === 'garbles') return void response.end(garbage(asked, id));
      if (mode === 'slow') await sleep(delayMs);
      response.statusCode = answer.status;
      response.end(content);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: RelayProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    mode: 'passes',
    delayMs: 0,
    get asked() {
      return asked;
    },
    offered,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

/** Answers that no relay gives: each wrong in another way. */
function garbage(turn: number, id: number): string | Buffer {
  const answer = (members: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({ jsonrpc: '2.0', id, ...members });
  const kinds: readonly (() => string | Buffer)[] = [
    () => '<html>Bad gateway</html>',
    () => Buffer.from([0, 255, 254, 10, 13, 0]),
    () => '',
    () => answer({}),
    () => answer({ result: null }),
    () => answer({ result: { bundleHash: `0x${'zz'.repeat(32)}` } }),
    () => JSON.stringify({ jsonrpc: '2.0', id: id + 1, result: { bundleHash: `0x${'11'.repeat(32)}` } }),
    () => answer({ error: { code: 'x', message: { nested: '\u001b[2J' } } }),
    () => answer({ error: { code: -32000, message: `\u001b[31m${'long '.repeat(50_000)}` } }),
    () => '['.repeat(100_000),
    () => Buffer.alloc(2 * 1024 * 1024, '1'),
    () => answer({ result: { results: [{ txHash: 7, gasUsed: '-1' }], bundleHash: 1e300 } }),
  ];
  return kinds[turn % kinds.length]?.() ?? '';
}
