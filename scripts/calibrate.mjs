// `npm run calibrate -- --minutes 30`: the same strategy on paper and for real at once, and how far the two are apart.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CALIBRATE_USAGE, parseCalibrateArguments } from './calibrate-arguments.mjs';
import { runToExit } from './failure.mjs';
import { forwardSignals } from './process/forward-signals.mjs';
import { exitCode } from './process/run.mjs';
import { buildProduct, prepareTools } from './setup/prepare.mjs';

const EXIT_USAGE = 2;

await runToExit(async () => {
  const parsed = parseCalibrateArguments(process.argv.slice(2));
  if (!parsed.ok) {
    process.stderr.write(`${parsed.message}\n\n${CALIBRATE_USAGE}`);
    return EXIT_USAGE;
  }
  // npm changes to the folder of package.json; the names of files are meant from where the person is.
  const from = process.env.INIT_CWD ?? process.cwd();
  const place = await prepareTools({ virtualDisplay: false });
  await buildProduct(place);
  const { folder, jsonFile, ...options } = parsed.value;
  const own = folder === null;
  const data = own ? mkdtempSync(join(tmpdir(), 'syndicate-calibration-')) : resolve(from, folder);
  const handed = {
    ...options,
    folder: data,
    jsonFile: jsonFile === null ? null : resolve(from, jsonFile),
    countedIn: own ? null : data,
  };
  try {
    return await new Promise((settle) => {
      const entry = join(place.root, 'out/main/calibrate.js');
      const child = spawn(place.electron.path, [entry, JSON.stringify(handed)], {
        env: place.nodeEnv,
        stdio: 'inherit',
      });
      forwardSignals(child);
      child.on('error', () => settle(127));
      child.on('close', (code, signal) => settle(exitCode(code, signal)));
    });
  } finally {
    if (own) rmSync(data, { recursive: true, force: true });
  }
});
