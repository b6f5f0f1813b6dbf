import { z } from 'zod';
import type { Address } from '../domain/hex.ts';
import type { Plan } from '../domain/plan.ts';
import { addressWord, uintWord } from './abiWords.ts';
import { integerSchema, isUnanswered, nodeRefusal, parseReply, type Rpc, toQuantity } from './rpc.ts';

const repliesSchema = z
  .array(
    z.object({
      calls: z
        .array(z.object({ status: integerSchema, gasUsed: integerSchema }))
        .min(1)
        .max(2),
    }),
  )
  .length(1);

/** transfer(address,uint256). */
const transfer = '0xa9059cbb';

/**
 * The gas that a plan uses where it runs alone on top of the newest block; null where it would not, or the node does not say.
 * @param next the next block's time: a pool's first swap in a second writes more; and what the owner is to hold a unit of by then, and
 * whose it is now: the first unit of a token costs its holder a new slot
 */
export async function measureGas(
  rpc: Rpc,
  owner: Address,
  { to, data, value, gasLimit }: Plan,
  next: {
    readonly timestampS: number;
    readonly holding: { readonly token: Address; readonly from: Address } | null;
  },
): Promise<number | null> {
  const { timestampS, holding } = next;
  const own = { from: owner, to, value: toQuantity(value), input: data, gas: toQuantity(gasLimit) };
  const input = `${transfer}${addressWord(owner)}${uintWord(1n)}`;
  const calls = holding === null ? [own] : [{ from: holding.from, to: holding.token, input, value: '0x0' }, own];
  const payload = {
    blockStateCalls: [{ blockOverrides: { time: toQuantity(timestampS) }, calls }],
    validation: false,
    traceTransfers: false,
  };
  try {
    const reply = await rpc.call('eth_simulateV1', [payload, 'latest']);
    const result = parseReply(repliesSchema, reply, 'eth_simulateV1')[0]?.calls.at(-1);
    return result?.status === 1 ? result.gasUsed : null;
  } catch (thrown) {
    if (nodeRefusal(thrown) === null && !isUnanswered(thrown)) throw thrown;
    return null;
  }
}
