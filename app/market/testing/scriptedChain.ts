import { AbiCoder, Interface } from 'ethers';
import type { BlockHead } from '../../domain/block.ts';
import { present } from '../../domain/errors.ts';
import { type Address, type Hash, parseAddress } from '../../domain/hex.ts';
import type { PoolState } from '../../domain/pool.ts';
import type { Random } from '../../domain/random.ts';
import { logTopics } from '../decode/logTopics.ts';
import type { PushListener } from '../rpc/connection.ts';
import type { RpcClient, RpcState, SubscriptionKind } from '../rpc/rpcClient.ts';
import { rpcError } from '../rpc/rpcError.ts';
import { selectors, word } from '../snapshot/callData.ts';
import { realClock } from './followMarket.ts';
import { addressOfNumber, imaginaryChain, imaginaryHead } from './marketArbitraries.ts';

interface ScriptedBlock {
  readonly head: BlockHead;
  readonly reserves: ReadonlyMap<Address, readonly [bigint, bigint]>;
  readonly logs: readonly unknown[];
}

const coder = AbiCoder.defaultAbiCoder();
const aggregate3 = new Interface([
  'function aggregate3((address target, bool allowFailure, bytes callData)[]) returns ((bool, bytes)[])',
]);
const factory = present(
  imaginaryChain.dexes.find(({ kind }) => kind === 'uniswapV2'),
  'factory',
).factory;
const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

/** What a subscriber is told of the next heads. */
export type HeadPush = 'push' | 'lose' | 'twice';

