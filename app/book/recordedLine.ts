/** A line of a recording of a venue's connection. */
export interface RecordedLine {
  /** received: over the stream; answered: to a request; sent: by the recorder; connected: a stream begins; other: a note. */
  readonly direction: 'received' | 'answered' | 'sent' | 'connected' | 'other';
  /** By the recorder's clock, which may run behind or ahead. */
  readonly receivedMs: number | null;
  /** What was asked for, with an answer. */
  readonly request: string | null;
  readonly text: string;
}

const clockAndText = /^(\d{9,19}(?:\.\d+)?)[ \t]+([[{].*)$/s;
const secondsAndText = /^(\d{9,11}(?:\.\d+)?): (.*)$/s;
const requestLine = /^(\w+:\/\/\S+) (<->|<-|->) (\d{9,11}(?:\.\d+)?)(?:: (.*))?$/s;

function exchangeLine([, request = '', arrow, seconds = '', text = '']: RegExpExecArray): RecordedLine {
  const receivedMs = Number(seconds) * 1000;
  if (arrow === '->') return { direction: 'answered', receivedMs, request, text };
  return { direction: arrow === '<-' ? 'sent' : 'connected', receivedMs, request, text };
}

/** Milliseconds of a clock that counts seconds, milliseconds, microseconds or nanoseconds since 1970: as many digits only one of them has, from 1973 to 5138. */
function clockMs(text: string): number {
  const value = Number(text);
  const perMs = [1e17, 1e14, 1e11].findIndex((least) => value >= least);
  return perMs < 0 ? value * 1000 : value / (([1e6, 1e3, 1] as const)[perMs] ?? 1);
}

/**
 * Reads a line in any of the forms that recorders write: `clock JSON`, `seconds: JSON`, `url <- seconds: sent`, `url -> seconds: answer`,
 * or the bare text. null for an empty line.
 */
export function recordedLine(written: string): RecordedLine | null {
  const line = written.startsWith('\ufeff') ? written.slice(1) : written;
  if (line.trim() === '') return null;
  const byClock = clockAndText.exec(line);
  if (byClock !== null) {
    const [, clock = '', text = ''] = byClock;
    return { direction: 'received', receivedMs: clockMs(clock), request: null, text };
  }
  const bySeconds = secondsAndText.exec(line);
  if (bySeconds !== null) {
    const [, seconds = '', text = ''] = bySeconds;
    return { direction: 'received', receivedMs: Number(seconds) * 1000, request: null, text };
  }
  const exchange = requestLine.exec(line);
  if (exchange !== null) return exchangeLine(exchange);
  const isJson = line.startsWith('{') || line.startsWith('[');
  return { direction: isJson ? 'received' : 'other', receivedMs: null, request: null, text: line };
}

/** Where neither a message nor its request names the instrument. */
export const onlySymbol = '';

/** The instrument that a request asks for: Binance's answers do not name it. */
export function requestedSymbol(request: string | null): string | null {
  return request === null ? null : (/[?&](?:symbol|pair)=([\w-]{1,40})/.exec(request)?.[1] ?? null);
}

/** What a recorder wrote about a venue, but for what it sent itself and notes of its own. */
export function isFromVenue({ direction }: RecordedLine): boolean {
  return direction === 'received' || direction === 'answered';
}

/** undefined when it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return bareDecimal.test(text) ? JSON.parse(text, asWritten) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A decimal that is a number and no string, as Kraken's second version has them. */
const bareDecimal = /[:[,]\s*\d+(?:\.|[eE])\d/;

/** Leaves such a number as it was written: as a number it loses the zeros at its end, which belong to the venue's digits and to its checksums. */
function asWritten(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && /[.eE]/.test(source) ? source : value;
}

/** Several recordings made by one clock, as if they were one; a line without a time stays behind the one before it. */
export function mergeRecordings(recordings: readonly (readonly RecordedLine[])[]): readonly RecordedLine[] {
  const [only] = recordings;
  if (recordings.length === 1 && only !== undefined) return only;
  const timed = recordings.flatMap((lines) => {
    let lastMs = 0;
    return lines.map((line) => {
      lastMs = line.receivedMs ?? lastMs;
      return { line, atMs: lastMs };
    });
  });
  return timed.sort((a, b) => a.atMs - b.atMs).map(({ line }) => line);
}
