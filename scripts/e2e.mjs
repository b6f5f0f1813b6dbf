// `npm run e2e`: drives the real application. Arguments go to the test runner.
import { runToExit } from './failure.mjs';
import { buildProduct, prepareTools } from './setup/prepare.mjs';
import { hasDisplay } from './setup/system-packages.mjs';
import { formatTotals } from './testing/count-tests.mjs';
import { endToEnd } from './testing/steps.mjs';

await runToExit(async () => {
  const place = await prepareTools({ virtualDisplay: !hasDisplay(process.env, process.platform) });
  await buildProduct(place);
  const result = await endToEnd(place, process.argv.slice(2));
  process.stdout.write(`${formatTotals(result.counts === undefined ? [] : [result.counts])}\n`);
  return result.ok ? 0 : 1;
});
