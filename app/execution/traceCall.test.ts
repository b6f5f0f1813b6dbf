import { describe, expect, it } from 'vitest';
import { parseHash } from '../domain/hex.ts';
import { sampleOrder, sampleWallet } from '../store/testing/sampleRecords.ts';
import { fakeRpc, noAnswer, nodeError } from './testing/fakeRpc.ts';
import { traceCall } from './traceCall.ts';

const { to, data, gasLimit } = sampleOrder(1).plan;
const call = { from: sampleWallet, to, data, gasLimit };
const block = { number: 5, hash: parseHash(`0x${'05'.repeat(32)}`) };

describe('tracing a call', () => {
  it('asks for the state after that very block, with each call’s events', async () => {
    const rpc = fakeRpc({ debug_traceCall: () => 'an answer' });
    expect(await traceCall(rpc, call, block, 1_000)).toBe('an answer');
    expect(rpc.calls[0]?.params).toEqual([
      { from: sampleWallet, to, data, value: '0x0', gas: '0x493e0' },
      { blockHash: block.hash, requireCanonical: true },
      { tracer: 'callTracer', tracerConfig: { withLog: true } },
    ]);
  });

  it.each([
    ['TRACE_UNSUPPORTED', nodeError('Method not found', -32601)],
    ['TRACE_UNSUPPORTED', nodeError('the method debug_traceCall does not exist/is not available', -32000)],
    ['TRACE_UNSUPPORTED', nodeError('Unsupported method: debug_traceCall on this plan', -32600)],
    ['TRACE_REFUSED', nodeError('missing trie node 0xab')],
    ['RPC_TIMEOUT', noAnswer()],
  ])('says %s', async (code, error) => {
    const rpc = fakeRpc({
      debug_traceCall: () => {
        throw error;
      },
    });
    await expect(traceCall(rpc, call, block, 1_000)).rejects.toMatchObject({ code });
  });

  it('makes the words of a node printable', async () => {
    const rpc = fakeRpc({
      debug_traceCall: () => {
        throw nodeError(`no\u202e${'x'.repeat(900)}`);
      },
    });
    await expect(traceCall(rpc, call, block, 1_000)).rejects.toThrowError(/^the node would not trace it: no\?x{157}$/);
  });
});
