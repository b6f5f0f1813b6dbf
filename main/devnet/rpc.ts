import WebSocket from 'ws';
import { z } from 'zod';
import { ExpectedError } from '../../app/domain/errors.ts';

/** A JSON-RPC connection to the node. */
export interface Rpc {
  /** @throws ExpectedError DEVNET_RPC_FAILED with the node's message and code, or DEVNET_RPC_CLOSED */
  call(method: string, ...params: readonly unknown[]): Promise<unknown>;
  /** Called for every new head. Returns how to stop. */
  onHead(receive: (head: Head) => void): Promise<() => void>;
  close(): void;
}

const quantity = z.string().regex(/^0x[0-9a-f]+$/);
export const headSchema = z
  .object({
    number: quantity,
    hash: z.string(),
    parentHash: z.string(),
    baseFeePerGas: quantity,
    gasUsed: quantity,
    gasLimit: quantity,
    timestamp: quantity,
  })
  .transform((head) => ({
    number: Number(head.number),
    hash: head.hash,
    parentHash: head.parentHash,
    baseFeePerGas: BigInt(head.baseFeePerGas),
    gasUsed: Number(head.gasUsed),
    gasLimit: Number(head.gasLimit),
    timestampS: Number(head.timestamp),
  }));
export type Head = z.output<typeof headSchema>;

const messageSchema = z.union([
  z.object({
    id: z.int(),
    result: z.unknown().optional(),
    error: z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() }).optional(),
  }),
  z.object({
    method: z.literal('eth_subscription'),
    params: z.object({ subscription: z.string(), result: z.unknown() }),
  }),
]);

function closedError(url: string): ExpectedError {
  return new ExpectedError('DEVNET_RPC_CLOSED', 'the connection to the devnet node closed', {
    advice: 'The devnet is restarted by itself.',
    facts: { url },
  });
}

/** Connects over WebSocket. @throws ExpectedError DEVNET_RPC_CLOSED */
export async function connectRpc(url: string): Promise<Rpc> {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const headListeners = new Set<(head: Head) => void>();
  let nextId = 1;
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => socket.close());
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(closedError(url));
    waiting.clear();
  });
  socket.on('message', (data) => {
    const message = messageSchema.parse(JSON.parse(String(data)));
    if ('method' in message) {
      const head = headSchema.parse(message.params.result);
      for (const receive of headListeners) receive(head);
      return;
    }
    const entry = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) entry?.resolve(message.result);
    else
      entry?.reject(
        new ExpectedError('DEVNET_RPC_FAILED', message.error.message, {
          advice: 'See the message of the node.',
          facts: {
            code: message.error.code,
            ...(typeof message.error.data === 'string' ? { data: message.error.data } : {}),
          },
        }),
      );
  });

  const call = (method: string, ...params: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) return reject(closedError(url));
      const id = nextId;
      nextId += 1;
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  let subscribed: Promise<unknown> | null = null;
  return {
    call,
    onHead: async (receive) => {
      headListeners.add(receive);
      subscribed ??= call('eth_subscribe', 'newHeads');
      await subscribed;
      return () => headListeners.delete(receive);
    },
    close: () => socket.close(),
  };
}
