// `npm run setup`: what `npm start` and `npm test` do first, alone.
import { runToExit } from './failure.mjs';
import { formatElapsed, say } from './progress.mjs';
import { forgetElectronChoice } from './setup/electron.mjs';
import { buildProduct, prepareTools, ROOT } from './setup/prepare.mjs';
import { hasDisplay } from './setup/system-packages.mjs';

await runToExit(async () => {
  const unknown = process.argv.slice(2).filter((arg) => arg !== '--retry-electron');
  if (unknown.length > 0) {
    process.stderr.write(`Unknown argument ${unknown[0]}.\nUsage: npm run setup [-- --retry-electron]\n`);
    return 2;
  }
  const startedAtMs = Date.now();
  if (process.argv.includes('--retry-electron')) forgetElectronChoice(ROOT);
  const place = await prepareTools({ virtualDisplay: !hasDisplay(process.env, process.platform) });
  await buildProduct(place);
  say(`set up in ${formatElapsed(Date.now() - startedAtMs)}`);
  return 0;
});
