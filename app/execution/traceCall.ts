import { ExpectedError } from '../domain/errors.ts';
import type { Address, Bytes } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import { atBlockHash, nodeRefusal, type Rpc, toQuantity } from './rpc.ts';

export interface TracedCall {
  readonly from: Address;
  readonly to: Address;
  readonly data: Bytes;
  readonly gasLimit: number;
}

const methodNotFound = -32601;
/** How providers say that they keep the debug interface to themselves. */
const notOffered = /unsupported method|method .*(not (available|supported|allowed|whitelisted|found)|does not exist)/i;

/**
 * The node's own account of a call on the state after a block (geth's callTracer, with each call's events): `unknown` until
 * `readTrace` parsed it. @throws ExpectedError TRACE_UNSUPPORTED, TRACE_REFUSED, RPC_* where no answer came
 */
export async function traceCall(rpc: Rpc, call: TracedCall, at: BlockReference, timeoutMs: number): Promise<unknown> {
  const { from, to, data, gasLimit } = call;
  const request = { from, to, data, value: '0x0', gas: toQuantity(gasLimit) };
  try {
    return await rpc.call(
      'debug_traceCall',
      [request, atBlockHash(at), { tracer: 'callTracer', tracerConfig: { withLog: true } }],
      { timeoutMs },
    );
  } catch (thrown) {
    const refusal = nodeRefusal(thrown);
    if (refusal === null) throw thrown;
    const said = refusal.message.replace(/[^\x20-\x7e]/g, '?').slice(0, 160);
    if (refusal.code === methodNotFound || notOffered.test(refusal.message))
      throw new ExpectedError('TRACE_UNSUPPORTED', 'this node does not trace calls', {
        advice: 'Name an endpoint whose node offers debug_traceCall; trading needs none.',
        facts: { said },
        cause: thrown,
      });
    throw new ExpectedError('TRACE_REFUSED', `the node would not trace it: ${said}`, {
      advice: 'It may no longer keep the state of that block: try the newest.',
      facts: { block: at.number },
      cause: thrown,
    });
  }
}
