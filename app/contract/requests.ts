import { z } from 'zod';
import { ExpectedError } from '../domain/errors.ts';
import { failure, failureFrom, type Result } from '../domain/result.ts';
import type { Port } from './port.ts';

/** A topic: requests by name with the schemas of both directions, and one-way notices by name. */
export interface RequestTable {
  readonly [name: string]: { readonly request: z.ZodType; readonly response: z.ZodType };
}
export interface NoticeTable {
  readonly [name: string]: z.ZodType;
}

type RequestOf<T extends RequestTable, N extends keyof T> = z.input<T[N]['request']>;
type ResponseOf<T extends RequestTable, N extends keyof T> = z.output<T[N]['response']>;

export type RequestHandlers<T extends RequestTable> = {
  readonly [N in keyof T]: (
    request: z.output<T[N]['request']>,
  ) => Promise<z.input<T[N]['response']>> | z.input<T[N]['response']>;
};
export type NoticeHandlers<T extends NoticeTable> = { readonly [N in keyof T]: (notice: z.output<T[N]>) => void };

const envelopeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request'), topic: z.string(), id: z.int(), name: z.string(), body: z.unknown() }),
  z.object({ type: z.literal('response'), topic: z.string(), id: z.int(), result: z.unknown() }),
  z.object({ type: z.literal('notice'), topic: z.string(), name: z.string(), body: z.unknown() }),
]);

const resultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string(), advice: z.string() }),
]);

/**
 * Answers requests of `topic` that arrive on `port`. The receiver checks the schema; what a handler throws becomes a
 * Failure, never a crash of the caller. Returns how to stop serving.
 */
export function serveRequests<T extends RequestTable>(
  port: Port,
  topic: string,
  table: T,
  handlers: RequestHandlers<T>,
): () => void {
  return port.listen((message) => {
    const envelope = envelopeSchema.safeParse(message);
    if (!envelope.success || envelope.data.type !== 'request' || envelope.data.topic !== topic) return;
    const { id, name, body } = envelope.data;
    void answerRequest(table, handlers, name, body).then((result) =>
      port.post({ type: 'response', topic, id, result }),
    );
  });
}

/** One request's answer, whatever carried it: checks name and schema, turns what the handler throws into a Failure. */
export async function answerRequest<T extends RequestTable>(
  table: T,
  handlers: RequestHandlers<T>,
  name: string,
  body: unknown,
): Promise<Result<unknown>> {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  const handler = Object.hasOwn(handlers, name) ? handlers[name as keyof T] : undefined;
  if (entry === undefined || handler === undefined)
    return failure(
      'REQUEST_UNKNOWN',
      `no request named "${name.slice(0, 64)}"`,
      'This is a bug: both sides must be of one version.',
    );
  const parsed = entry.request.safeParse(body);
  if (!parsed.success)
    return failure(
      'REQUEST_MALFORMED',
      `${name}: ${z.prettifyError(parsed.error).slice(0, 500)}`,
      'Correct the named fields.',
    );
  try {
    return { ok: true, value: await handler(parsed.data as never) };
  } catch (thrown) {
    return failureFrom(thrown);
  }
}

export interface Requester<T extends RequestTable> {
  /** @throws ExpectedError with the other side's code, message and advice; REQUEST_TIMED_OUT; REQUEST_CLOSED */
  call<N extends keyof T & string>(name: N, request: RequestOf<T, N>, timeoutMs?: number): Promise<ResponseOf<T, N>>;
  /** Fails every call under way: the other process is gone. */
  close(): void;
}

/** The asking side of `serveRequests`. */
export function requesterOn<T extends RequestTable>(port: Port, topic: string, table: T): Requester<T> {
  const waiting = new Map<number, { settle: (result: Result<unknown>) => void }>();
  let nextId = 1;
  const stop = port.listen((message) => {
    const envelope = envelopeSchema.safeParse(message);
    if (!envelope.success || envelope.data.type !== 'response' || envelope.data.topic !== topic) return;
    const entry = waiting.get(envelope.data.id);
    const result = resultSchema.safeParse(envelope.data.result);
    if (entry === undefined) return;
    waiting.delete(envelope.data.id);
    entry.settle(
      result.success
        ? (result.data as Result<unknown>)
        : failure(
            'RESPONSE_MALFORMED',
            `${topic}: malformed response`,
            'This is a bug: both sides must be of one version.',
          ),
    );
  });
  return {
    call: (name, request, timeoutMs = 30_000) =>
      new Promise((resolve, reject) => {
        const id = nextId;
        nextId += 1;
        const timer = setTimeout(
          () =>
            settle(
              failure(
                'REQUEST_TIMED_OUT',
                `${topic}.${name} got no answer in ${timeoutMs} ms`,
                'The other process is busy or stuck; it is restarted if it stays so.',
              ),
            ),
          timeoutMs,
        );
        const settle = (result: Result<unknown>): void => {
          clearTimeout(timer);
          waiting.delete(id);
          if (!result.ok) return reject(new ExpectedError(result.code, result.message, { advice: result.advice }));
          const parsed = table[name]?.response.safeParse(result.value);
          if (parsed?.success === true) resolve(parsed.data as never);
          else
            reject(
              new ExpectedError(
                'RESPONSE_MALFORMED',
                `${topic}.${name}: ${parsed === undefined ? 'unknown' : z.prettifyError(parsed.error).slice(0, 500)}`,
                { advice: 'This is a bug: both sides must be of one version.' },
              ),
            );
        };
        waiting.set(id, { settle });
        port.post({ type: 'request', topic, id, name, body: request });
      }),
    close: () => {
      stop();
      for (const { settle } of [...waiting.values()])
        settle(failure('REQUEST_CLOSED', `${topic}: the other process went away`, 'It is restarted; try again.'));
    },
  };
}

/** Sends a notice: no answer is expected. */
export function postNotice<T extends NoticeTable, N extends keyof T & string>(
  port: Port,
  topic: string,
  _table: T,
  name: N,
  body: z.input<T[N]>,
): void {
  port.post({ type: 'notice', topic, name, body });
}

/** Receives notices of `topic`. Malformed ones go to `onMalformed`, never to a handler. */
export function receiveNotices<T extends NoticeTable>(
  port: Port,
  topic: string,
  table: T,
  handlers: NoticeHandlers<T>,
  onMalformed: (name: string, problem: string) => void,
): () => void {
  return port.listen((message) => {
    const envelope = envelopeSchema.safeParse(message);
    if (!envelope.success || envelope.data.type !== 'notice' || envelope.data.topic !== topic) return;
    const { name, body } = envelope.data;
    const schema = Object.hasOwn(table, name) ? table[name] : undefined;
    const parsed = schema?.safeParse(body);
    if (parsed?.success !== true)
      return onMalformed(
        name.slice(0, 64),
        parsed === undefined ? 'unknown notice' : z.prettifyError(parsed.error).slice(0, 500),
      );
    handlers[name as keyof T](parsed.data as never);
  });
}