/** A chain of Uniswap V2 pairs in memory, with the RpcClient of a node that follows it. Blocks, reorgs and losses are the test's to order. */
export class ScriptedChain {
  readonly #random: Random;
  readonly #listeners = new Map<SubscriptionKind, PushListener>();
  readonly #stateListeners = new Set<(state: RpcState) => void>();
  #state: RpcState = { kind: 'connected', endpoint: 'scripted' };
  #blocks: ScriptedBlock[] = [];
  #nextHash = 1;
  #nextPair = 0x9000;
  /** Of a thousand calls, this many are not answered. */
  lossPerThousand = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#append(1);
    this.#append(2);
  }

  /** Subscriptions and state listeners that nobody took back. */
  get subscriptions(): number {
    return this.#listeners.size + this.#stateListeners.size;
  }

  get tip(): BlockHead {
    return this.#block(this.#blocks.length - 1).head;
  }

  /** Each pair's state at the tip, as MarketState has it. */
  states(): ReadonlyMap<Address, PoolState> {
    return new Map(
      [...this.#block(this.#blocks.length - 1).reserves].map(([pair, [reserve0, reserve1]]) => [
        pair,
        { kind: 'uniswapV2', reserve0, reserve1 },
      ]),
    );
  }

  mine(newPairs: number, push: HeadPush): void {
    const block = this.#append(newPairs);
    if (push === 'lose') return;
    for (let i = push === 'twice' ? 2 : 1; i > 0; i -= 1) {
      const told = [() => this.#pushLogs(block), () => this.#tell('newHeads', wireHead(block.head))];
      for (const tell of this.#random.below(2) === 0 ? told : told.toReversed()) tell();
    }
  }

  /** Takes back the last blocks; what is mined next is another branch. */
  unwind(depth: number): void {
    this.#blocks = this.#blocks.slice(0, Math.max(2, this.#blocks.length - depth));
  }

  setConnected(connected: boolean): void {
    this.#state = connected
      ? { kind: 'connected', endpoint: 'scripted' }
      : { kind: 'disconnected', endpoint: 'scripted', reason: 'scripted' };
    for (const listener of this.#stateListeners) listener(this.#state);
  }

  client(): RpcClient {
    const call = async (method: string, params: readonly unknown[]): Promise<unknown> => {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#state.kind !== 'connected') throw rpcError('RPC_DISCONNECTED', method);
      if (this.#random.below(1000) < this.lossPerThousand) throw rpcError('RPC_TIMEOUT', method);
      return this.#answer(method, params);
    };
    const current = (): RpcState => this.#state;
    return {
      call,
      callAll: (calls) => Promise.all(calls.map(({ method, params }) => call(method, params))),
      subscribe: (kind, _filter, listener) => {
        this.#listeners.set(kind, listener);
        return { live: true, dispose: () => void this.#listeners.delete(kind) };
      },
      onState: (listener) => {
        this.#stateListeners.add(listener);
        return () => void this.#stateListeners.delete(listener);
      },
      connected: async () => undefined,
      reconnect: () => {
        this.setConnected(false);
        this.setConnected(true);
      },
      get state() {
        return current();
      },
      counters: { connections: 1, disconnections: 0, faultyFrames: 0, timeouts: 0, strayFrames: 0 },
      close: () => undefined,
    };
  }

  #block(index: number): ScriptedBlock {
    return present(this.#blocks[index], 'block');
  }

  #append(newPairs: number): ScriptedBlock {
    const parent = this.#blocks.at(-1) ?? null;
    const hash = this.#nextHash;
    this.#nextHash += 1;
    const head = imaginaryHead((parent?.head.number ?? -1) + 1, hash, Number(parent?.head.hash ?? 0));
    const reserves = new Map(parent?.reserves ?? []);
    const logs: unknown[] = [];
    const log = (address: Address, topics: readonly string[], data: string): void => {
      logs.push({
        address,
        topics,
        data,
        blockHash: head.hash,
        blockNumber: hex(head.number),
        transactionHash: head.hash,
        transactionIndex: '0x0',
        logIndex: hex(logs.length),
        removed: false,
      });
    };
    for (let i = 0; i < newPairs; i += 1) {
      const pair = addressOfNumber(this.#nextPair);
      this.#nextPair += 1;
      reserves.set(pair, [0n, 0n]);
      log(
        factory,
        [logTopics.v2PairCreated, `0x${word(0xa0)}`, `0x${word(0xb0)}`],
        `0x${word(BigInt(pair))}${word(1)}`,
      );
    }
    for (const pair of reserves.keys()) {
      if (this.#random.below(3) > 0) continue;
      const next: readonly [bigint, bigint] = [BigInt(this.#random.below(1e9)), BigInt(this.#random.below(1e9))];
      reserves.set(pair, next);
      log(pair, [logTopics.v2Sync], `0x${word(next[0])}${word(next[1])}`);
    }
    const block = { head, reserves, logs };
    this.#blocks.push(block);
    return block;
  }

  #tell(kind: SubscriptionKind, result: unknown): void {
    if (this.#state.kind === 'connected') this.#listeners.get(kind)?.(result, realClock.monotonicNs());
  }

  #pushLogs(block: ScriptedBlock): void {
    for (const log of block.logs) this.#tell('logs', log);
  }

  #byHash(hash: unknown): ScriptedBlock | null {
    return this.#blocks.find(({ head }) => head.hash === hash) ?? null;
  }

  #answer(method: string, params: readonly unknown[]): unknown {
    if (method === 'eth_blockNumber') return hex(this.tip.number);
    if (method === 'eth_getBlockByHash') return wireOrNull(this.#byHash(params[0]));
    if (method === 'eth_getBlockByNumber')
      return wireOrNull(
        params[0] === 'latest' ? (this.#blocks.at(-1) ?? null) : (this.#blocks[Number(params[0])] ?? null),
      );
    if (method === 'eth_getLogs') return this.#logs(params[0] as Record<string, unknown>);
    if (method === 'eth_call')
      return this.#call(params[0] as { data: string }, (params[1] as { blockHash: Hash }).blockHash);
    throw rpcError('RPC_ERROR', `${method} is not scripted`);
  }

  #logs({ blockHash, fromBlock, toBlock }: Record<string, unknown>): unknown {
    if (blockHash === undefined)
      return this.#blocks
        .slice(Number(fromBlock), Number(toBlock) + 1)
        .flatMap(({ logs }) => logs)
        .filter((log) => (log as { address: string }).address === factory);
    const block = this.#byHash(blockHash);
    if (block === null) throw rpcError('RPC_ERROR', 'unknown block', { nodeCode: -32000 });
    return block.logs;
  }

  #call({ data }: { data: string }, blockHash: Hash): string {
    const block = this.#byHash(blockHash);
    if (block === null) throw rpcError('RPC_ERROR', 'unknown block', { nodeCode: -32001 });
    const [calls] = aggregate3.decodeFunctionData('aggregate3', data) as unknown as [
      readonly { target: string; callData: string }[],
    ];
    const answers = calls.map(({ target, callData }) => {
      if (callData === selectors.symbol) return [true, coder.encode(['string'], ['TKN'])];
      if (callData === selectors.decimals) return [true, coder.encode(['uint8'], [18])];
      const reserves = block.reserves.get(parseAddress(target));
      return reserves === undefined
        ? [true, '0x']
        : [true, coder.encode(['uint112', 'uint112', 'uint32'], [...reserves, 0])];
    });
    return aggregate3.encodeFunctionResult('aggregate3', [answers]);
  }
}

function wireHead(head: BlockHead): unknown {
  return {
    number: hex(head.number),
    hash: head.hash,
    parentHash: head.parentHash,
    timestamp: hex(head.timestampS),
    baseFeePerGas: '0x1',
    gasUsed: '0x0',
    gasLimit: hex(head.gasLimit),
  };
}

function wireOrNull(block: ScriptedBlock | null): unknown {
  return block === null ? null : wireHead(block.head);
}
