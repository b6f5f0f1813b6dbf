import { ExpectedError } from '../../app/domain/errors.ts';

/** What to do about a request that failed; empty of what nobody expected. */
export function adviceOf(error: Error): string {
  return error instanceof ExpectedError ? error.advice : '';
}
