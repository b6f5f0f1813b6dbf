import { z } from 'zod';
import type { RelaySignRequest } from '../contract/signer.ts';
import { refuse } from './refuse.ts';
import type { SigningState } from './signingState.ts';
import type { SpendRecord } from './spendRecord.ts';

const mostTransactions = 16;
const bytesTextSchema = z.string().regex(/^0x(?:[0-9a-f]{2})+$/);
const hashTextSchema = z.string().regex(/^0x[0-9a-f]{64}$/);
const quantityTextSchema = z.string().regex(/^0x[0-9a-f]{1,16}$/);
const uuidSchema = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const transactionsSchema = z.array(bytesTextSchema).min(1).max(mostTransactions);

function callOf<M extends string, P extends z.ZodType>(method: M, params: P) {
  return z.strictObject({
    jsonrpc: z.literal('2.0'),
    id: z.int().nonnegative(),
    method: z.literal(method),
    params: z.tuple([params]),
  });
}

const bodySchema = z.discriminatedUnion('method', [
  callOf(
    'eth_sendBundle',
    z.strictObject({
      txs: transactionsSchema,
      blockNumber: quantityTextSchema,
      maxTimestamp: z.int().nonnegative().optional(),
      revertingTxHashes: z.array(hashTextSchema).max(mostTransactions).optional(),
      replacementUuid: uuidSchema.optional(),
    }),
  ),
  callOf(
    'eth_callBundle',
    z.strictObject({
      txs: transactionsSchema,
      blockNumber: quantityTextSchema,
      stateBlockNumber: z.union([z.literal('latest'), quantityTextSchema]),
    }),
  ),
  callOf('eth_cancelBundle', z.strictObject({ replacementUuid: uuidSchema })),
  callOf('flashbots_getBundleStatsV2', z.strictObject({ bundleHash: hashTextSchema, blockNumber: quantityTextSchema })),
]);

/**
 * Whether a relay request of the engine, which is not trusted, may be signed under the relay key: a known method in the
 * one form that cannot be read in two ways, and of transactions only what this signer itself signed for that
 * relay, in nonce order. So nobody else's transaction is ever in a bundle of ours.
 * @throws ExpectedError SIGNER_*: a refusal
 */
export function judgeRelay(state: SigningState, { relayId, body }: RelaySignRequest): void {
  const call = parsed(body);
  if (call.method === 'eth_cancelBundle' || call.method === 'flashbots_getBundleStatsV2') return;
  if (state.tradingState === 'halted') throw refuse('SIGNER_HALTED', 'trading is halted');
  const records = call.params[0].txs.map((text) => ours(state, relayId, text));
  const ordered = records.every((record, index) => index === 0 || record.nonce > (records[index - 1]?.nonce ?? 0));
  if (!ordered) throw refuse('SIGNER_RELAY_BODY', 'the transactions are not in the order of their nonces');
  if (call.method !== 'eth_sendBundle') return;
  const hashes = new Set<string>(records.map(({ transactionHash }) => transactionHash));
  const { revertingTxHashes = [] } = call.params[0];
  if (!revertingTxHashes.every((hash) => hashes.has(hash)))
    throw refuse('SIGNER_RELAY_BODY', 'a transaction that may revert is not one of the bundle');
}

function parsed(body: string): z.output<typeof bodySchema> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw refuse('SIGNER_RELAY_BODY', 'the request is not JSON', {}, cause);
  }
  // Doubled keys and odd spellings could be read as something else by the relay.
  if (JSON.stringify(json) !== body) throw refuse('SIGNER_RELAY_BODY', 'the request is not in its one canonical form');
  const call = bodySchema.safeParse(json);
  if (!call.success) throw refuse('SIGNER_RELAY_BODY', z.prettifyError(call.error).slice(0, 200));
  return call.data;
}

function ours(state: SigningState, relayId: string, transaction: string): SpendRecord {
  const record = state.byBytes.get(transaction);
  if (record === undefined)
    throw refuse('SIGNER_RELAY_FOREIGN', 'the bundle holds a transaction that was not signed here');
  const { submission } = record;
  if (record.kind !== 'execute' || submission?.kind !== 'relay' || submission.relayId !== relayId)
    throw refuse('SIGNER_RELAY_FOREIGN', `order ${record.orderId} was not signed for relay ${relayId}`);
  return record;
}
