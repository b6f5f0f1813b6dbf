import type { Endpoint } from '../rpc/endpoint.ts';
import type { OpenTransport, Transport, TransportEvents } from '../rpc/transport.ts';

/** A request as the scripted node reads it. */
export interface ScriptedRequest {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** One connection to the scripted node. */
export interface ScriptedLink {
  readonly label: string;
  readonly requests: readonly ScriptedRequest[];
  /** Sends a frame to the client: text as it is, anything else as JSON. */
  push(frame: unknown): void;
  drop(reason: string): void;
}

export type ScriptedAnswer = { readonly result: unknown } | { readonly error: unknown } | 'silence';

/** A transport without a network: `answer` speaks for the node; connections to a label in `down` fail at once. */
export function scriptedTransport(answer: (request: ScriptedRequest, label: string) => ScriptedAnswer): {
  readonly open: OpenTransport;
  readonly links: readonly ScriptedLink[];
  readonly down: Set<string>;
} {
  const links: ScriptedLink[] = [];
  const down = new Set<string>();
  const open = (endpoint: Endpoint, _limits: unknown, events: TransportEvents): Transport => {
    let over = false;
    const close = (reason: string): void => {
      if (over) return;
      over = true;
      events.closed(reason);
    };
    const push = (frame: unknown): void => {
      if (!over) events.frame(Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)));
    };
    const requests: ScriptedRequest[] = [];
    links.push({ label: endpoint.label, requests, push, drop: close });
    setImmediate(() => (down.has(endpoint.label) ? close('refused') : over || events.opened()));
    const send = (text: string): void => {
      const request = JSON.parse(text) as ScriptedRequest;
      requests.push(request);
      const reply = answer(request, endpoint.label);
      if (reply !== 'silence') setImmediate(() => push({ jsonrpc: '2.0', id: request.id, ...reply }));
    };
    return { send, close };
  };
  return { open, links, down };
}
