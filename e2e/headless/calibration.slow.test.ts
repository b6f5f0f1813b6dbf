import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';

/** Of the slow tier's budget, over the three cases; SYNDICATE_CALIBRATION_MINUTES=30 gives each its full length. */
const shareOfBudget = 0.1;
const leastMinutes = 1;
const budgetMinutes = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 0) / 60_000;
const minutes =
  Number(process.env.SYNDICATE_CALIBRATION_MINUTES ?? 0) || Math.max(leastMinutes, (budgetMinutes * shareOfBudget) / 3);
const script = fileURLToPath(new URL('../../scripts/calibrate.mjs', import.meta.url));

const sideSchema = z.object({ mode: z.string(), orders: z.int(), landed: z.int(), netInEth: z.string() });
const reportSchema = z.object({
  real: sideSchema,
  paper: sideSchema,
  differenceInEth: z.string(),
  differencePercent: z.number().nullable(),
  tells: z.enum(['within', 'apart', 'neither']),
  interval: z.object({ lowPercent: z.number(), highPercent: z.number() }).nullable(),
  pairs: z.object({ both: z.int(), bothLanded: z.int() }),
  classes: z.array(z.object({ class: z.string(), count: z.int(), differenceInEth: z.string() })),
  errors: z.array(z.string()),
});

function wei(text: string): bigint {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const amount = BigInt(whole) * 10n ** 18n + BigInt(part.padEnd(18, '0'));
  return text.startsWith('-') ? -amount : amount;
}

async function calibrate(args: readonly string[]): Promise<z.infer<typeof reportSchema>> {
  const folder = mkdtempSync(join(tmpdir(), 'calibration-'));
  try {
    const file = join(folder, 'report.json');
    const all = ['--minutes', minutes.toFixed(3), '--measure', '0.5', '--json', file, '--data', folder, ...args];
    let output = '';
    const child = spawn(process.execPath, [script, ...all], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output = `${output}${chunk.toString()}`.slice(-8_000);
      });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code, output).toBe(0);
    process.stdout.write(output.slice(output.lastIndexOf('blocks ')));
    return reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// How far the two are apart in a short run is mostly chance: it is printed. What is asked here is that both trade, that their books
// are equal, and that every wei between them has a class.
it.each([
  ['as it comes', []],
  ['with rivals doubled', ['--rivals', '2']],
  ['with a node that lags', ['--lag', '150']],
])('paper and real trade side by side, %s, and every difference has a class', async (_, args) => {
  const { real, paper, pairs, classes, differenceInEth, errors, interval, tells } = await calibrate(args);
  expect(errors).toEqual([]);
  expect([real.mode, paper.mode]).toEqual(['DEVNET', 'PAPER']);
  for (const side of [real, paper]) expect(side.landed).toBeGreaterThan(0);
  expect(pairs.both).toBeGreaterThan(0);
  // What is shown is never more than the sample bears.
  const [low, high] = [interval?.lowPercent ?? -Infinity, interval?.highPercent ?? Infinity];
  expect(tells === 'within').toBe(low >= -5 && high <= 5);
  expect(wei(paper.netInEth) - wei(real.netInEth)).toBe(wei(differenceInEth));
  expect(classes.reduce((sum, each) => sum + wei(each.differenceInEth), 0n)).toBe(wei(differenceInEth));
});
