import type { BlockRecord } from './blockRecord.ts';
import type { BlockSwaps } from './poolSwap.ts';
import { swapsOfCalls } from './swapsOfCalls.ts';
import { swapsOfLogs } from './swapsOfLogs.ts';

/** The swaps of a block: from its logs, which say all of them exactly, or where it has none from its calls. */
export function poolSwaps({ receipts, traces }: BlockRecord): BlockSwaps {
  if (receipts?.every(({ logs }) => logs !== null)) return swapsOfLogs(receipts);
  return { swaps: traces === null ? [] : swapsOfCalls(traces.frames), badLogs: [] };
}
