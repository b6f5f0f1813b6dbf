import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { openJournal } from './journal.ts';

const writer = fileURLToPath(new URL('./testing/durableWriter.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'killed-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the writer until it has acknowledged some orders, kills it, and returns the last number that it acknowledged. */
async function writeUntilKilled(acknowledgements: number): Promise<number> {
  const child = spawn(process.execPath, [writer, folder], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (text.split('\n').length > acknowledgements) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return Number(text.trimEnd().split('\n').at(-1));
}

it('loses no acknowledged record and doubles none when the writer is killed', { timeout: 60_000 }, async () => {
  for (const acknowledgements of [1, 7, 30, 111, 600]) {
    const last = await writeUntilKilled(acknowledgements);
    const journal = openJournal(folder);
    const orders = journal.loadEpoch('e1')?.orders ?? [];
    const numbers = orders.map((order) => order.nonce);
    const inputs = [...journal.inputs('e1')].map(({ input }) => input.kind === 'block' && input.head.number);
    journal.close();
    // An input may be there whose order was not written any more; the next process began with it again.
    const distinct = [...new Set(inputs)];
    expect(distinct.slice(0, numbers.length)).toEqual(numbers);
    expect(distinct.length).toBeLessThanOrEqual(numbers.length + 1);
    expect(inputs).toEqual(inputs.toSorted((first, second) => Number(first) - Number(second)));
    expect(numbers.length).toBeGreaterThanOrEqual(last);
    expect(numbers.length).toBeLessThanOrEqual(last + 1);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }
});
