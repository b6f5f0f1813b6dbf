import WebSocket from 'ws';
import { printable } from './printable.ts';
import type { Transport, TransportEvents, TransportLimits } from './transport.ts';

/** JSON-RPC over a WebSocket: no compression, no redirects, certificates checked, frames over the cap close it. */
export function openWebSocket(url: string, limits: TransportLimits, events: TransportEvents): Transport {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: limits.maxBytes,
    handshakeTimeout: limits.connectTimeoutMs,
    followRedirects: false,
    rejectUnauthorized: true,
  });
  let reason: string | null = null;
  let over = false;
  const finish = (why: string): void => {
    if (over) return;
    over = true;
    events.closed(reason ?? why);
  };
  socket.on('open', () => {
    if (!over) events.opened();
  });
  socket.on('message', (data: WebSocket.RawData) => {
    if (over || reason !== null) return;
    events.frame(Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data));
  });
  socket.on('error', (error) => {
    reason ??= printable(error.message, 160);
  });
  socket.on('close', (code) => finish(`closed by the node (${code})`));
  return {
    send: (text) => socket.send(text),
    close: (why) => {
      reason ??= why;
      socket.terminate();
      finish(why);
    },
  };
}
