import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly url: string;
  readonly body: string;
  readonly signature: string;
}

type Answer = (request: SeenRequest, response: ServerResponse) => void;

/** A relay of real HTTP on loopback whose answers a test writes. */
export async function relayServer(answer: Answer): Promise<{
  readonly url: string;
  readonly seen: SeenRequest[];
  answer: Answer;
  close(): Promise<void>;
}> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const signature = String(request.headers['x-flashbots-signature'] ?? '');
      const one = { url: request.url ?? '', body, signature };
      seen.push(one);
      handle.answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const handle = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/relay`,
    seen,
    answer,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return handle;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A JSON-RPC answer to this very request. */
export function jsonAnswer(request: SeenRequest, response: ServerResponse, answer: object, status = 200): void {
  const { id } = JSON.parse(request.body) as { id: number };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
}
