import type { Clock, MonotonicNs } from '../../domain/clock.ts';
import type { ExpectedError } from '../../domain/errors.ts';
import type { Endpoint } from './endpoint.ts';
import { frameProblem } from './frameGuard.ts';
import { printable } from './printable.ts';
import { rpcError } from './rpcError.ts';
import type { OpenTransport, TransportLimits } from './transport.ts';

export type PushListener = (result: unknown, seenNs: MonotonicNs) => void;

/** One open connection to one node. */
export interface Connection {
  /** @throws ExpectedError RPC_TIMEOUT, RPC_DISCONNECTED, RPC_ERROR, RPC_BUSY */
  request(method: string, params: readonly unknown[], timeoutMs: number): Promise<unknown>;
  /** eth_subscribe; the listener is in place before the next frame is read. Answers the node's id of it. */
  subscribe(params: readonly unknown[], timeoutMs: number, listener: PushListener): Promise<string>;
  forget(subscription: string): void;
  close(reason: string): void;
}

export interface ConnectionEvents {
  opened(): void;
  /** Counted, not fatal: an answer to nobody's question, a push for no subscription. */
  stray(): void;
  timedOut(): void;
  answered(): void;
  /** Exactly once. `faulty` says that the node broke the protocol. */
  closed(reason: string, faulty: boolean): void;
}

interface Waiting {
  readonly method: string;
  readonly timer: NodeJS.Timeout;
  settle(value: unknown): void;
  fail(error: ExpectedError): void;
}

const maxWaiting = 8192;

interface Options {
  readonly endpoint: Endpoint;
  readonly limits: TransportLimits;
  readonly openTransport: OpenTransport;
  readonly clock: Clock;
  readonly events: ConnectionEvents;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the node said against a call: its words are hostile, so escaped and cut. */
function nodeError(method: string, error: unknown): ExpectedError {
  const record = isRecord(error) ? error : {};
  const message = typeof record.message === 'string' ? printable(record.message, 300) : 'no message';
  const code = typeof record.code === 'number' ? record.code : 0;
  const data = typeof record.data === 'string' ? printable(record.data, 4096) : '';
  return rpcError('RPC_ERROR', `${method}: ${message}`, { method, nodeCode: code, nodeMessage: message, data });
}

/** Opens a connection and matches answers to calls. A frame that breaks the caps or the grammar closes it. */
export function openConnection({ endpoint, limits, openTransport, clock, events }: Options): Connection {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, PushListener>();
  let nextId = 1;
  let closed: string | null = null;
  let faulty = false;

  const drop = (reason: string): void => {
    faulty = true;
    transport.close(reason);
  };

  const onAnswer = (message: Record<string, unknown>): void => {
    const entry = typeof message.id === 'number' ? waiting.get(message.id) : undefined;
    if (entry === undefined) return events.stray();
    waiting.delete(message.id as number);
    clearTimeout(entry.timer);
    events.answered();
    if (message.error !== undefined && message.error !== null) entry.fail(nodeError(entry.method, message.error));
    else if ('result' in message) entry.settle(message.result);
    else entry.fail(rpcError('RPC_MALFORMED_REPLY', `${entry.method}: neither result nor error`));
  };

  const onMessage = (message: unknown, seenNs: MonotonicNs): void => {
    if (!isRecord(message)) return drop('frame is not a JSON-RPC object');
    if (message.method !== 'eth_subscription') return onAnswer(message);
    const params = isRecord(message.params) ? message.params : {};
    const listener = typeof params.subscription === 'string' ? listeners.get(params.subscription) : undefined;
    if (listener === undefined) events.stray();
    else listener(params.result, seenNs);
  };

  const onFrame = (bytes: Buffer): void => {
    const seenNs = clock.monotonicNs();
    const problem = frameProblem(bytes, limits);
    if (problem !== null) return drop(problem);
    let message: unknown;
    try {
      message = JSON.parse(bytes.toString('utf8'));
    } catch {
      return drop('frame is not JSON');
    }
    onMessage(message, seenNs);
  };

  const transport = openTransport(endpoint, limits, {
    opened: events.opened,
    frame: (bytes) => {
      if (closed === null) onFrame(bytes);
    },
    closed: (reason) => {
      if (closed !== null) return;
      closed = reason;
      const left = [...waiting.values()];
      waiting.clear();
      listeners.clear();
      for (const entry of left) {
        clearTimeout(entry.timer);
        entry.fail(
          rpcError('RPC_DISCONNECTED', `${entry.method}: connection lost`, { endpoint: endpoint.label, reason }),
        );
      }
      events.closed(reason, faulty);
    },
  });

  const start = (
    method: string,
    params: readonly unknown[],
    timeoutMs: number,
    settle: (value: unknown) => void,
    fail: (error: ExpectedError) => void,
  ): void => {
    if (closed !== null)
      return fail(
        rpcError('RPC_DISCONNECTED', `${method}: not connected`, { endpoint: endpoint.label, reason: closed }),
      );
    if (waiting.size >= maxWaiting) return fail(rpcError('RPC_BUSY', `${method}: ${maxWaiting} calls are under way`));
    const id = nextId;
    nextId += 1;
    const timer = setTimeout(() => {
      waiting.delete(id);
      fail(
        rpcError('RPC_TIMEOUT', `${method}: no answer in ${timeoutMs} ms`, {
          method,
          endpoint: endpoint.label,
          timeoutMs,
        }),
      );
      events.timedOut();
    }, timeoutMs);
    waiting.set(id, { method, timer, settle, fail });
    transport.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  };

  return {
    request: (method, params, timeoutMs) =>
      new Promise((resolve, reject) => start(method, params, timeoutMs, resolve, reject)),
    subscribe: (params, timeoutMs, listener) =>
      new Promise((resolve, reject) => {
        const settle = (value: unknown): void => {
          if (typeof value !== 'string' || value.length > 128)
            return reject(rpcError('RPC_MALFORMED_REPLY', 'eth_subscribe: id is not a string'));
          listeners.set(value, listener);
          resolve(value);
        };
        start('eth_subscribe', params, timeoutMs, settle, reject);
      }),
    forget: (subscription) => void listeners.delete(subscription),
    close: (reason) => transport.close(reason),
  };
}
