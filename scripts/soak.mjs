// `npm run soak -- --hours 24 [--flat-out]`: the product without a window for that long; what memory and disk do meanwhile.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToExit } from './failure.mjs';
import { exitCode } from './process/run.mjs';
import { endWithUs } from './process/running.mjs';
import { say } from './progress.mjs';
import { ROOT } from './setup/prepare.mjs';
import { STATE_FOLDER } from './setup/stamp.mjs';
import { faultsOf, growth, mostMbPerHour, usageOf } from './testing/soak-usage.mjs';

const USAGE = `Usage: npm run soak -- --hours N [--flat-out]

  --hours N     how long, 0.05 and more
  --flat-out    blocks every 250 ms and a busy crowd
`;
const EXIT_USAGE = 2;
/** Shorter than this, warming up cannot be told from a leak: growth is printed and judged by nobody. */
const LEAST_HOURS_JUDGED = 1;
/** Often enough to meet memory at its least between two collections of garbage, and a day of it is some thousand lines. */
const SAMPLE_MS = 15_000;
const LEAST_SAMPLES = 60;

await runToExit(async () => {
  const args = process.argv.slice(2);
  const flatOut = args.includes('--flat-out');
  const [option, text = ''] = args.filter((each) => each !== '--flat-out');
  const hours = /^\d{1,4}(\.\d{1,2})?$/.test(text) ? Number(text) : 0;
  if (option !== '--hours' || hours < 0.05 || args.length !== (flatOut ? 3 : 2)) {
    process.stderr.write(USAGE);
    return EXIT_USAGE;
  }
  const folder = mkdtempSync(join(tmpdir(), 'syndicate-soak-'));
  const reports = join(ROOT, STATE_FOLDER, 'reports');
  mkdirSync(reports, { recursive: true });
  const usageFile = join(reports, 'soak.jsonl');
  const summaryFile = join(reports, 'soak-summary.json');
  writeFileSync(usageFile, '');
  const run = ['--headless', '--for', `${Math.ceil(hours * 3600)}s`, '--data', folder, '--json', summaryFile];
  if (flatOut) run.push('--block-time', '250ms', '--crowd', 'busy');
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs'), ...run], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  endWithUs(child);
  const startedAt = performance.now();
  /** @type {import('./testing/soak-usage.mjs').Usage[]} */
  const samples = [];
  const timer = setInterval(
    () => {
      const usage = usageOf(child.pid ?? 0, folder, performance.now() - startedAt);
      samples.push(usage);
      appendFileSync(usageFile, `${JSON.stringify(usage)}\n`);
    },
    Math.max(1_000, Math.min(SAMPLE_MS, (hours * 3_600_000) / LEAST_SAMPLES)),
  );
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', (status, signal) => resolve(exitCode(status, signal)));
  });
  clearInterval(timer);
  rmSync(folder, { recursive: true, force: true });
  const rows = growth(samples);
  const isJudged = hours >= LEAST_HOURS_JUDGED;
  for (const [name, row] of Object.entries(rows)) {
    const bound = name === 'disk' || !isJudged ? null : mostMbPerHour(hours);
    process.stdout.write(`${JSON.stringify({ soak: name, ...row, bound, hours })}\n`);
  }
  if (!isJudged) {
    say(`less than ${LEAST_HOURS_JUDGED} h: growth is not judged`);
    return code;
  }
  const faults = faultsOf(rows, hours);
  for (const fault of faults) say(fault);
  return faults.length > 0 ? 1 : code;
});
