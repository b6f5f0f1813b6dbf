import { wei } from '../../domain/amount.ts';
import type { BlockHead } from '../../domain/block.ts';
import { decodeCount, decodeHash, decodeQuantity, decodeRecord, malformed } from './quantity.ts';

/**
 * A block header as newHeads and eth_getBlockBy… give it. Gas is bounded by 64 bits, the base fee by 128.
 * @throws ExpectedError RPC_MALFORMED_REPLY; a chain without base fees (before London) is refused so
 */
export function decodeBlockHead(value: unknown): BlockHead {
  const record = decodeRecord(value, 'block');
  const baseFee = decodeQuantity(record.baseFeePerGas, 'block.baseFeePerGas');
  if (baseFee >= 1n << 128n) return malformed('block.baseFeePerGas', record.baseFeePerGas);
  return {
    number: decodeCount(record.number, 'block.number'),
    hash: decodeHash(record.hash, 'block.hash'),
    parentHash: decodeHash(record.parentHash, 'block.parentHash'),
    timestampS: decodeCount(record.timestamp, 'block.timestamp'),
    baseFeePerGas: wei(baseFee),
    gasUsed: decodeCount(record.gasUsed, 'block.gasUsed'),
    gasLimit: decodeCount(record.gasLimit, 'block.gasLimit'),
  };
}
