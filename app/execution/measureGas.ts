import { z } from 'zod';
import type { Address } from '../domain/hex.ts';
import type { Plan } from '../domain/plan.ts';
import { integerSchema, isUnanswered, nodeRefusal, parseReply, type Rpc, toQuantity } from './rpc.ts';

const repliesSchema = z
  .array(z.object({ calls: z.array(z.object({ status: integerSchema, gasUsed: integerSchema })).length(1) }))
  .length(1);

/** The gas that a plan uses where it runs alone on top of the newest block; null where it would not, or the node does not say. */
export async function measureGas(
  rpc: Rpc,
  owner: Address,
  { to, data, value, gasLimit }: Plan,
): Promise<number | null> {
  const call = { from: owner, to, value: toQuantity(value), input: data, gas: toQuantity(gasLimit) };
  const payload = { blockStateCalls: [{ calls: [call] }], validation: false, traceTransfers: false };
  try {
    const reply = await rpc.call('eth_simulateV1', [payload, 'latest']);
    const result = parseReply(repliesSchema, reply, 'eth_simulateV1')[0]?.calls[0];
    return result?.status === 1 ? result.gasUsed : null;
  } catch (thrown) {
    if (nodeRefusal(thrown) === null && !isUnanswered(thrown)) throw thrown;
    return null;
  }
}
