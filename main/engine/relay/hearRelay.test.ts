import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { hearRelay } from './hearRelay.ts';

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

async function relayThat(answer: Parameters<typeof createServer>[1]) {
  server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { id: 'r', name: 'r', url: `http://127.0.0.1:${port}/` } as never;
}

it('is heard by any answer, a refusal too, and was told nothing', async () => {
  let told = '';
  const relay = await relayThat((request, response) => {
    request.on('data', (part) => {
      told += String(part);
    });
    request.on('end', () => response.writeHead(403).end('no'));
  });
  expect(await hearRelay(relay, 5_000)).toBeNull();
  expect(JSON.parse(told)).toEqual({ jsonrpc: '2.0', id: 1, method: 'web3_clientVersion', params: [] });
});

it('is not heard where no answer comes, or nobody is there', async () => {
  const silent = await relayThat(() => undefined);
  expect(await hearRelay(silent, 50)).toMatchObject({ code: 'RELAY_TIMEOUT' });
  expect(await hearRelay({ url: 'http://127.0.0.1:9/' } as never, 5_000)).toMatchObject({ code: 'RELAY_UNREACHABLE' });
});
