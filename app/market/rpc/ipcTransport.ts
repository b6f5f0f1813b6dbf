import { connect } from 'node:net';
import { jsonFramer } from './jsonFramer.ts';
import { printable } from './printable.ts';
import type { Transport, TransportEvents, TransportLimits } from './transport.ts';

/** JSON-RPC over a local socket (geth's and anvil's IPC): objects back to back, without separators. */
export function openIpc(path: string, limits: TransportLimits, events: TransportEvents): Transport {
  const socket = connect({ path });
  const framer = jsonFramer(limits);
  let over = false;
  const finish = (why: string): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    socket.destroy();
    events.closed(why);
  };
  const timer = setTimeout(() => finish('no connection in time'), limits.connectTimeoutMs);
  socket.on('connect', () => {
    clearTimeout(timer);
    if (!over) events.opened();
  });
  socket.on('data', (chunk: Buffer) => {
    if (over) return;
    const problem = framer.push(chunk, (frame) => {
      if (!over) events.frame(frame);
    });
    if (problem !== null) finish(problem);
  });
  socket.on('error', (error) => finish(printable(error.message, 160)));
  socket.on('close', () => finish('closed by the node'));
  return { send: (text) => void socket.write(text), close: finish };
}
