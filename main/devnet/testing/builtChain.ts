import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { id } from 'ethers';
import WebSocket from 'ws';
import { type BuilderControl, builderControlOver } from '../../../app/devnet/testing/builderControl.ts';
import { seededRandom } from '../../../app/domain/random.ts';
import { type Account, accountNamed, type Call } from '../account.ts';
import { applicationRoot } from '../applicationRoot.ts';
import { readArtifacts } from '../artifacts.ts';
import { openPublicChain, type PublicChain } from '../builder/publicChain.ts';
import { devnetChainId, nodeBinary, startNode } from '../node.ts';
import { devnetPeople } from '../people.ts';
import { connectRpc, type NodeRpc } from '../rpc.ts';
import { deployedState } from '../snapshot.ts';

export const gwei = 10n ** 9n;

interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** A WebSocket to the public port, and all that was pushed through it. */
export interface Listener {
  call(method: string, ...params: readonly unknown[]): Promise<unknown>;
  /** Results of eth_subscription, in the order in which they came. */
  readonly pushed: { readonly subscription: string; readonly result: unknown }[];
  readonly socket: WebSocket;
  close(): void;
}

/** The devnet's deployed market without its crowd behind the real builder, which makes a block when told. */
export interface BuiltChain {
  readonly chain: PublicChain;
  /** The node behind it, past the builder: for looking only. */
  readonly node: NodeRpc;
  readonly builder: BuilderControl;
  readonly broken: unknown[];
  call(method: string, ...params: readonly unknown[]): Promise<unknown>;
  listen(): Promise<Listener>;
  /** With a thousand ether. */
  account(name: string): Promise<Account>;
  sign(from: Account, nonce: number, fees: Fees, call?: Partial<Call>): Promise<string>;
  relay(signer: Account, method: string, ...params: readonly unknown[]): Promise<unknown>;
  mine(blocks?: number): Promise<void>;
  /** The newest block. */
  head(): Promise<{ readonly number: number; readonly hash: string; readonly transactions: readonly string[] }>;
  stop(): Promise<void>;
}

export async function startBuiltChain(): Promise<BuiltChain> {
  const folder = mkdtempSync(join(tmpdir(), 'syndicate-builder-'));
  const root = applicationRoot();
  const binary = nodeBinary(root);
  const { deployment, statePath } = await deployedState({
    root,
    binary,
    nodeVersion: 'test',
    folder,
    snapshotFolder: join(tmpdir(), 'syndicate-builder-snapshot'),
    artifacts: readArtifacts(root),
    people: devnetPeople(),
  });
  const node = await startNode({ binary, folder, purpose: 'run', statePath });
  const [rpc, aside] = await Promise.all([connectRpc(node.url), connectRpc(node.url)]);
  const broken: unknown[] = [];
  const chain = await openPublicChain({
    node: rpc,
    aside,
    multicall3: deployment.multicall3,
    random: seededRandom(1),
    say: (line) => broken.push(line),
    onBroken: (error) => broken.push(error),
  });
  const listeners: Listener[] = [];
  const listen = async (): Promise<Listener> => {
    const listener = await openListener(chain.url);
    listeners.push(listener);
    return listener;
  };
  const { call } = await listen();
  const builder = builderControlOver(call);
  await builder.tell('builder_mine', { blocks: 13 });
  return {
    chain,
    node: rpc,
    builder,
    broken,
    call,
    listen,
    account: async (name) => {
      const account = accountNamed(`test ${name}`);
      await call('anvil_setBalance', account.address, `0x${(10n ** 21n).toString(16)}`);
      return account;
    },
    sign: (from, nonce, fees, { to = from.address, data = '0x', gasLimit = 60_000, value = 0n } = {}) =>
      from.wallet.signTransaction({ type: 2, chainId: devnetChainId, nonce, to, data, gasLimit, value, ...fees }),
    relay: (signer, method, ...params) => askRelay(chain.relayUrl, signer, method, params),
    mine: async (blocks = 1) => void (await builder.tell('builder_mine', { blocks })),
    head: async () => {
      const block = (await call('eth_getBlockByNumber', 'latest', false)) as Record<string, unknown>;
      return { number: Number(block.number), hash: String(block.hash), transactions: block.transactions as string[] };
    },
    stop: async () => {
      for (const listener of listeners) listener.close();
      await chain.stop();
      rpc.close();
      aside.close();
      await node.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Signs as Flashbots has it, and throws what the relay says against the call. */
async function askRelay(url: string, signer: Account, method: string, params: readonly unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const signature = `${signer.wallet.address}:${await signer.wallet.signMessage(id(body))}`;
  const { result, error } = await postJson(url, body, { 'x-flashbots-signature': signature });
  if (error !== undefined) throw Object.assign(new Error(error.message), error);
  return result;
}

export interface JsonRpcReply {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<JsonRpcReply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return (await response.json()) as JsonRpcReply;
}

async function openListener(url: string): Promise<Listener> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const pushed: Listener['pushed'] = [];
  let nextId = 1;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.method === 'eth_subscription') {
      pushed.push(message.params);
      return;
    }
    const entry = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) entry?.resolve(message.result);
    else entry?.reject(Object.assign(new Error(message.error.message), message.error));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('closed'));
  });
  return {
    pushed,
    socket,
    call: (method, ...params) =>
      new Promise((resolve, reject) => {
        const callId = nextId;
        nextId += 1;
        waiting.set(callId, { resolve, reject });
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: callId, method, params }));
      }),
    close: () => socket.terminate(),
  };
}
