import { ExpectedError } from '../domain/errors.ts';
import { type Bytes, parseHash, zeroHash } from '../domain/hex.ts';
import { decodePoolEvent } from '../market/decode/decodePoolEvent.ts';
import { logTopics } from '../market/decode/logTopics.ts';
import type { RawLog } from '../market/rpc/decodeLog.ts';
import type { ReceiptLog, TransactionReceipt } from './blockRecord.ts';
import type { BlockSwaps, PoolSwap } from './poolSwap.ts';
import { SwapReader } from './swapReader.ts';

/** Swap of PancakeSwap V3: that of Uniswap V3 and two words of protocol fees. */
const pancakeV3Swap = parseHash('0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83');
const [pancakeWords, uniswapWords] = [7, 5];

/** The swaps that the logs of a block's receipts tell. */
export function swapsOfLogs(receipts: readonly TransactionReceipt[]): BlockSwaps {
  const swaps: PoolSwap[] = [];
  const badLogs: string[] = [];
  const reader = new SwapReader();
  for (const receipt of receipts) {
    const logs = [...(receipt.logs ?? [])].sort((first, second) => first.index - second.index);
    for (const log of logs) {
      try {
        const event = decodePoolEvent(rawLog(log, receipt));
        const swap = event === null ? null : reader.read(event);
        if (swap !== null)
          swaps.push({ ...swap, transaction: receipt.hash, transactionIndex: receipt.index, place: log.index });
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw error;
        badLogs.push(`log ${log.index} of ${log.address}: ${error.message}`);
      }
    }
  }
  return { swaps, badLogs };
}

function rawLog(log: ReceiptLog, { hash, index }: TransactionReceipt): RawLog {
  const isPancake = log.topics[0] === pancakeV3Swap && log.data.length === 2 + 64 * pancakeWords;
  return {
    address: log.address,
    topics: isPancake ? [logTopics.v3Swap, ...log.topics.slice(1)] : log.topics,
    data: isPancake ? (log.data.slice(0, 2 + 64 * uniswapWords) as Bytes) : log.data,
    blockHash: zeroHash,
    blockNumber: 0,
    transactionHash: hash,
    transactionIndex: index,
    logIndex: log.index,
    removed: false,
  };
}
