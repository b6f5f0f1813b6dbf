/** Facts that travel with an error; values are shown escaped, so hostile strings are safe here. */
export type ErrorFacts = Readonly<Record<string, string | number | bigint | boolean>>;

/** Something we expected could go wrong: says what happened, with which facts, and what to do about it. */
export class ExpectedError extends Error {
  readonly code: string;
  readonly facts: ErrorFacts;
  readonly advice: string;

  constructor(code: string, message: string, options: { advice: string; facts?: ErrorFacts; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ExpectedError';
    this.code = code;
    this.facts = options.facts ?? {};
    this.advice = options.advice;
  }
}

/** A broken invariant of ours. Never caught to go on: the process ends and its supervisor restarts it. */
export class BugError extends Error {
  readonly facts: ErrorFacts;

  constructor(message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BugError';
    this.facts = facts;
  }
}

/** Throws a BugError unless `condition` holds. */
export function ensure(condition: unknown, message: string, facts: ErrorFacts = {}): asserts condition {
  if (!condition) throw new BugError(message, facts);
}

/** The value, or a BugError naming what was missing. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new BugError(`${what} is missing`);
  return value;
}

/** For the default branch of a switch over a union. */
export function unreachable(value: never): never {
  throw new BugError('unreachable case', { value: String(value) });
}
