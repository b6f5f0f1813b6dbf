import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { answerText, type RpcCall, readCall, refusalText } from '../../../app/devnet/builder/rpcMessage.ts';
import { RpcRefusal, rpcCodes } from '../../../app/devnet/builder/rpcRefusal.ts';
import { frameProblem } from '../../../app/market/rpc/frameGuard.ts';
import { Client } from './client.ts';
import type { Faults } from './faults.ts';
import type { Subscriber } from './subscriptions.ts';

/** One call over either transport. @throws RpcRefusal; anything else is a broken invariant */
export type Answer = (call: RpcCall, subscriber: Subscriber | null) => Promise<unknown>;
/** One call to the relay, with the whole body and who says to have signed it. */
export type RelayAnswer = (call: RpcCall, signature: string | undefined, body: Uint8Array) => Promise<unknown>;

export interface PublicServerOptions {
  readonly answer: Answer;
  readonly relay: RelayAnswer;
  readonly faults: Faults;
  readonly onGone: (subscriber: Subscriber) => void;
  readonly onBroken: (error: unknown) => void;
}

export interface PublicServer {
  readonly port: number;
  readonly connections: number;
  readonly slowConsumersClosed: number;
  stop(): Promise<void>;
}

const frameLimits = { maxBytes: 8 * 1024 * 1024, maxDepth: 64, maxValues: 200_000 };
const mostInBatch = 128;
const mostConnections = 128;
const relayPath = '/relay';

/**
 * The devnet's public port on the loopback: JSON-RPC over WebSocket and over HTTP at `/`, the relay over HTTP at `/relay`.
 * Pages of a browser are refused, whatever site they are of: they send an Origin.
 */
export async function startPublicServer(options: PublicServerOptions): Promise<PublicServer> {
  const clients = new Set<Client>();
  let slowConsumersClosed = 0;
  const http = createServer((request, response) => {
    serveHttp(request, response, options).catch(options.onBroken);
  });
  http.requestTimeout = 30_000;
  const sockets = new WebSocketServer({
    server: http,
    perMessageDeflate: false,
    maxPayload: frameLimits.maxBytes,
    verifyClient: ({ req }: { req: IncomingMessage }) =>
      req.headers.origin === undefined && clients.size < mostConnections,
  });
  sockets.on('connection', (socket: WebSocket) => {
    const client = new Client(socket, options.faults, () => {
      slowConsumersClosed += 1;
    });
    clients.add(client);
    socket.on('message', (data) => {
      const bytes = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
      if (!client.begins()) return client.answer(refusalText(null, tooMany));
      answerAll(bytes, (call) => options.answer(call, client))
        .then((text) => client.answer(text))
        .catch(options.onBroken)
        .finally(() => client.ended());
    });
    // ws has closed it already: a frame too large, or bytes that are no frame.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clients.delete(client);
      client.gone();
      options.onGone(client);
    });
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (http.address() as AddressInfo).port,
    get connections() {
      return clients.size;
    },
    get slowConsumersClosed() {
      return slowConsumersClosed;
    },
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const tooMany = new RpcRefusal(rpcCodes.limitExceeded, 'too many calls are under way');

async function serveHttp(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, relay, faults }: PublicServerOptions,
): Promise<void> {
  const end = (status: number, text: string): void => {
    if (response.destroyed) return;
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  };
  // Its body is not read to the end: nothing that follows on this connection could be told from it.
  const refuse = (status: number): void => {
    response.setHeader('connection', 'close');
    end(status, '');
  };
  if (request.headers.origin !== undefined) return refuse(403);
  if (request.method !== 'POST') return refuse(405);
  const path = request.url ?? '';
  if (path !== '/' && path !== relayPath) return refuse(404);
  const body = await bodyOf(request);
  if (body === null) return refuse(413);
  const signature = request.headers['x-flashbots-signature'];
  const text =
    path === relayPath
      ? await answerAll(body, (call) => relay(call, typeof signature === 'string' ? signature : undefined, body))
      : await answerAll(body, (call) => answer(call, null));
  setTimeout(() => end(200, text), faults.lag.answersMs);
}

/** null where it is too large or breaks off. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Left open when too large: the refusal goes out over the same socket.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length;
      if (size > frameLimits.maxBytes) return null;
      chunks.push(chunk as Buffer);
    }
  } catch {
    // The caller has gone: nobody reads an answer.
    return null;
  }
  return Buffer.concat(chunks);
}

/** The answer to a frame: one call, or a batch of them. Never rejects but for a broken invariant. */
async function answerAll(bytes: Buffer, answer: (call: RpcCall) => Promise<unknown>): Promise<string> {
  const problem = frameProblem(bytes, frameLimits);
  if (problem !== null) return refusalText(null, new RpcRefusal(rpcCodes.parseError, problem));
  let message: unknown;
  try {
    message = JSON.parse(bytes.toString('utf8'));
  } catch {
    return refusalText(null, new RpcRefusal(rpcCodes.parseError, 'not JSON'));
  }
  if (!Array.isArray(message)) return answerOne(message, answer);
  if (message.length === 0) return refusalText(null, new RpcRefusal(rpcCodes.invalidRequest, 'an empty batch'));
  if (message.length > mostInBatch)
    return refusalText(null, new RpcRefusal(rpcCodes.limitExceeded, `a batch has at most ${mostInBatch} calls`));
  return `[${(await Promise.all(message.map((one) => answerOne(one, answer)))).join(',')}]`;
}

async function answerOne(message: unknown, answer: (call: RpcCall) => Promise<unknown>): Promise<string> {
  let id: RpcCall['id'] = null;
  try {
    const call = readCall(message);
    id = call.id;
    return answerText(id, await answer(call));
  } catch (thrown) {
    if (thrown instanceof RpcRefusal) return refusalText(id, thrown);
    throw thrown;
  }
}
