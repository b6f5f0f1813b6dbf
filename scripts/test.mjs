// `npm test`: sets up what is missing, then runs every check; the last line holds the totals.
import { runToExit } from './failure.mjs';
import { prepareTools } from './setup/prepare.mjs';
import { hasDisplay } from './setup/system-packages.mjs';
import { parseOnly } from './testing/only.mjs';
import { formatSummary, runSteps } from './testing/run-steps.mjs';
import { STEPS } from './testing/steps.mjs';

await runToExit(async () => {
  const only = parseOnly(
    process.argv.slice(2),
    STEPS.map((step) => step.name),
  );
  if (!only.ok) {
    process.stderr.write(`${only.message}\n`);
    return 2;
  }
  const steps = STEPS.filter((step) => only.names.includes(step.name));
  const windowed = only.names.includes('e2e');
  const place = await prepareTools({ virtualDisplay: windowed && !hasDisplay(process.env, process.platform) });
  const finished = await runSteps(steps, place, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${formatSummary(finished)}\n`);
  return finished.every((step) => step.ok) ? 0 : 1;
});
