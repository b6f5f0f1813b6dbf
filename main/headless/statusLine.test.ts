import { expect, it } from 'vitest';
import { statusLine } from './statusLine.ts';

function shown(isTTY: boolean): { written: string[]; out: Parameters<typeof statusLine>[0] } {
  const written: string[] = [];
  return {
    written,
    out: { isTTY, columns: 40, write: (text: string) => written.push(text) > 0 } as Parameters<typeof statusLine>[0],
  };
}

it('rewrites one line on a terminal', () => {
  const { written, out } = shown(true);
  const line = statusLine(out, () => 0);
  line.show('a long text that goes on and on beyond the edge');
  line.show('short');
  line.end();
  expect(written[0]).toBe(`\r${'a long text that goes on and on beyond the edge'.slice(0, 39)}`);
  expect(written[1]).toBe(`\r${'short'.padEnd(39)}`);
  expect(written[2]).toBe('\n');
});

it('writes a line every five seconds elsewhere, and nothing that steers a terminal', () => {
  let nowMs = 0;
  const { written, out } = shown(false);
  const line = statusLine(out, () => nowMs);
  for (; nowMs < 10_500; nowMs += 500) line.show(`at ${nowMs}\u001b[2J`);
  expect(written).toEqual(['at 0 [2J\n', 'at 5000 [2J\n', 'at 10000 [2J\n']);
});
