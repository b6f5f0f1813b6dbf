import { ExpectedError } from './errors.ts';

export interface Failure {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

/** What a query or command answers across a process border: a value, or why not and what to do. */
export type Result<T> = { readonly ok: true; readonly value: T } | Failure;

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(code: string, message: string, advice: string): Failure {
  return { ok: false, code, message, advice };
}

/** Turns a thrown value into a Failure; unexpected ones keep their message but get the code INTERNAL_ERROR. */
export function failureFrom(thrown: unknown): Failure {
  if (thrown instanceof ExpectedError) return failure(thrown.code, thrown.message, thrown.advice);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return failure(
    'INTERNAL_ERROR',
    message,
    'Open the health panel for the process that failed; it restarts by itself.',
  );
}

/** The value of a Result, or an ExpectedError with its code, message and advice. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new ExpectedError(result.code, result.message, { advice: result.advice });
}
