import type { Hash } from '../domain/hex.ts';
import type { BlockHeader } from './blockRecord.ts';
import { Fields, MalformedField } from './fields.ts';

/** The end of the year 9999, in seconds. */
const latestS = 253_402_300_799;

/**
 * A block as `eth_getBlockByNumber` gives it or an exporter writes it above its traces.
 * @throws MalformedField
 */
export function readHeader(value: unknown): {
  readonly blockNumber: number;
  readonly blockHash: Hash | null;
  readonly header: BlockHeader;
} {
  const fields = new Fields(value, 'block');
  const seconds = fields.orNull((each) => each.count('timestamp', 'blockTimestamp'), 'timestamp', 'blockTimestamp');
  if (seconds !== null && seconds > latestS) throw new MalformedField('block.timestamp');
  const header: BlockHeader = {
    parentHash: fields.orNull((each) => each.hash('parentHash'), 'parentHash'),
    timestampMs: seconds === null ? null : seconds * 1000,
    feeRecipient: fields.orNull((each) => each.address('miner'), 'miner'),
    baseFeeWei: fields.orNull((each) => each.integer('baseFeePerGas'), 'baseFeePerGas'),
  };
  const blockHash = fields.orNull((each) => each.hash('hash', 'blockHash'), 'hash', 'blockHash');
  return { blockNumber: fields.count('number', 'blockNumber'), blockHash, header };
}
