import type { RpcCall } from '../../../app/devnet/builder/rpcMessage.ts';
import { RpcRefusal } from '../../../app/devnet/builder/rpcRefusal.ts';
import { ExpectedError } from '../../../app/domain/errors.ts';
import { type Address, parseAddress } from '../../../app/domain/hex.ts';
import type { Random } from '../../../app/domain/random.ts';
import { accountNamed } from '../account.ts';
import { type BlockTimer, startBlockTimer } from '../blockTimer.ts';
import { devnetChainId } from '../node.ts';
import { type Head, headSchema, type NodeRpc, type Rpc } from '../rpc.ts';
import { BlockBuilder } from './blockBuilder.ts';
import { controlMethods } from './controlMethods.ts';
import { Faults } from './faults.ts';
import { callMethod, type Method, publicMethods } from './publicRpc.ts';
import { startPublicServer } from './publicServer.ts';
import { Relay } from './relay.ts';
import { Subscriptions } from './subscriptions.ts';

export interface PublicChainOptions {
  /** To the node, which nobody else may command. */
  readonly node: NodeRpc;
  /** A second connection to it, for what takes long. */
  readonly aside: NodeRpc;
  readonly multicall3: Address;
  readonly random: Random;
  readonly say: (line: string) => void;
  readonly onBroken: (error: unknown) => void;
}

/** The chain as the world sees it. */
export interface PublicChain {
  readonly builder: BlockBuilder;
  readonly faults: Faults;
  /** ws:// and, with the same port, http://. */
  readonly url: string;
  readonly relayUrl: string;
  /** The public methods from inside this process: the same answers, without a socket and its lag. */
  readonly inside: Rpc;
  /** Makes blocks from now on, the first after a block time. */
  startBlocks(blockTimeMs: number): void;
  /** Makes the first of them now: somebody waits for it. */
  hurryFirstBlock(): void;
  stop(): Promise<void>;
}

/** Puts a block builder, a public endpoint and a relay in front of a node. No block is made before `startBlocks`. */
export async function openPublicChain({
  node,
  aside,
  multicall3,
  random,
  say,
  onBroken,
}: PublicChainOptions): Promise<PublicChain> {
  const nowMs = Date.now;
  const faults = new Faults(random);
  const builder = await BlockBuilder.over({
    node,
    aside,
    faults,
    chainId: devnetChainId,
    producer: parseAddress(accountNamed('block builder').address),
    multicall3,
    nowMs,
    monotonicMs: () => performance.now(),
    say,
  });
  const subscriptions = new Subscriptions(builder);
  const relay = new Relay(builder, node, nowMs);
  const methods = new Map<string, Method>([
    ...publicMethods(builder, node, subscriptions),
    ...controlMethods(builder, faults, () => server),
  ]);
  const answer = (call: RpcCall, subscriber: Parameters<Method>[1]): Promise<unknown> =>
    callMethod(methods, call.method, call.params, subscriber);
  const server = await startPublicServer({
    answer,
    relay: (call, signature, body) => relay.call(call, signature, body),
    faults,
    onGone: (subscriber) => subscriptions.forget(subscriber),
    onBroken,
  });
  let timer: BlockTimer | null = null;
  return {
    builder,
    faults,
    url: `ws://127.0.0.1:${server.port}`,
    relayUrl: `http://127.0.0.1:${server.port}/relay`,
    inside: insideOf(methods, builder),
    startBlocks: (blockTimeMs) => {
      timer = startBlockTimer(
        async () => {
          if (!faults.paused) await builder.produce();
        },
        blockTimeMs,
        onBroken,
      );
    },
    hurryFirstBlock: () => timer?.hurry(),
    stop: async () => {
      timer?.stop();
      await server.stop();
    },
  };
}

function insideOf(methods: ReadonlyMap<string, Method>, builder: BlockBuilder): Rpc {
  return {
    call: async (method, ...params) => {
      try {
        return await callMethod(methods, method, params, null);
      } catch (thrown) {
        if (!(thrown instanceof RpcRefusal)) throw thrown;
        const { code, data, message } = thrown;
        throw new ExpectedError('DEVNET_RPC_FAILED', message, {
          advice: 'See the message of the chain.',
          facts: { code, ...(data === undefined ? {} : { data }) },
          cause: thrown,
        });
      }
    },
    onHead: async (receive) =>
      builder.listen({ sealed: ({ header }) => void receive(headSchema.parse(header) satisfies Head) }),
    close: () => undefined,
  };
}
