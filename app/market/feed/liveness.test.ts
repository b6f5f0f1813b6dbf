import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedContext } from './feedContext.ts';
import { Liveness } from './liveness.ts';

const SILENT_MS = 2_000;

/** A node with a chain of `number` blocks, followed to block 1 only: everything is being read anew. */
function silentNode() {
  const reconnections: string[] = [];
  const node = { number: 100 };
  const context = {
    options: {
      chain: { blockTimeMs: 250, endpoints: ['one'] },
      clock: { monotonicNs: () => Date.now() * 1e6 },
      rpc: {
        state: { kind: 'connected' },
        call: async () => `0x${node.number.toString(16)}`,
        reconnect: (reason: string) => {
          reconnections.push(reason);
          liveness.connected();
        },
      },
    },
    chain: { tip: { number: 1 } },
    problem: () => undefined,
  } as unknown as FeedContext;
  const liveness: Liveness = new Liveness(context);
  return { node, reconnections, liveness };
}

describe('liveness', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('connects again when heads stop coming although the chain goes on', async () => {
    const { node, reconnections, liveness } = silentNode();
    liveness.connected();
    liveness.headArrived(100);
    node.number = 130;
    await vi.advanceTimersByTimeAsync(2 * SILENT_MS);
    expect(reconnections).toEqual(['no heads although the chain goes on']);
    liveness.stop();
  });

  it('connects again when a new connection never brings a head', async () => {
    const { node, reconnections, liveness } = silentNode();
    liveness.connected();
    for (let second = 0; second < 6; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      node.number += 4;
    }
    expect(reconnections).toEqual(['no heads although the chain goes on']);
    liveness.stop();
  });

  it('leaves a slow node alone whose heads do come, however far behind what we follow is', async () => {
    const { node, reconnections, liveness } = silentNode();
    liveness.connected();
    for (let block = 0; block < 30; block += 1) {
      await vi.advanceTimersByTimeAsync(SILENT_MS + 300);
      node.number += 1;
      // The node answers with the block a moment before the news of it is through.
      await vi.advanceTimersByTimeAsync(SILENT_MS / 4);
      liveness.headArrived(node.number);
    }
    expect(reconnections).toEqual([]);
    liveness.stop();
  });

  it('connects again when the node does not answer in silence', async () => {
    const { reconnections, liveness, node } = silentNode();
    liveness.connected();
    Object.defineProperty(node, 'number', {
      get: () => {
        throw new Error('no answer in 2000 ms');
      },
    });
    await vi.advanceTimersByTimeAsync(SILENT_MS);
    expect(reconnections).toEqual(['no answer in silence: no answer in 2000 ms']);
    liveness.stop();
  });
});
