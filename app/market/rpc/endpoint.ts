import { printable } from './printable.ts';
import { rpcError } from './rpcError.ts';

/** A place to reach a node at. `label` names it in logs and on screens: the host only, never a path that may hold a key. */
export type Endpoint =
  | { readonly kind: 'webSocket'; readonly url: string; readonly label: string }
  | { readonly kind: 'ipc'; readonly path: string; readonly label: string };

const loopback = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Parses ws://, wss:// or ipc:/path. @throws ExpectedError RPC_ENDPOINT_REFUSED on another scheme or plain text off this machine */
export function parseEndpoint(text: string): Endpoint {
  if (text.startsWith('ipc:/')) {
    const path = text.slice('ipc:'.length);
    return { kind: 'ipc', path, label: 'ipc' };
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'ws:' && url.protocol !== 'wss:')) {
    throw rpcError('RPC_ENDPOINT_REFUSED', 'endpoint is neither ws://, wss:// nor ipc:/path', {
      scheme: printable(text.split(':')[0] ?? '', 16),
    });
  }
  const label = printable(url.host, 80);
  if (url.protocol === 'ws:' && !loopback.has(url.hostname)) {
    throw rpcError('RPC_ENDPOINT_REFUSED', 'endpoint is not encrypted and not on this machine', { host: label });
  }
  return { kind: 'webSocket', url: text, label };
}
