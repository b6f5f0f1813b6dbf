import type { Endpoint } from './endpoint.ts';
import type { FrameLimits } from './frameGuard.ts';

/** A two-way stream of text frames. */
export interface Transport {
  send(text: string): void;
  /** Ends it at once; `closed` is still reported, once. */
  close(reason: string): void;
}

export interface TransportEvents {
  opened(): void;
  frame(bytes: Buffer): void;
  /** Exactly once, whatever happened. Nothing follows it. */
  closed(reason: string): void;
}

export interface TransportLimits extends FrameLimits {
  readonly connectTimeoutMs: number;
}

export type OpenTransport = (endpoint: Endpoint, limits: TransportLimits, events: TransportEvents) => Transport;
