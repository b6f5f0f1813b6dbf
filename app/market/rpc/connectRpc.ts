import type { ExpectedError } from '../../domain/errors.ts';
import { backoffMs } from './backoff.ts';
import { type Connection, openConnection, type PushListener } from './connection.ts';
import { type Endpoint, parseEndpoint } from './endpoint.ts';
import { defaultFrameLimits } from './frameGuard.ts';
import { openTransport } from './openTransport.ts';
import { decodeCount } from './quantity.ts';
import type {
  RpcCall,
  RpcClient,
  RpcClientOptions,
  RpcCounters,
  RpcState,
  RpcSubscription,
  SubscriptionKind,
} from './rpcClient.ts';
import { isRpcError, type RpcErrorCode, rpcError } from './rpcError.ts';
import type { TransportLimits } from './transport.ts';

/** A connection that lived this long was good: back-off starts anew, and after an accident so does the order of preference. */
const stableMs = 10_000;
/** This many calls in a row without an answer, and nothing else answered: the node is stuck. */
const timeoutsToDrop = 3;
const defaultTimeoutMs = 10_000;

interface LiveSubscription {
  readonly kind: SubscriptionKind;
  readonly filter: object | null;
  readonly listener: PushListener;
  nodeId: string | null;
}

/** Starts connecting and keeps at it until closed. @see RpcClient */
export function connectRpc(options: RpcClientOptions): RpcClient {
  const client = new FailoverClient(options);
  client.start();
  return client;
}

class FailoverClient implements RpcClient {
  readonly #options: RpcClientOptions;
  readonly #limits: TransportLimits;
  readonly #endpoints: Endpoint[] = [];
  readonly #listeners = new Set<(state: RpcState) => void>();
  readonly #subscriptions = new Set<LiveSubscription>();
  #state: RpcState = { kind: 'disconnected', endpoint: '', reason: 'not started' };
  #connection: Connection | null = null;
  #cursor = 0;
  #attempt = 0;
  /** The connection at hand was given up as unusable, by us. */
  #givenUp = false;
  #timeoutsInRow = 0;
  #lastRefusal: ExpectedError | null = null;
  #retryTimer: NodeJS.Timeout | null = null;
  #counters = { connections: 0, disconnections: 0, faultyFrames: 0, timeouts: 0, strayFrames: 0 };

  constructor(options: RpcClientOptions) {
    this.#options = options;
    this.#limits = { ...defaultFrameLimits, connectTimeoutMs: 5_000, ...options.limits };
    for (const text of options.endpoints) {
      try {
        this.#endpoints.push(parseEndpoint(text));
      } catch (error) {
        this.#refuse(error as ExpectedError);
      }
    }
  }

  get state(): RpcState {
    return this.#state;
  }

