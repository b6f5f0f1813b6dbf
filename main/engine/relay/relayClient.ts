import { z } from 'zod';
import type { Requester } from '../../../app/contract/requests.ts';
import type { signingRequests } from '../../../app/contract/signer.ts';
import type { BundleReceipt, BundleSimulation, RelayFailure, RelayFailureCode } from '../../../app/domain/bundle.ts';
import type { Relay } from '../../../app/domain/chain.ts';
import { ExpectedError } from '../../../app/domain/errors.ts';
import {
  type RelayCall,
  receiptReplySchema,
  relayBody,
  simulationReplySchema,
} from '../../../app/execution/relayCalls.ts';
import { printable } from '../../../app/market/rpc/printable.ts';
import { postJson } from './postJson.ts';

const envelopeSchema = z.union([
  z.object({ id: z.int(), error: z.object({ code: z.number(), message: z.string().max(65_536) }) }),
  z.object({ id: z.int(), result: z.unknown() }),
]);

const methodNotFound = -32_601;

type Answer = { readonly kind: 'answered'; readonly result: unknown } | RelayFailure;

/** Asks relays. Each request is signed by the signer under the relay key; what a relay says or fails to say is an answer. */
export interface RelayClient {
  simulate(relay: Relay, call: RelayCall): Promise<BundleSimulation>;
  send(relay: Relay, call: RelayCall): Promise<BundleReceipt>;
  /** Whether the relay took it back. */
  cancel(relay: Relay, call: RelayCall): Promise<boolean>;
}

export function relayClient(
  signer: Pick<Requester<typeof signingRequests>, 'call'>,
  options: { readonly timeoutMs: number },
): RelayClient {
  let nextId = 1;

  const ask = async (relay: Relay, call: RelayCall): Promise<Answer> => {
    const requestId = nextId;
    nextId += 1;
    const body = relayBody(call, requestId);
    const signature = await sign(relay.id, body);
    if (typeof signature !== 'string') return signature;
    const answer = await postJson(relay.url, body, { 'x-flashbots-signature': signature }, options.timeoutMs);
    if (answer.kind === 'failed') return answer;
    const envelope = envelopeSchema.safeParse(answer.json);
    if (!envelope.success || envelope.data.id !== requestId)
      return failed('RELAY_MALFORMED', 'not an answer to our request');
    if ('error' in envelope.data) {
      const { code, message } = envelope.data.error;
      return failed(code === methodNotFound ? 'RELAY_NO_METHOD' : 'RELAY_REFUSED', printable(message));
    }
    return { kind: 'answered', result: envelope.data.result };
  };

  const sign = async (relayId: string, body: string): Promise<string | RelayFailure> => {
    try {
      return (await signer.call('signRelay', { relayId, body }, options.timeoutMs)).header;
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      return failed('RELAY_UNSIGNED', printable(`${error.code}: ${error.message}`));
    }
  };

  return {
    simulate: async (relay, call) => {
      const answer = await ask(relay, call);
      if (answer.kind === 'failed') return answer;
      const parsed = simulationReplySchema.safeParse(answer.result);
      if (!parsed.success) return failed('RELAY_MALFORMED', 'not the result of a simulation');
      return { kind: 'simulated', members: parsed.data.results };
    },
    send: async (relay, call) => {
      const answer = await ask(relay, call);
      if (answer.kind === 'failed') return answer;
      const parsed = receiptReplySchema.safeParse(answer.result);
      if (!parsed.success) return failed('RELAY_MALFORMED', 'no bundle hash');
      return { kind: 'accepted', bundleHash: parsed.data.bundleHash };
    },
    cancel: async (relay, call) => (await ask(relay, call)).kind === 'answered',
  };
}

function failed(code: RelayFailureCode, error: string): RelayFailure {
  return { kind: 'failed', code, error };
}
