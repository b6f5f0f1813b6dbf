import { id } from 'ethers';
import { z } from 'zod';
import type { BundleMember } from '../domain/bundle.ts';
import type { Hash } from '../domain/hex.ts';
import type { RelayBytes } from '../domain/signedBytes.ts';
import { hashReplySchema, toQuantity } from './rpc.ts';

/** The methods that we ask of a relay. Source: docs.flashbots.net, "RPC endpoint". */
type RelayMethod = 'eth_sendBundle' | 'eth_callBundle' | 'eth_cancelBundle';

export interface RelayCall {
  readonly method: RelayMethod;
  readonly params: readonly [Readonly<Record<string, unknown>>];
}

/** Runs the transactions in this order at the top of the target block, on the state after `stateBlock`. */
export function callBundle(transactions: readonly RelayBytes[], targetBlock: number, stateBlock: number): RelayCall {
  return {
    method: 'eth_callBundle',
    params: [{ txs: transactions, blockNumber: toQuantity(targetBlock), stateBlockNumber: toQuantity(stateBlock) }],
  };
}

/**
 * Asks for the transactions to be in the target block, in this order and together, or not at all. Sending it again under the
 * same uuid takes the place of the one before.
 */
export function sendBundle(bundle: {
  readonly transactions: readonly RelayBytes[];
  readonly targetBlock: number;
  readonly reverting: readonly Hash[];
  /** Unix seconds of the last block timestamp at which it may be included. */
  readonly maxTimestampS: number;
  readonly uuid: string;
}): RelayCall {
  const { transactions, targetBlock, reverting, maxTimestampS, uuid } = bundle;
  return {
    method: 'eth_sendBundle',
    params: [
      {
        txs: transactions,
        blockNumber: toQuantity(targetBlock),
        maxTimestamp: maxTimestampS,
        ...(reverting.length === 0 ? {} : { revertingTxHashes: reverting }),
        replacementUuid: uuid,
      },
    ],
  };
}

export function cancelBundle(uuid: string): RelayCall {
  return { method: 'eth_cancelBundle', params: [{ replacementUuid: uuid }] };
}

/** The request as it is sent and signed, byte for byte. */
export function relayBody(call: RelayCall, requestId: number): string {
  return JSON.stringify({ jsonrpc: '2.0', id: requestId, ...call });
}

/** One uuid per epoch, relay and target block, so that after a restart the same one is used again. */
export function bundleUuid(epochId: string, relayId: string, targetBlock: number): string {
  const digits = id(`${epochId} ${relayId} ${targetBlock}`).slice(2);
  const variant = ((Number.parseInt(digits.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

const textSchema = z.string().max(4096);

const memberSchema = z
  .object({
    txHash: hashReplySchema,
    gasUsed: z.int().nonnegative().max(Number.MAX_SAFE_INTEGER),
    error: textSchema.nullish(),
    revert: textSchema.nullish(),
  })
  .transform(
    ({ txHash, gasUsed, error, revert }): BundleMember => ({
      transactionHash: txHash,
      gasUsed,
      error: failureWords(error ?? null, revert ?? null),
    }),
  );

/** `result` of eth_callBundle. */
export const simulationReplySchema = z.object({ results: z.array(memberSchema).max(64) });

/** `result` of eth_sendBundle. */
export const receiptReplySchema = z.object({ bundleHash: hashReplySchema });

/** `error` and `revert` both come only where a transaction failed; either may be empty text. */
function failureWords(error: string | null, revert: string | null): string {
  if (error === null && revert === null) return '';
  const words = [error ?? '', revert ?? ''].filter((text) => text !== '').join(': ');
  return words === '' ? 'reverted' : words.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
}
