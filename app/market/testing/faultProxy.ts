import type { AddressInfo } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';

/** A frame on its way through the proxy. */
export interface ProxiedFrame {
  readonly direction: 'toNode' | 'toClient';
  readonly text: string;
  /** The frame's JSON, or null where it is none. */
  readonly message: Readonly<Record<string, unknown>> | null;
  /** For a reply, the method it answers; for a call, its method; for a push, "eth_subscription". */
  readonly method: string | null;
  /** Which connection of the client, counted from 1. */
  readonly connection: number;
}

/** What becomes of a frame. Order within a direction is kept, so a delay holds up all that follows. */
export type FaultAction =
  | { readonly kind: 'pass' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'replace'; readonly frames: readonly (string | Buffer)[] }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'close' };

export type FaultTransform = (frame: ProxiedFrame) => FaultAction;

/** A node's WebSocket as seen through faults that a test can change while it runs. */
export interface FaultProxy {
  /** Give this to the engine in place of the node's own address. */
  readonly url: string;
  transform: FaultTransform;
  /** Connections that clients have made so far. */
  readonly connections: number;
  /** Cuts every connection at once, as a pulled cable does. */
  cut(): void;
  /** Sends a frame of our own to every client. */
  inject(frame: string | Buffer): void;
  stop(): Promise<void>;
}

export const pass: FaultAction = { kind: 'pass' };

/** Starts a proxy on the loopback in front of a ws:// node. */
export async function startFaultProxy(
  upstreamUrl: string,
  transform: FaultTransform = () => pass,
): Promise<FaultProxy> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  const links = new Set<Link>();
  const proxy = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    transform,
    connections: 0,
    cut: () => {
      for (const link of links) link.end();
    },
    inject: (frame: string | Buffer) => {
      for (const link of links) link.toClient(frame);
    },
    stop: async () => {
      proxy.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on('connection', (client) => {
    proxy.connections += 1;
    const link = new Link(
      client,
      new WebSocket(upstreamUrl, { perMessageDeflate: false }),
      proxy.connections,
      (frame) => proxy.transform(frame),
    );
    links.add(link);
    client.once('close', () => links.delete(link));
  });
  return proxy;
}

/** One client and its own connection to the node. */
class Link {
  readonly #client: WebSocket;
  readonly #node: WebSocket;
  readonly #number: number;
  readonly #transform: FaultTransform;
  readonly #methods = new Map<unknown, string>();
  #toNode: Promise<void>;
  #toClient: Promise<void> = Promise.resolve();

  constructor(client: WebSocket, node: WebSocket, number: number, transform: FaultTransform) {
    this.#client = client;
    this.#node = node;
    this.#number = number;
    this.#transform = transform;
    this.#toNode = new Promise((resolve) => node.once('open', () => resolve()));
    client.on('message', (data) => {
      this.#toNode = this.#toNode.then(() => this.#carry('toNode', String(data), node));
    });
    node.on('message', (data) => {
      this.#toClient = this.#toClient.then(() => this.#carry('toClient', String(data), client));
    });
    for (const socket of [client, node]) {
      socket.on('close', () => this.end());
      socket.on('error', () => this.end());
    }
  }

  end(): void {
    this.#client.terminate();
    this.#node.terminate();
  }

  toClient(frame: string | Buffer): void {
    send(this.#client, frame);
  }

  async #carry(direction: ProxiedFrame['direction'], text: string, to: WebSocket): Promise<void> {
    const message = parse(text);
    const action = this.#transform({
      direction,
      text,
      message,
      method: this.#methodOf(direction, message),
      connection: this.#number,
    });
    if (action.kind === 'close') return this.end();
    if (action.kind === 'drop') return;
    if (action.kind === 'replace') {
      for (const frame of action.frames) send(to, frame);
      return;
    }
    if (action.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, action.ms));
    send(to, text);
  }

  #methodOf(direction: ProxiedFrame['direction'], message: ProxiedFrame['message']): string | null {
    if (message === null) return null;
    if (typeof message.method === 'string') {
      if (direction === 'toNode') this.#methods.set(message.id, message.method);
      return message.method;
    }
    const method = this.#methods.get(message.id) ?? null;
    this.#methods.delete(message.id);
    return method;
  }
}

function send(socket: WebSocket, frame: string | Buffer): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(frame, { binary: false });
}

function parse(text: string): ProxiedFrame['message'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
