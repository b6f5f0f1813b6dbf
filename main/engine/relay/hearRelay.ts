import type { RelayFailure, RelayFailureCode } from '../../../app/domain/bundle.ts';
import type { Relay } from '../../../app/domain/chain.ts';
import { postJson } from './postJson.ts';

/** Any other failure is an answer, if not one to what was asked. */
const unheard: ReadonlySet<RelayFailureCode> = new Set(['RELAY_UNREACHABLE', 'RELAY_TIMEOUT', 'RELAY_UNSAFE_URL']);

/**
 * Asks a relay for its version, unsigned: what comes back says nothing but that a request and an answer got through. null when one came, else
 * why none did. An engine on paper waits so long before it takes a bundle for handed over.
 */
export async function hearRelay({ url }: Relay, timeoutMs: number): Promise<RelayFailure | null> {
  const question = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'web3_clientVersion', params: [] });
  const answer = await postJson(url, question, {}, timeoutMs);
  return answer.kind === 'failed' && unheard.has(answer.code) ? answer : null;
}