  get counters(): RpcCounters {
    return { ...this.#counters };
  }

  start(): void {
    const endpoint = this.#endpoints[this.#cursor % Math.max(1, this.#endpoints.length)];
    if (endpoint === undefined)
      return this.#setState({ kind: 'refused', reason: this.#lastRefusal?.message ?? 'no endpoint' });
    this.#setState({ kind: 'connecting', endpoint: endpoint.label });
    const startedMs = this.#options.clock.epochMs();
    this.#timeoutsInRow = 0;
    this.#givenUp = false;
    const connection: Connection = openConnection({
      endpoint,
      limits: this.#limits,
      openTransport: this.#options.openTransport ?? openTransport,
      clock: this.#options.clock,
      events: {
        opened: () => void this.#establish(connection, endpoint),
        stray: () => this.#onStray(),
        answered: () => this.#onAnswer(),
        timedOut: () => this.#onTimeout(connection),
        closed: (reason, faulty) => this.#onClosed(endpoint, reason, faulty, this.#options.clock.epochMs() - startedMs),
      },
    });
    this.#connection = connection;
  }

  async call(method: string, params: readonly unknown[], options?: { readonly timeoutMs?: number }): Promise<unknown> {
    if (this.#connection === null || this.#state.kind !== 'connected') throw this.#notConnected(method);
    return this.#connection.request(method, params, options?.timeoutMs ?? this.#timeoutMs);
  }

  callAll(calls: readonly RpcCall[], options?: { readonly timeoutMs?: number }): Promise<readonly unknown[]> {
    return Promise.all(calls.map(({ method, params }) => this.call(method, params, options)));
  }

  subscribe(kind: SubscriptionKind, filter: object | null, listener: PushListener): RpcSubscription {
    const entry: LiveSubscription = { kind, filter, listener, nodeId: null };
    this.#subscriptions.add(entry);
    if (this.#connection !== null && this.#state.kind === 'connected') void this.#activate(this.#connection, entry);
    return {
      get live() {
        return entry.nodeId !== null;
      },
      dispose: () => this.#dispose(entry),
    };
  }

  onState(listener: (state: RpcState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      let stop: () => void = () => undefined;
      const settle = (state: RpcState): void => {
        if (state.kind === 'connecting' || state.kind === 'disconnected') return;
        stop();
        if (state.kind === 'connected') resolve();
        else reject(this.#notConnected('connect'));
      };
      stop = this.onState(settle);
      settle(this.#state);
    });
  }

  reconnect(reason: string): void {
    this.#givenUp = true;
    this.#connection?.close(reason);
  }

  close(): void {
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#setState({ kind: 'closed' });
    this.#connection?.close('closed by us');
    this.#listeners.clear();
    this.#subscriptions.clear();
  }

  get #timeoutMs(): number {
    return this.#options.defaultTimeoutMs ?? defaultTimeoutMs;
  }

  #notConnected(method: string): ExpectedError {
    if (this.#state.kind === 'refused' && this.#lastRefusal !== null) return this.#lastRefusal;
    const reason = 'reason' in this.#state ? this.#state.reason : this.#state.kind;
    return rpcError('RPC_DISCONNECTED', `${method}: not connected`, { reason });
  }

  #setState(state: RpcState): void {
    if (this.#state.kind === 'closed') return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  #refuse(error: ExpectedError): void {
    this.#lastRefusal = error;
    this.#options.report?.(error);
  }

  /** Before anything else is asked of a node it must prove to be on our chain. */
  async #establish(connection: Connection, endpoint: Endpoint): Promise<void> {
    try {
      const chainId = decodeCount(await connection.request('eth_chainId', [], this.#timeoutMs), 'chainId');
      if (chainId !== this.#options.chainId) {
        const facts = { endpoint: endpoint.label, expected: this.#options.chainId, actual: chainId };
        this.#endpoints.splice(this.#endpoints.indexOf(endpoint), 1);
        this.#refuse(
          rpcError('RPC_WRONG_CHAIN', `${endpoint.label} is on chain ${chainId}, not ${this.#options.chainId}`, facts),
        );
        return connection.close('wrong chain');
      }
      await Promise.all([...this.#subscriptions].map((entry) => this.#activate(connection, entry)));
    } catch (error) {
      return connection.close(`handshake failed: ${(error as Error).message}`);
    }
    if (this.#connection !== connection || this.#state.kind !== 'connecting') return;
    this.#counters.connections += 1;
    this.#setState({ kind: 'connected', endpoint: endpoint.label });
  }

  async #activate(connection: Connection, entry: LiveSubscription): Promise<void> {
    const params = entry.filter === null ? [entry.kind] : [entry.kind, entry.filter];
    try {
      entry.nodeId = await connection.subscribe(params, this.#timeoutMs, entry.listener);
      if (!this.#subscriptions.has(entry)) this.#dispose(entry);
    } catch (error) {
      entry.nodeId = null;
      if (isRpcError(error, 'RPC_ERROR')) this.#options.report?.(error);
      else if (!isRpcError(error, 'RPC_DISCONNECTED'))
        connection.close(`eth_subscribe failed: ${(error as Error).message}`);
    }
  }

  #dispose(entry: LiveSubscription): void {
    this.#subscriptions.delete(entry);
    if (entry.nodeId === null || this.#connection === null) return;
    this.#connection.forget(entry.nodeId);
    this.#connection.request('eth_unsubscribe', [entry.nodeId], this.#timeoutMs).catch((error: ExpectedError) => {
      if (!isRpcError(error, 'RPC_DISCONNECTED')) this.#options.report?.(error);
    });
    entry.nodeId = null;
  }

  #onStray(): void {
    this.#counters.strayFrames += 1;
  }

  #onAnswer(): void {
    this.#timeoutsInRow = 0;
  }

  #onTimeout(connection: Connection): void {
    this.#counters.timeouts += 1;
    this.#timeoutsInRow += 1;
    if (this.#timeoutsInRow < timeoutsToDrop) return;
    this.#givenUp = true;
    connection.close(`no answer to ${timeoutsToDrop} calls in a row`);
  }

  #onClosed(endpoint: Endpoint, reason: string, faulty: boolean, livedMs: number): void {
    this.#connection = null;
    for (const entry of this.#subscriptions) entry.nodeId = null;
    if (this.#state.kind === 'connected') this.#counters.disconnections += 1;
    if (faulty) {
      this.#counters.faultyFrames += 1;
      const code: RpcErrorCode = 'RPC_MALFORMED_REPLY';
      this.#options.report?.(
        rpcError(code, `${endpoint.label} was dropped: ${reason}`, { endpoint: endpoint.label, reason }),
      );
    }
    if (this.#state.kind === 'closed') return;
    const livedLong = this.#state.kind === 'connected' && livedMs >= stableMs;
    const accident = livedLong && !faulty && !this.#givenUp;
    this.#setState({ kind: 'disconnected', endpoint: endpoint.label, reason });
    if (livedLong) this.#attempt = 0;
    if (accident) this.#cursor = 0;
    else if (this.#endpoints.includes(endpoint)) this.#cursor += 1;
    this.#retryTimer = setTimeout(() => this.start(), this.#delayBeforeNext(accident));
  }

  /** No wait on the way to the next endpoint; back-off grows only when all of them have failed in turn. */
  #delayBeforeNext(accident: boolean): number {
    if (accident) return backoffMs(0, this.#options.random);
    if (this.#cursor < this.#endpoints.length) return 0;
    this.#cursor = 0;
    this.#attempt += 1;
    return backoffMs(this.#attempt - 1, this.#options.random);
  }
}
