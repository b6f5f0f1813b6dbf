import type { ChainId } from '../../domain/chain.ts';
import type { Clock } from '../../domain/clock.ts';
import type { ExpectedError } from '../../domain/errors.ts';
import type { Random } from '../../domain/random.ts';
import type { PushListener } from './connection.ts';
import type { OpenTransport, TransportLimits } from './transport.ts';

export type RpcState =
  | { readonly kind: 'connecting'; readonly endpoint: string }
  | { readonly kind: 'connected'; readonly endpoint: string }
  | { readonly kind: 'disconnected'; readonly endpoint: string; readonly reason: string }
  /** No endpoint may be used: each leads to another chain or is not safe to use. Final. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'closed' };

export type SubscriptionKind = 'newHeads' | 'logs' | 'newPendingTransactions';

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface RpcSubscription {
  /** True while the node pushes for it. */
  readonly live: boolean;
  dispose(): void;
}

/** What went wrong and was survived, since the start. */
export interface RpcCounters {
  readonly connections: number;
  readonly disconnections: number;
  /** Connections dropped because the node broke the protocol: garbage, oversized, too deep. */
  readonly faultyFrames: number;
  readonly timeouts: number;
  readonly strayFrames: number;
}

/** JSON-RPC with one chain, over whichever of its endpoints works. Everything it answers is `unknown`: decode it. */
export interface RpcClient {
  /** @throws ExpectedError RPC_TIMEOUT, RPC_DISCONNECTED, RPC_ERROR (the node's words in its facts), RPC_WRONG_CHAIN, RPC_BUSY */
  call(method: string, params: readonly unknown[], options?: { readonly timeoutMs?: number }): Promise<unknown>;
  /** Pipelined: all sent at once, answered in the order asked; rejects with the first failure. */
  callAll(calls: readonly RpcCall[], options?: { readonly timeoutMs?: number }): Promise<readonly unknown[]>;
  /** Made anew on each reconnect. A node without this kind is reported, and `live` stays false. */
  subscribe(kind: SubscriptionKind, filter: object | null, listener: PushListener): RpcSubscription;
  /** Told of each change; `connected` comes once every subscription was tried. Returns the disposal. */
  onState(listener: (state: RpcState) => void): () => void;
  /** @throws ExpectedError RPC_WRONG_CHAIN, RPC_ENDPOINT_REFUSED, RPC_DISCONNECTED when it cannot or will not connect any more */
  connected(): Promise<void>;
  /** Drops the connection as unusable and goes on to the next endpoint. */
  reconnect(reason: string): void;
  readonly state: RpcState;
  readonly counters: RpcCounters;
  close(): void;
}

export interface RpcClientOptions {
  /** ws://, wss:// or ipc:/path, in order of preference. */
  readonly endpoints: readonly string[];
  readonly chainId: ChainId;
  readonly clock: Clock;
  readonly random: Random;
  /** Problems that were survived or that need a person: refused endpoints, missing subscriptions, broken frames. */
  readonly report?: (problem: ExpectedError) => void;
  readonly limits?: Partial<TransportLimits>;
  readonly defaultTimeoutMs?: number;
  readonly openTransport?: OpenTransport;
}
