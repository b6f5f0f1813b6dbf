import type { BlockReference } from '../../domain/opportunity.ts';
import { decodeHash, decodeRecord, encodeQuantity } from './quantity.ts';
import type { RpcClient } from './rpcClient.ts';
import { isRpcError, rpcError } from './rpcError.ts';

/** JSON-RPC's "invalid params": how a node says that it does not know EIP-1898. */
const invalidParams = -32602;

/**
 * A call whose last parameter is the block, named by hash (EIP-1898). A node that does not know that is asked by number,
 * and the answer counts only if that number still has our hash afterwards.
 * @throws ExpectedError RPC_*; RPC_ERROR when the block is gone
 */
export async function requestAtBlock(
  rpc: RpcClient,
  method: string,
  params: readonly unknown[],
  block: BlockReference,
  options: { readonly timeoutMs?: number } = {},
): Promise<unknown> {
  try {
    return await rpc.call(method, [...params, { blockHash: block.hash }], options);
  } catch (error) {
    if (!isRpcError(error, 'RPC_ERROR') || error.facts.nodeCode !== invalidParams) throw error;
  }
  const number = encodeQuantity(block.number);
  const answer = await rpc.call(method, [...params, number], options);
  const now = decodeRecord(await rpc.call('eth_getBlockByNumber', [number, false], options), 'block');
  if (decodeHash(now.hash, 'block.hash') === block.hash) return answer;
  throw rpcError('RPC_ERROR', `${method}: block ${block.number} was replaced meanwhile`, { method, nodeCode: 0 });
}
