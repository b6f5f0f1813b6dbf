import type { CallFrame } from './blockRecord.ts';

/** The frames whose effect stayed: neither they nor a call above them failed. In the order given, which is that of execution. */
export function executedFrames(frames: readonly CallFrame[]): readonly CallFrame[] {
  const failed = new Set<string>();
  return frames.filter(({ transaction, path, error }) => {
    const above = path.length > 0 && failed.has(`${transaction}:${path.slice(0, -1)}`);
    if (error === null && !above) return true;
    failed.add(`${transaction}:${path}`);
    return false;
  });
}

/** The 32-byte word at `index` of an answer, or of call data after its selector (`offset` 4); null past its end. */
export function wordOf(bytes: string, index: number, offset = 0): bigint | null {
  const start = 2 + 2 * offset + 64 * index;
  return start + 64 > bytes.length ? null : BigInt(`0x${bytes.slice(start, start + 64)}`);
}

/** The first four bytes of call data: which function is called. */
export function selectorOf({ input }: CallFrame): string {
  return input.slice(2, 10);
}
