import type { Bytes, Hash } from '../domain/hex.ts';
import { failureText, isUnanswered, nodeRefusal, type Rpc } from './rpc.ts';

/**
 * - accepted: the node has it, or had it already, or it is mined
 * - refused: the node will not have it; `cause` is what it said, sorted
 * - unknown: no answer; it may be on its way, so it must be sent again or looked for, never forgotten
 */
export type SubmitResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly cause: RefusalCause; readonly error: string }
  | { readonly kind: 'unknown'; readonly error: string };

export type RefusalCause = 'nonceTooLow' | 'underpriced' | 'insufficientFunds' | 'feeTooLow' | 'malformed' | 'other';

const alreadyKnown = /already known|already imported|known transaction|already in (?:the )?pool|alreadyknown/i;

const causes: readonly (readonly [RegExp, RefusalCause])[] = [
  [/nonce too low|nonce is too low|nonce has already been used/i, 'nonceTooLow'],
  [/replacement transaction underpriced|transaction underpriced|replacement fee too low/i, 'underpriced'],
  [/insufficient funds|insufficient balance/i, 'insufficientFunds'],
  [/max fee per gas less than block base fee|fee cap (?:too low|less than)|feetoolow/i, 'feeTooLow'],
  [/decode|rlp|invalid (?:sender|signature|transaction)|intrinsic gas|exceeds block gas limit|chain id/i, 'malformed'],
];

/** Sends a signed transaction to the public pool. Sending the same bytes again is harmless and answers the same. Never throws for what the node says. */
export async function submitTransaction(rpc: Rpc, rawTransaction: Bytes, hash: Hash): Promise<SubmitResult> {
  try {
    await rpc.call('eth_sendRawTransaction', [rawTransaction]);
    return { kind: 'accepted' };
  } catch (thrown) {
    const refusal = nodeRefusal(thrown);
    if (refusal !== null && alreadyKnown.test(refusal.message)) return { kind: 'accepted' };
    if (refusal === null && !isUnanswered(thrown)) throw thrown;
    const result = refusal === null ? null : refused(refusal.message);
    if (result !== null && result.cause !== 'nonceTooLow') return result;
    // The nonce may have been used by this very transaction, and an unanswered one may have arrived.
    if (await isKnown(rpc, hash)) return { kind: 'accepted' };
    return result ?? { kind: 'unknown', error: failureText(thrown) };
  }
}

function refused(error: string): Extract<SubmitResult, { kind: 'refused' }> {
  const cause = causes.find(([pattern]) => pattern.test(error))?.[1] ?? 'other';
  return { kind: 'refused', cause, error };
}

async function isKnown(rpc: Rpc, hash: Hash): Promise<boolean> {
  try {
    return (await rpc.call('eth_getTransactionByHash', [hash])) !== null;
  } catch (thrown) {
    if (nodeRefusal(thrown) === null && !isUnanswered(thrown)) throw thrown;
    return false;
  }
}
