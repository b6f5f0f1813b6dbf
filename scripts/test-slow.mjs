// `npm run test:slow -- --budget 45m`: long fuzzing and the fault matrix, for as long as the budget says.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runToExit } from './failure.mjs';
import { buildProduct, prepareTools } from './setup/prepare.mjs';
import { STATE_FOLDER } from './setup/stamp.mjs';
import { hasDisplay } from './setup/system-packages.mjs';
import { formatCovered, sumCovered } from './testing/covered.mjs';
import { formatFaultTable, readFaultRows } from './testing/fault-table.mjs';
import { parseSlowArguments, SLOW_USAGE } from './testing/slow-arguments.mjs';
import { runVitest } from './testing/vitest.mjs';

/** What the tests may take beyond the budget: each finishes its last case, and some have a least length, longer on a loaded machine. */
const GRACE_MS = 40 * 60_000;
/** What is counted instead of timed takes as long as it takes; something that hangs is still ended. */
const LONGEST_COUNT_MS = 24 * 3_600_000;

await runToExit(async () => {
  const parsed = parseSlowArguments(process.argv.slice(2));
  if (!parsed.ok) {
    process.stderr.write(`${parsed.message}\n\n${SLOW_USAGE}`);
    return 2;
  }
  const { budgetMs, only, seed, fault, times, quotes } = parsed.value;
  const virtualDisplay = !hasDisplay(process.env, process.platform);
  const place = await prepareTools({ virtualDisplay });
  await buildProduct(place);
  const reports = join(place.root, STATE_FOLDER, 'reports');
  const coveredFile = join(reports, 'covered.jsonl');
  const faultsFile = join(reports, 'faults.jsonl');
  mkdirSync(reports, { recursive: true });
  for (const file of [coveredFile, faultsFile, join(reports, 'faults')]) rmSync(file, { force: true, recursive: true });
  const counts = await runVitest(place, {
    project: 'slow',
    virtualDisplay,
    timeoutMs: quotes === undefined ? budgetMs + GRACE_MS : LONGEST_COUNT_MS,
    env: {
      SYNDICATE_SLOW_BUDGET_MS: String(budgetMs),
      SYNDICATE_SLOW_SEED: String(seed),
      SYNDICATE_COVERED_FILE: coveredFile,
      SYNDICATE_FAULTS_FILE: faultsFile,
      ...(fault === undefined ? {} : { SYNDICATE_FAULTS: fault }),
      ...(times === undefined ? {} : { SYNDICATE_FAULT_TIMES: String(times) }),
      ...(quotes === undefined ? {} : { SYNDICATE_SLOW_QUOTES: String(quotes) }),
    },
    args: only === undefined ? [] : [only],
  });
  const faults = readFaultRows(readIfPresent(faultsFile));
  if (faults.length > 0) {
    const failures = `What failed, and its logs: ${join(reports, 'faults*.txt')}`;
    const table = `\n${faults.length} faults, seed ${seed}\n\n${formatFaultTable(faults)}\n${failures}\n`;
    process.stdout.write(table);
  }
  const covered = sumCovered(readIfPresent(coveredFile));
  process.stdout.write(`${formatCovered(covered, counts.failed)}\n`);
  return counts.ok ? 0 : 1;
});

/** @param {string} file */
function readIfPresent(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
