// `npm run test:slow -- --budget 45m`: long fuzzing and the kill matrix, for as long as the budget says.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseDurationMs } from './arguments.mjs';
import { runToExit } from './failure.mjs';
import { buildProduct, prepareTools } from './setup/prepare.mjs';
import { STATE_FOLDER } from './setup/stamp.mjs';
import { hasDisplay } from './setup/system-packages.mjs';
import { formatCovered, sumCovered } from './testing/covered.mjs';
import { runVitest } from './testing/vitest.mjs';

const DEFAULT_BUDGET = '45m';
/** What a test may take beyond the budget to finish its last case and clean up. */
const GRACE_MS = 10 * 60_000;

await runToExit(async () => {
  const args = process.argv.slice(2);
  const [option = '--budget', text = DEFAULT_BUDGET] = args;
  const budgetMs = parseDurationMs(text);
  if (option !== '--budget' || args.length === 1 || args.length > 2 || !budgetMs) {
    process.stderr.write('Usage: npm run test:slow [-- --budget 45m]\n');
    return 2;
  }
  const virtualDisplay = !hasDisplay(process.env, process.platform);
  const place = await prepareTools({ virtualDisplay });
  await buildProduct(place);
  const coveredFile = join(place.root, STATE_FOLDER, 'reports', 'covered.jsonl');
  mkdirSync(dirname(coveredFile), { recursive: true });
  rmSync(coveredFile, { force: true });
  const counts = await runVitest(place, {
    project: 'slow',
    virtualDisplay,
    timeoutMs: budgetMs + GRACE_MS,
    env: { SYNDICATE_SLOW_BUDGET_MS: String(budgetMs), SYNDICATE_COVERED_FILE: coveredFile },
  });
  const covered = sumCovered(existsSync(coveredFile) ? readFileSync(coveredFile, 'utf8') : '');
  process.stdout.write(`${formatCovered(covered, counts.failed)}\n`);
  return counts.ok ? 0 : 1;
});
