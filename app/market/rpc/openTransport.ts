import { openIpc } from './ipcTransport.ts';
import type { OpenTransport } from './transport.ts';
import { openWebSocket } from './webSocketTransport.ts';

/** The real transports, by the endpoint's kind. */
export const openTransport: OpenTransport = (endpoint, limits, events) =>
  endpoint.kind === 'ipc' ? openIpc(endpoint.path, limits, events) : openWebSocket(endpoint.url, limits, events);
