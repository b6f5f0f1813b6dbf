import type { FrameLimits } from './frameGuard.ts';

/** Cuts a byte stream into JSON objects and arrays, as an IPC socket delivers them: back to back, in any chunks. */
export interface JsonFramer {
  /** Feeds bytes; calls `onFrame` for each complete one. Returns a reason when the stream can no longer be trusted. */
  push(chunk: Buffer, onFrame: (frame: Buffer) => void): string | null;
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

export function jsonFramer(limits: FrameLimits): JsonFramer {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;

  const step = (byte: number): string | null => {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === 0x5c) escaped = true;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) {
      if (depth === 0) return 'stream holds text outside of an object';
      inString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > limits.maxDepth) return `frame is nested deeper than ${limits.maxDepth}`;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (depth < 0) return 'stream closes an object that it did not open';
    } else if (depth === 0 && !isSpace(byte)) {
      return 'stream holds text outside of an object';
    }
    return null;
  };

  return {
    push: (chunk, onFrame) => {
      let start = 0;
      for (let i = 0; i < chunk.length; i += 1) {
        const before = depth;
        const problem = step(chunk[i] ?? 0);
        if (problem !== null) return problem;
        if (before === 0 && depth === 1) start = i;
        if (before === 1 && depth === 0) {
          onFrame(Buffer.concat([...held, chunk.subarray(start, i + 1)]));
          held = [];
          heldBytes = 0;
          start = i + 1;
        }
      }
      if (depth > 0) {
        const rest = chunk.subarray(start);
        held.push(rest);
        heldBytes += rest.length;
        if (heldBytes > limits.maxBytes) return `frame is over the limit of ${limits.maxBytes} bytes`;
      }
      return null;
    },
  };
}
