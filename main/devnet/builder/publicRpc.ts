import { inspect } from 'node:util';
import { z } from 'zod';
import { invalidParams, RpcRefusal, rpcCodes } from '../../../app/devnet/builder/rpcRefusal.ts';
import { quantity, transactionView } from '../../../app/devnet/builder/transactionView.ts';
import { ExpectedError } from '../../../app/domain/errors.ts';
import { parseAddress, parseHash } from '../../../app/domain/hex.ts';
import type { Rpc } from '../rpc.ts';
import type { BlockBuilder } from './blockBuilder.ts';
import { inspected, pendingBlock, poolContent, poolContentFrom, poolStatus } from './poolMethods.ts';
import type { Subscriber, Subscriptions } from './subscriptions.ts';

/** Answers one call. `subscriber` is null where nothing can be pushed. */
export type Method = (params: readonly unknown[], subscriber: Subscriber | null) => Promise<unknown>;

/** Reads that the node answers as it stands between two blocks. */
const forwarded = [
  'eth_accounts',
  'eth_blobBaseFee',
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_createAccessList',
  'eth_estimateGas',
  'eth_feeHistory',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getBlockByHash',
  'eth_getBlockReceipts',
  'eth_getBlockTransactionCountByHash',
  'eth_getBlockTransactionCountByNumber',
  'eth_getCode',
  'eth_getLogs',
  'eth_getProof',
  'eth_getStorageAt',
  'eth_getTransactionByBlockHashAndIndex',
  'eth_getTransactionByBlockNumberAndIndex',
  'eth_getTransactionReceipt',
  'eth_maxPriorityFeePerGas',
  'eth_simulateV1',
  'eth_syncing',
  'debug_traceCall',
  'debug_traceTransaction',
  'net_listening',
  'net_version',
  'web3_clientVersion',
  'web3_sha3',
] as const;

/** What a faucet may write, between two blocks. Every other method of the node's own is refused. */
const faucets = ['anvil_setBalance', 'anvil_setCode', 'anvil_setNonce', 'anvil_setStorageAt'] as const;

const addressParameter = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform(parseAddress);
const hashParameter = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform(parseHash);

/** The methods of the public port: what the builder knows itself, and what it lets through to the node. */
export function publicMethods(
  builder: BlockBuilder,
  node: Rpc,
  subscriptions: Subscriptions,
): ReadonlyMap<string, Method> {
  const forward =
    (method: string): Method =>
    (params) => {
      const ask = (): Promise<unknown> => node.call(method, ...params);
      return params.includes('pending') ? builder.atPending(ask) : builder.gate.read(ask);
    };
  const blockByNumber = forward('eth_getBlockByNumber');
  const transactionCount = forward('eth_getTransactionCount');
  const transactionByHash = forward('eth_getTransactionByHash');
  const own: Readonly<Record<string, Method>> = {
    eth_sendRawTransaction: ([raw]) => builder.submit(raw),
    eth_getBlockByNumber: (params) =>
      params[0] === 'pending' ? pendingBlock(builder, params[1] === true) : blockByNumber(params, null),
    eth_getTransactionCount: async (params) => {
      if (params[1] !== 'pending') return transactionCount(params, null);
      const sender = parameter(addressParameter, params[0], 'an address');
      const { nonce } = await builder.accounts.of(sender);
      return quantity(builder.mempool.pendingNonce(sender, nonce));
    },
    eth_getTransactionByHash: async (params) => {
      const waiting = builder.mempool.get(parameter(hashParameter, params[0], 'a hash'));
      if (waiting !== null) return transactionView(waiting);
      // While a block is being made, the node's pool holds what is in nobody's public pool.
      const known = (await transactionByHash(params, null)) as { readonly blockHash?: unknown } | null;
      return known?.blockHash == null ? null : known;
    },
    eth_subscribe: async (params, subscriber) => {
      if (subscriber === null)
        throw new RpcRefusal(rpcCodes.methodNotFound, 'there are subscriptions over WebSocket only');
      return subscriptions.add(subscriber, params);
    },
    eth_unsubscribe: async ([id], subscriber) => subscriber !== null && subscriptions.remove(subscriber, id),
    txpool_status: () => poolStatus(builder),
    txpool_content: () => poolContent(builder, transactionView),
    txpool_inspect: () => poolContent(builder, inspected),
    txpool_contentFrom: ([sender]) => poolContentFrom(builder, parameter(addressParameter, sender, 'an address')),
    evm_mine: async () => {
      await builder.produce();
      return '0x0';
    },
  };
  return new Map<string, Method>([
    ...forwarded.map((method): [string, Method] => [method, forward(method)]),
    ...faucets.map((method): [string, Method] => [
      method,
      (params) => builder.betweenBlocks(() => node.call(method, ...params)),
    ]),
    ...Object.entries(own),
  ]);
}

function parameter<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidParams(`expected ${what}`);
}

/** A call to one of these methods. @throws RpcRefusal; anything else is a broken invariant */
export async function callMethod(
  methods: ReadonlyMap<string, Method>,
  name: string,
  params: readonly unknown[],
  subscriber: Subscriber | null,
): Promise<unknown> {
  const method = methods.get(name);
  if (method === undefined) throw unknownMethod(name);
  try {
    return await method(params, subscriber);
  } catch (thrown) {
    throw asRefusal(thrown);
  }
}

function unknownMethod(name: string): RpcRefusal {
  const shown = inspect(name.slice(0, 64));
  if (/^(?:anvil|evm|hardhat|ganache)_/.test(name))
    return new RpcRefusal(
      rpcCodes.methodNotFound,
      `${shown}: the node's own methods are not public; builder_* tells the builder what to do`,
    );
  return new RpcRefusal(rpcCodes.methodNotFound, `the method ${shown} does not exist or is not available`);
}

/** What a caller is told of a failure. A broken invariant is not for the caller: it ends the process. */
function asRefusal(thrown: unknown): unknown {
  if (!(thrown instanceof ExpectedError)) return thrown;
  const { code, data } = thrown.facts;
  return new RpcRefusal(
    typeof code === 'number' ? code : rpcCodes.internalError,
    thrown.message,
    typeof data === 'string' ? data : undefined,
  );
}
