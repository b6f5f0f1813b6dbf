import WebSocket from 'ws';

/** Every transaction that a node has shown to everybody before it was in a block. */
export interface PublicPool {
  readonly seen: ReadonlySet<string>;
  stop(): void;
}

/** @param url of the node, ws:// */
export async function watchPublicPool(url: string): Promise<PublicPool> {
  const seen = new Set<string>();
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const subscribed = new Promise((resolve) => socket.once('message', resolve));
  socket.on('message', (data) => {
    const { params } = JSON.parse(String(data)) as { params?: { result: string } };
    if (params !== undefined) seen.add(params.result);
  });
  const params = ['newPendingTransactions'];
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params }));
  await subscribed;
  return { seen, stop: () => socket.terminate() };
}
