import type { OpportunityTrace, TraceMoment } from '../../app/contract/opportunityTrace.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { seededRandom } from '../../app/domain/random.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import type { OpportunityDetails } from '../../app/engine/opportunityDetails.ts';
import { traceRequest } from '../../app/engine/traceRequest.ts';
import { readTrace } from '../../app/execution/readTrace.ts';
import { traceCall } from '../../app/execution/traceCall.ts';
import { connectRpc } from '../../app/market/rpc/connectRpc.ts';
import { systemClock } from '../systemClock.ts';

/** Two brackets for each of the 1,024 calls that the EVM lets nest. */
const limits = { maxBytes: 8 * 1024 * 1024, maxDepth: 2_100, maxValues: 500_000 };
const timeoutMs = 20_000;
const connectMs = 10_000;

/**
 * Has the node trace calls, one at a time, over a connection of its own: how large and how deep a trace is, a hostile contract
 * decides, and an answer that is refused costs its connection. The market's must not be that one.
 */
export class OpportunityTracer {
  #isBusy = false;

  /** @throws ExpectedError TRACE_*, RPC_*, DETAIL_NOT_KEPT */
  async trace(
    kernel: KernelState,
    details: OpportunityDetails,
    { id, moment }: { readonly id: string; readonly moment: TraceMoment },
  ): Promise<OpportunityTrace> {
    const found = details.kept(id);
    const { call, traced, at, known } = traceRequest(kernel, found, moment);
    if (this.#isBusy)
      throw new ExpectedError('TRACE_BUSY', 'another call is being traced', { advice: 'Ask again in a moment.' });
    this.#isBusy = true;
    const { endpoints, chainId } = kernel.epoch.chain;
    const rpc = connectRpc({ endpoints, chainId, clock: systemClock, random: seededRandom(1), limits });
    // Without it a node that is away would be waited for as long as the market's connection waits.
    const giveUp = setTimeout(() => rpc.close(), connectMs + timeoutMs);
    try {
      await rpc.connected();
      const reply = await traceCall(rpc, traced, at, timeoutMs);
      const { profitToken } = found.opportunity;
      const trace = readTrace(reply, known);
      const steps = trace.steps.map((step) => ({ ...step, amounts: [...step.amounts] }));
      return { id, moment, call, blockNumber: at.number, blockHash: at.hash, profitToken, ...trace, steps };
    } catch (thrown) {
      if (rpc.counters.faultyFrames === 0) throw thrown;
      throw new ExpectedError('TRACE_TOO_LARGE', 'the trace is larger than is looked at', {
        advice: 'A contract on the route calls others without end: do not trade it.',
        cause: thrown,
      });
    } finally {
      clearTimeout(giveUp);
      rpc.close();
      this.#isBusy = false;
    }
  }
}
