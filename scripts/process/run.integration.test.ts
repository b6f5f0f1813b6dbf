import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { descendants } from './descendants.mjs';
import { runOnTerminal } from './run.mjs';

/** Of a process that ended but that nobody has asked about yet. */
function isOver(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return true;
  }
}

test('what takes too long is ended with all that it started', async () => {
  const ending = runOnTerminal('sh', ['-c', 'sleep 300 & sh -c "sleep 300; :" & wait'], { timeoutMs: 1_500 });
  let below: number[] = [];
  for (let tries = 0; tries < 100 && below.length < 4; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    below = descendants(process.pid);
  }
  expect(below.length).toBeGreaterThanOrEqual(4);
  expect(await ending).toBe(137);
  for (let tries = 0; tries < 100 && !below.every(isOver); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(below.filter((pid) => !isOver(pid))).toEqual([]);
});
