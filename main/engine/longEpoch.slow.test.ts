import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./testing/longEpoch.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'long-epoch-'));
/** With this budget the epoch has two million records. */
const fullBudgetMs = 240 * 60_000;
const mostOrders = 290_000;
const leastOrders = 30_000;
const heapMb = 160;
/** Of the program, SQLite's caches and what the allocators keep, beside the heap. */
const besideHeapMb = 320;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Stage {
  readonly stage: string;
  readonly heapMb: number;
  readonly mostResidentMb: number;
}

it('writes, resumes and reports a long epoch in the memory of a short one', { retry: 0 }, async () => {
  const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 0);
  const orders = Math.max(leastOrders, Math.round(Math.min(1, budgetMs / fullBudgetMs) * mostOrders));
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heapMb}`, '--expose-gc', program, folder, String(orders)],
    { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const stages: Stage[] = [];
  createInterface(child.stdout).on('line', (line) => {
    console.log(line);
    stages.push(JSON.parse(line) as Stage);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code, 'it ran out of memory, or failed').toBe(0);
  expect(stages.map(({ stage }) => stage)).toEqual([
    ...Array.from({ length: 4 }, () => 'written'),
    'resumed',
    'json',
    'csv',
    'pdf',
  ]);
  const [quarter, , , whole] = stages;
  // What is held does not grow with what was written; the rest is the allocator's.
  expect(whole?.heapMb).toBeLessThan((quarter?.heapMb ?? 0) + 15);
  for (const { mostResidentMb } of stages) expect(mostResidentMb).toBeLessThan(heapMb + besideHeapMb);
  // Every order is in the documents.
  let lines = 0;
  for await (const line of createInterface(createReadStream(join(folder, 'report.csv'))))
    if (line.includes(',orders,') && line.includes(',state,')) lines += 1;
  expect(lines).toBe(orders);
  const head = readFileSync(join(folder, 'report.json'), 'utf8').slice(0, 20_000);
  expect(head).toContain(`"reported": ${orders}`);
});
