import { fileURLToPath } from 'node:url';
import { ExpectedError } from '../app/domain/errors.ts';
import { parseStartArguments, USAGE } from '../scripts/arguments.mjs';
import { runHeadless } from './headless/runHeadless.ts';
import { folderInUseExitCode } from './instanceLock.ts';

// Entry of a run without a window: the same session as the window's, with a status line and a summary.
const parsed = parseStartArguments(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.message}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (parsed.value.help) {
  process.stdout.write(USAGE);
} else {
  try {
    process.exit(await runHeadless(parsed.value, fileURLToPath(new URL('.', import.meta.url))));
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    process.stderr.write(`${error.message}. ${error.advice}\n`);
    process.exit(error.code === 'DATA_FOLDER_IN_USE' ? folderInUseExitCode : 1);
  }
}
