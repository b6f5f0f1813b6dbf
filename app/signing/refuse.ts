import { type ErrorFacts, ExpectedError } from '../domain/errors.ts';
import { type RefusalCode, refusals } from './refusals.ts';

/** The error that carries a refusal to whoever asked. `what` names the facts in words. */
export function refuse(code: RefusalCode, what: string, facts: ErrorFacts = {}, cause?: unknown): ExpectedError {
  return new ExpectedError(code, what, { advice: refusals[code], facts, cause });
}
