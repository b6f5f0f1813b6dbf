import type { Address, Bytes } from '../../domain/hex.ts';
import type { BlockReference } from '../../domain/opportunity.ts';
import { wordAt } from '../decode/words.ts';
import { decodeBytes } from '../rpc/quantity.ts';
import { requestAtBlock } from '../rpc/requestAtBlock.ts';
import type { RpcClient } from '../rpc/rpcClient.ts';
import { rpcError } from '../rpc/rpcError.ts';
import { addressWord, selectors, word } from './callData.ts';

export interface ContractCall {
  readonly target: Address;
  readonly data: Bytes;
}

/** What a contract answered, or null where the call reverted. */
export type ContractAnswer = Bytes | null;

export interface MulticallOptions {
  readonly rpc: RpcClient;
  readonly multicall3: Address;
  readonly block: BlockReference;
  /** Inner calls per eth_call; bounded by the node's gas cap and our frame cap. */
  readonly batchSize?: number;
  /** eth_calls under way at once. */
  readonly parallel?: number;
  readonly timeoutMs?: number;
}

const defaultBatchSize = 400;
const defaultParallel = 4;

/**
 * Many view calls at one block, named by its hash (EIP-1898), so that a reorg fails the read instead of mixing blocks.
 * Answers in the order asked. An inner revert is null; a target without code answers "0x".
 * @throws ExpectedError RPC_* as RpcClient.call
 */
export async function multicall(
  calls: readonly ContractCall[],
  options: MulticallOptions,
): Promise<readonly ContractAnswer[]> {
  const size = options.batchSize ?? defaultBatchSize;
  const batches: (readonly ContractCall[])[] = [];
  for (let start = 0; start < calls.length; start += size) batches.push(calls.slice(start, start + size));
  const answers: (readonly ContractAnswer[])[] = new Array(batches.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < batches.length; index = next) {
      next += 1;
      answers[index] = await readBatch(batches[index] ?? [], options);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.parallel ?? defaultParallel, batches.length) }, worker));
  return answers.flat();
}

async function readBatch(
  calls: readonly ContractCall[],
  { rpc, multicall3, block, timeoutMs }: MulticallOptions,
): Promise<readonly ContractAnswer[]> {
  const transaction = { to: multicall3, data: encodeAggregate3(calls) };
  const reply = await requestAtBlock(
    rpc,
    'eth_call',
    [transaction],
    block,
    timeoutMs === undefined ? {} : { timeoutMs },
  );
  return decodeAggregate3(decodeBytes(reply, 'eth_call'), calls.length);
}

/** Calldata of aggregate3 with allowFailure on every call. */
export function encodeAggregate3(calls: readonly ContractCall[]): Bytes {
  const tuples = calls.map(({ target, data }) => {
    const length = data.length / 2 - 1;
    const padded = data.slice(2).padEnd(Math.ceil(length / 32) * 64, '0');
    return `${addressWord(target)}${word(1)}${word(96)}${word(length)}${padded}`;
  });
  let offset = 32 * calls.length;
  const offsets = tuples.map((tuple) => {
    const at = word(offset);
    offset += tuple.length / 2;
    return at;
  });
  return `${selectors.aggregate3}${word(32)}${word(calls.length)}${offsets.join('')}${tuples.join('')}` as Bytes;
}

/** The (bool success, bytes returnData)[] of aggregate3. @throws ExpectedError RPC_MALFORMED_REPLY unless there are exactly `count` */
export function decodeAggregate3(reply: Bytes, count: number): readonly ContractAnswer[] {
  try {
    const size = reply.length / 2 - 1;
    const at = (byteOffset: bigint): number => {
      if (byteOffset > BigInt(size) || byteOffset % 32n !== 0n) throw new RangeError('offset');
      return Number(byteOffset) / 32;
    };
    const array = at(wordAt(reply, 0));
    if (wordAt(reply, array) !== BigInt(count)) throw new RangeError('count');
    return Array.from({ length: count }, (_, index) => {
      const tuple = array + 1 + at(wordAt(reply, array + 1 + index));
      const bytes = tuple + at(wordAt(reply, tuple + 1));
      const length = wordAt(reply, bytes);
      const start = 2 + 64 * (bytes + 1);
      if (BigInt(start) + 2n * length > BigInt(reply.length)) throw new RangeError('length');
      return wordAt(reply, tuple) === 1n ? (`0x${reply.slice(start, start + 2 * Number(length))}` as Bytes) : null;
    });
  } catch (cause) {
    throw rpcError(
      'RPC_MALFORMED_REPLY',
      'the answer of Multicall3 does not follow its ABI',
      { bytes: reply.length / 2 - 1 },
      cause,
    );
  }
}
