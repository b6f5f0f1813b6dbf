import { BugError, ExpectedError } from '../../domain/errors.ts';
import type { Rpc } from '../rpc.ts';

type Answer = (...params: readonly unknown[]) => unknown;

export interface FakeRpc extends Rpc {
  readonly calls: { readonly method: string; readonly params: readonly unknown[] }[];
}

/** Answers each method by a function of its parameters; a method without one is a bug of the test. */
export function fakeRpc(answers: Readonly<Record<string, Answer>>): FakeRpc {
  const calls: { method: string; params: readonly unknown[] }[] = [];
  return {
    calls,
    call: async (method, params) => {
      calls.push({ method, params });
      const answer = answers[method];
      if (answer === undefined) throw new BugError('the fake node has no answer', { method });
      return answer(...params);
    },
  };
}

/** What the client throws when a node answers with an error. */
export function nodeError(message: string, nodeCode = -32000, data = ''): ExpectedError {
  return new ExpectedError('RPC_ERROR', message, { advice: 'x', facts: { nodeCode, nodeMessage: message, data } });
}

export function noAnswer(code: 'RPC_TIMEOUT' | 'RPC_DISCONNECTED' = 'RPC_TIMEOUT'): ExpectedError {
  return new ExpectedError(code, 'no answer', { advice: 'x' });
}
