// `npm run conformance -- SUITE FILE...`: holds the product's own functions against vector files.
import { runToExit } from './failure.mjs';
import { runEntry } from './setup/run-entry.mjs';

await runToExit(async () => {
  const args = process.argv.slice(2);
  if (args.length < 2) {
    process.stderr.write('Usage: npm run conformance -- SUITE FILE [FILE...]\n');
    return 2;
  }
  return runEntry('conformance', 'app/conformance/index.ts', args);
});
