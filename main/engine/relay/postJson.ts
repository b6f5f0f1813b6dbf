import type { RelayFailure, RelayFailureCode } from '../../../app/domain/bundle.ts';
import { defaultFrameLimits, frameProblem } from '../../../app/market/rpc/frameGuard.ts';
import { printable } from '../../../app/market/rpc/printable.ts';

const mostBytes = 1_048_576;
const mostValues = 10_000;
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export type PostResult = { readonly kind: 'answered'; readonly json: unknown } | RelayFailure;

/** The host of a relay for logs and screens: never a path or a query, which may hold a key. */
export function relayHost(url: string): string {
  return URL.canParse(url) ? printable(new URL(url).host, 80) : 'not a URL';
}

/**
 * One POST of JSON to a relay, and its JSON answer. Over TLS, or in plain text to this machine; no redirects; at most 1 MiB,
 * bounded in depth and count before it is parsed. Never throws for what the other side does.
 */
export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<PostResult> {
  if (!isSafe(url)) return failed('RELAY_UNSAFE_URL', 'neither https:// nor http:// on this machine');
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return await readAnswer(response);
  } catch (error) {
    if (signal.aborted) return failed('RELAY_TIMEOUT', `no answer in ${timeoutMs} ms`);
    return failed('RELAY_UNREACHABLE', reasonOf(error));
  }
}

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
}

async function readAnswer(response: Response): Promise<PostResult> {
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    return failed('RELAY_REDIRECTED', `status ${response.status}`);
  }
  const bytes = await readBytes(response);
  if (bytes === null) return failed('RELAY_OVERSIZED', `more than ${mostBytes} bytes`);
  const limits = { ...defaultFrameLimits, maxBytes: mostBytes, maxValues: mostValues };
  const problem = frameProblem(bytes, limits);
  const json = problem === null ? parsed(bytes) : undefined;
  // A relay's refusal comes as JSON-RPC under any status; only what is none is told by its status.
  if (json !== undefined) return { kind: 'answered', json };
  if (!response.ok) return failed('RELAY_STATUS', `status ${response.status}`);
  return failed('RELAY_MALFORMED', problem ?? 'not JSON');
}

/** The body, or null where it is too large: then the rest is not read. */
async function readBytes(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) return Buffer.concat(chunks);
    size += part.value.length;
    if (size > mostBytes) {
      await reader?.cancel();
      return null;
    }
    chunks.push(part.value);
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** A fetch that fails says why in its cause's code, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return printable(code === '' ? String(error instanceof Error ? error.message : error) : code, 120);
}

function failed(code: RelayFailureCode, error: string): RelayFailure {
  return { kind: 'failed', code, error };
}
