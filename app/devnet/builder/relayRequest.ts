import { z } from 'zod';
import { type Hash, parseHash } from '../../domain/hex.ts';

/** As Flashbots bounds a bundle: https://docs.flashbots.net/flashbots-auction/advanced/rpc-endpoint. */
const mostTransactions = 100;
export const mostBundleBytes = 300_000;

const hash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text): Hash => parseHash(text));
const blockNumber = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,12}$/)
  .transform(Number);
const timestamp = z.int().nonnegative();
const uuid = z.uuid().transform((text) => text.toLowerCase());
const signed = z.string().max(2 + 2 * mostBundleBytes);
const transactions = z.array(signed).min(1).max(mostTransactions);

/** One bundle for one block. Fields that we do not know are refused by other relays too, so that a typo costs nothing. */
export const sendBundleSchema = z.strictObject({
  txs: transactions,
  blockNumber,
  minTimestamp: timestamp.optional(),
  maxTimestamp: timestamp.optional(),
  revertingTxHashes: z.array(hash).max(mostTransactions).default([]),
  replacementUuid: uuid.optional(),
  /** Which builders may have it: there is one here. */
  builders: z.array(z.string().max(64)).max(64).optional(),
});

export const cancelBundleSchema = z.strictObject({ replacementUuid: uuid });

export const callBundleSchema = z.strictObject({
  txs: transactions,
  blockNumber,
  stateBlockNumber: z.union([z.literal('latest'), blockNumber]),
  timestamp: timestamp.optional(),
});

export const bundleStatsSchema = z.strictObject({ bundleHash: hash, blockNumber });

export const privateTransactionSchema = z.strictObject({
  tx: signed,
  maxBlockNumber: blockNumber.optional(),
  preferences: z.looseObject({}).optional(),
});

export const cancelPrivateTransactionSchema = z.strictObject({ txHash: hash });
