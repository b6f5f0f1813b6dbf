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

/** A connection to the node itself. */
export interface NodeRpc extends Rpc {
  /**
   * One message with the same method for several parameters, which the node takes up in this order; messages of their own would
   * overtake each other. Answers, in the same order, each call's error or null. @throws ExpectedError DEVNET_RPC_CLOSED
   */
  batch(method: string, parameters: readonly unknown[]): Promise<readonly (Error | null)[]>;
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

const answerSchema = z.object({
  id: z.int(),
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() }).optional(),
});
const messageSchema = z.union([
  answerSchema,
  z.array(answerSchema),
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
export async function connectRpc(url: string): Promise<NodeRpc> {
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
  const settle = (answer: z.output<typeof answerSchema>): void => {
    const entry = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) entry?.resolve(answer.result);
    else
      entry?.reject(
        new ExpectedError('DEVNET_RPC_FAILED', answer.error.message, {
          advice: 'See the message of the node.',
          facts: {
            code: answer.error.code,
            ...(typeof answer.error.data === 'string' ? { data: answer.error.data } : {}),
          },
        }),
      );
  };
  socket.on('message', (data) => {
    const message = messageSchema.parse(JSON.parse(String(data)));
    if (Array.isArray(message)) {
      for (const answer of message) settle(answer);
      return;
    }
    if ('method' in message) {
      const head = headSchema.parse(message.params.result);
      for (const receive of headListeners) receive(head);
      return;
    }
    settle(message);
  });

  const request = (
    method: string,
    params: readonly unknown[],
  ): { readonly body: object; readonly answer: Promise<unknown> } => {
    const id = nextId;
    nextId += 1;
    const answer = new Promise<unknown>((resolve, reject) => void waiting.set(id, { resolve, reject }));
    return { body: { jsonrpc: '2.0', id, method, params }, answer };
  };
  const ensureOpen = (): void => {
    if (socket.readyState !== WebSocket.OPEN) throw closedError(url);
  };
  const call = async (method: string, ...params: readonly unknown[]): Promise<unknown> => {
    ensureOpen();
    const { body, answer } = request(method, params);
    socket.send(JSON.stringify(body));
    return answer;
  };
  const batch: NodeRpc['batch'] = async (method, parameters) => {
    ensureOpen();
    if (parameters.length === 0) return [];
    const requests = parameters.map((parameter) => request(method, [parameter]));
    socket.send(JSON.stringify(requests.map(({ body }) => body)));
    return Promise.all(
      requests.map(({ answer }) =>
        answer.then(
          () => null,
          (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown))),
        ),
      ),
    );
  };
  let subscribed: Promise<unknown> | null = null;
  return {
    call,
    batch,
    onHead: async (receive) => {
      headListeners.add(receive);
      subscribed ??= call('eth_subscribe', 'newHeads');
      await subscribed;
      return () => headListeners.delete(receive);
    },
    close: () => socket.close(),
  };
}
