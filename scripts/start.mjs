// `npm start`: sets up what is missing, then starts the terminal, or the same engine without a window.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseStartArguments, USAGE } from './arguments.mjs';
import { runToExit, SetupFailure } from './failure.mjs';
import { forwardSignals } from './process/forward-signals.mjs';
import { exitCode } from './process/run.mjs';
import { say } from './progress.mjs';
import { buildProduct, prepareTools } from './setup/prepare.mjs';
import { checkSandbox } from './setup/sandbox.mjs';
import { hasDisplay } from './setup/system-packages.mjs';

const EXIT_USAGE = 2;

await runToExit(async () => {
  const args = process.argv.slice(2);
  const parsed = parseStartArguments(args);
  if (!parsed.ok) return usageError(parsed.message);
  if (parsed.value.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  // npm changes to the folder of package.json; the names of files are meant from where the person is.
  const folder = process.env.INIT_CWD ?? process.cwd();
  const { replayFile } = parsed.value;
  if (replayFile !== undefined && !existsSync(resolve(folder, replayFile))) {
    return usageError(`--replay: there is no file ${replayFile}.`);
  }
  const display = hasDisplay(process.env, process.platform);
  const headless = parsed.value.headless || !display;
  if (!display && !parsed.value.headless) say('no display: starting without a window');
  const place = await prepareTools({ virtualDisplay: false });
  await buildProduct(place);
  return headless ? startHeadless(place, args, folder) : startWindow(place, args, folder);
});

/** @param {string} message */
function usageError(message) {
  process.stderr.write(`${message}\n\n${USAGE}`);
  return EXIT_USAGE;
}

/**
 * @param {import('./setup/prepare.mjs').Workplace} place
 * @param {readonly string[]} args
 * @param {string} folder
 */
function startHeadless(place, args, folder) {
  return launch(place.electron.path, [entry(place.root, 'out/main/headless.js'), ...args], folder, place.nodeEnv);
}

/**
 * @param {import('./setup/prepare.mjs').Workplace} place
 * @param {readonly string[]} args
 * @param {string} folder
 */
async function startWindow(place, args, folder) {
  await checkSandbox(place.electron.folder);
  entry(place.root, 'out/main/index.js');
  return launch(place.electron.path, [...place.windowFlags, place.root, ...args], folder, place.env);
}

/**
 * @param {string} root
 * @param {string} file
 */
function entry(root, file) {
  const path = join(root, file);
  if (!existsSync(path))
    throw new SetupFailure(`${file} was not built: its source is missing.`, 'git checkout -- main');
  return path;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the child's exit code
 */
function launch(command, args, cwd, env) {
  return new Promise((settle) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    forwardSignals(child);
    child.on('error', (error) => {
      say(`${command} could not be started: ${error.message}`);
      settle(127);
    });
    child.on('close', (code, signal) => settle(exitCode(code, signal)));
  });
}
