import type { Address } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import { atBlockHash, integerSchema, parseReply, type Rpc } from './rpc.ts';

/** How many transactions an account has sent by the end of a block. @throws ExpectedError RPC_* */
export async function readNonce(rpc: Rpc, account: Address, block: BlockReference): Promise<number> {
  const reply = await rpc.call('eth_getTransactionCount', [account, atBlockHash(block)]);
  return parseReply(integerSchema, reply, 'eth_getTransactionCount');
}
