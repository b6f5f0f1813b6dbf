import { ExpectedError } from '../domain/errors.ts';
import { type Address, type Bytes, parseHash, zeroHash } from '../domain/hex.ts';
import { decodePoolEvent } from '../market/decode/decodePoolEvent.ts';
import { logTopics } from '../market/decode/logTopics.ts';
import type { RawLog } from '../market/rpc/decodeLog.ts';
import type { ReceiptLog, TransactionReceipt } from './blockRecord.ts';
import type { BlockSwaps, PoolSwap, StateAfter } from './poolSwap.ts';

/** Swap of PancakeSwap V3: that of Uniswap V3 and two words of protocol fees. */
const pancakeV3Swap = parseHash('0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83');
const [pancakeWords, uniswapWords] = [7, 5];

/** The swaps that the logs of a block's receipts tell. A V2 pair's reserves are in the `Sync` that it emits before each `Swap`. */
export function swapsOfLogs(receipts: readonly TransactionReceipt[]): BlockSwaps {
  const swaps: PoolSwap[] = [];
  const badLogs: string[] = [];
  const reserves = new Map<Address, StateAfter>();
  for (const receipt of receipts) {
    const logs = [...(receipt.logs ?? [])].sort((first, second) => first.index - second.index);
    for (const log of logs) {
      try {
        const event = decodePoolEvent(rawLog(log, receipt));
        if (event?.kind === 'v2Sync') {
          const { reserve0, reserve1 } = event;
          reserves.set(log.address, { kind: 'reserves', reserve0, reserve1 });
        } else if (event?.kind === 'v2Swap' || event?.kind === 'v3Swap') {
          const isV2 = event.kind === 'v2Swap';
          swaps.push({
            pool: log.address,
            kind: isV2 ? 'uniswapV2' : 'uniswapV3',
            transaction: receipt.hash,
            transactionIndex: receipt.index,
            place: log.index,
            amounts: [event.amount0, event.amount1],
            after: isV2
              ? (reserves.get(log.address) ?? null)
              : { kind: 'sqrtPriceX96', sqrtPriceX96: event.sqrtPriceX96 },
            recipient: event.recipient,
          });
          // A Sync belongs to one Swap: the next has its own.
          if (isV2) reserves.delete(log.address);
        }
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
