import type { Address, Bytes, Hash } from '../../domain/hex.ts';
import { decodeAddress, decodeBytes, decodeCount, decodeHash, decodeRecord, malformed } from './quantity.ts';

/** A log as a node gives it, its fields checked but its data not yet read. */
export interface RawLog {
  readonly address: Address;
  readonly topics: readonly Hash[];
  readonly data: Bytes;
  readonly blockHash: Hash;
  readonly blockNumber: number;
  readonly transactionHash: Hash;
  readonly transactionIndex: number;
  readonly logIndex: number;
  readonly removed: boolean;
}

/** The longest data of a log that we know is 160 bytes; anything near this is not ours. */
const maxDataLength = 2 + 2 * 65_536;

/** @throws ExpectedError RPC_MALFORMED_REPLY */
export function decodeLog(value: unknown): RawLog {
  const record = decodeRecord(value, 'log');
  if (!Array.isArray(record.topics) || record.topics.length > 4) return malformed('log.topics', record.topics);
  if (typeof record.data === 'string' && record.data.length > maxDataLength)
    return malformed('log.data', `${record.data.length} characters`);
  return {
    address: decodeAddress(record.address, 'log.address'),
    topics: record.topics.map((topic) => decodeHash(topic, 'log.topic')),
    data: decodeBytes(record.data, 'log.data'),
    blockHash: decodeHash(record.blockHash, 'log.blockHash'),
    blockNumber: decodeCount(record.blockNumber, 'log.blockNumber'),
    transactionHash: decodeHash(record.transactionHash, 'log.transactionHash'),
    transactionIndex: decodeCount(record.transactionIndex, 'log.transactionIndex'),
    logIndex: decodeCount(record.logIndex, 'log.logIndex'),
    removed: record.removed === true,
  };
}

/** @throws ExpectedError RPC_MALFORMED_REPLY */
export function decodeLogs(value: unknown): readonly RawLog[] {
  return Array.isArray(value) ? value.map(decodeLog) : malformed('logs', value);
}
