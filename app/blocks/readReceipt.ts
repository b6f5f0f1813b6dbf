import type { ReceiptLog, TransactionReceipt } from './blockRecord.ts';
import { Fields, MalformedField } from './fields.ts';

/** More than a block's gas can pay for. */
const mostLogs = 200_000;

/**
 * A receipt of `eth_getTransactionReceipt`, `eth_getBlockReceipts` or an exporter; its quantities hexadecimal or plain.
 * @throws MalformedField
 */
export function readReceipt(value: unknown): { readonly blockNumber: number; readonly receipt: TransactionReceipt } {
  const fields = new Fields(value, 'receipt');
  const logs = fields.value('logs');
  if (logs !== null && (!Array.isArray(logs) || logs.length > mostLogs)) throw new MalformedField('receipt.logs');
  const status = fields.orNull((each) => each.integer('status'), 'status');
  const receipt: TransactionReceipt = {
    hash: fields.hash('transactionHash'),
    index: fields.count('transactionIndex'),
    from: fields.orNull((each) => each.address('from'), 'from'),
    to: fields.orNull((each) => each.address('to'), 'to'),
    created: fields.orNull((each) => each.address('contractAddress'), 'contractAddress'),
    succeeded: status === null ? null : status === 1n,
    gasUsed: fields.count('gasUsed'),
    cumulativeGasUsed: fields.count('cumulativeGasUsed'),
    effectiveGasPriceWei: fields.orNull((each) => each.integer('effectiveGasPrice'), 'effectiveGasPrice'),
    logs: logs === null ? null : logs.map(readLog),
  };
  return { blockNumber: fields.count('blockNumber'), receipt };
}

function readLog(value: unknown): ReceiptLog {
  const fields = new Fields(value, 'log');
  const topics = fields.value('topics');
  if (!Array.isArray(topics) || topics.length > 4) throw new MalformedField('log.topics');
  return {
    index: fields.count('logIndex'),
    address: fields.address('address'),
    topics: topics.map((topic) => new Fields({ topic }, 'log').hash('topic')),
    data: fields.bytes('data'),
  };
}
