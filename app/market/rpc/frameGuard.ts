/** What a frame may cost us before it is parsed. `maxValues` bounds the objects that JSON.parse can make of it. */
export interface FrameLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxValues: number;
}

export const defaultFrameLimits: FrameLimits = { maxBytes: 32 * 1024 * 1024, maxDepth: 64, maxValues: 2_000_000 };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Why this JSON text must not be parsed, or null. One linear pass over the bytes, without allocation; strings are
 * skipped by a native search. It checks size, nesting and count, not grammar: that is JSON.parse's work.
 */
export function frameProblem(frame: Buffer, limits: FrameLimits): string | null {
  if (frame.length > limits.maxBytes) return `frame of ${frame.length} bytes is over the limit of ${limits.maxBytes}`;
  let depth = 0;
  let values = 0;
  for (let i = 0; i < frame.length; i += 1) {
    const byte = frame[i];
    if (byte === quote) {
      i = endOfString(frame, i + 1);
      if (i < 0) return 'frame ends inside a string';
    } else if (byte === openObject || byte === openArray) {
      depth += 1;
      values += 1;
      if (depth > limits.maxDepth) return `frame is nested deeper than ${limits.maxDepth}`;
    } else if (byte === closeObject || byte === closeArray) {
      depth -= 1;
    } else if (byte === comma) {
      values += 1;
    }
    if (values > limits.maxValues) return `frame holds more than ${limits.maxValues} values`;
  }
  return depth === 0 ? null : 'frame has unbalanced brackets';
}

/** Index of the closing quote of the string that starts at `from`, or -1. Each run of backslashes is counted once. */
function endOfString(frame: Buffer, from: number): number {
  for (let end = frame.indexOf(quote, from); end >= 0; end = frame.indexOf(quote, end + 1)) {
    let slashes = 0;
    while (end - 1 - slashes >= from && frame[end - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}
