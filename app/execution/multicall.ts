import { Interface } from 'ethers';
import { z } from 'zod';
import type { Address, Bytes } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import { atBlockHash, bytesReplySchema, parseReply, type Rpc } from './rpc.ts';

export const multicall = new Interface([
  'function aggregate3(tuple(address target, bool allowFailure, bytes callData)[] calls) returns (tuple(bool success, bytes returnData)[])',
  'function getEthBalance(address account) view returns (uint256)',
]);

const callsPerBatch = 400;

export type MulticallCall = readonly [target: Address, allowFailure: boolean, callData: string];

const answersSchema = z.array(z.tuple([z.boolean(), bytesReplySchema]));

/**
 * What many contracts answer at one block, through Multicall3; null for a call that failed and may.
 * @throws ExpectedError RPC_*
 */
export async function aggregate(
  rpc: Rpc,
  multicall3: Address,
  block: BlockReference,
  calls: readonly MulticallCall[],
): Promise<readonly (Bytes | null)[]> {
  const answers: (Bytes | null)[] = [];
  for (let start = 0; start < calls.length; start += callsPerBatch) {
    const data = multicall.encodeFunctionData('aggregate3', [calls.slice(start, start + callsPerBatch)]);
    const reply = await rpc.call('eth_call', [{ to: multicall3, data }, atBlockHash(block)]);
    const bytes = parseReply(bytesReplySchema, reply, 'eth_call');
    const decoded: unknown = multicall.decodeFunctionResult('aggregate3', bytes).toArray(true)[0];
    for (const [succeeded, answer] of parseReply(answersSchema, decoded, 'aggregate3'))
      answers.push(succeeded ? answer : null);
  }
  return answers;
}

/** The one word that an answer is; null where it is anything else. */
export function wordOf(answer: Bytes | null | undefined): bigint | null {
  return answer !== null && answer?.length === 66 ? BigInt(answer) : null;
}
