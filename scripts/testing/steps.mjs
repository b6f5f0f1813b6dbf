import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runOnTerminal } from '../process/run.mjs';
import { buildProduct } from '../setup/prepare.mjs';
import { checkSandbox } from '../setup/sandbox.mjs';
import { hasDisplay } from '../setup/system-packages.mjs';
import { runVitest } from './vitest.mjs';

/**
 * @typedef {object} StepResult
 * @property {boolean} ok
 * @property {import('./count-tests.mjs').TestCounts} [counts]
 */

/**
 * @typedef {import('../setup/prepare.mjs').Workplace} Workplace
 * @typedef {{ name: string, run: (place: Workplace) => Promise<StepResult> }} Step
 */

const COLOURS = process.stdout.isTTY ? [] : ['--colors=off'];

/** What `npm test` does, in order. @type {readonly Step[]} */
export const STEPS = [
  { name: 'build', run: build },
  { name: 'format', run: (place) => tool(place, '@biomejs/biome/bin/biome', ['ci', ...COLOURS]) },
  { name: 'types', run: (place) => tool(place, 'typescript/bin/tsc', ['--noEmit', '--pretty', 'false']) },
  { name: 'layers', run: layers },
  { name: 'unused', run: unused },
  { name: 'unit', run: (place) => tests(place, { project: 'unit' }) },
  { name: 'integration', run: (place) => tests(place, { project: 'integration' }) },
  { name: 'e2e', run: endToEnd },
];

/**
 * Drives the real application, in a virtual display where there is none.
 * @param {Workplace} place
 * @param {readonly string[]} [args]
 * @returns {Promise<StepResult>}
 */
export async function endToEnd(place, args = []) {
  await checkSandbox(place.electron.folder);
  return tests(place, { project: 'e2e', virtualDisplay: !hasDisplay(process.env, process.platform), args });
}

/**
 * @param {Workplace} place
 * @returns {Promise<StepResult>}
 */
async function build(place) {
  await buildProduct(place);
  return { ok: true };
}

/**
 * @param {Workplace} place
 * @returns {Promise<StepResult>}
 */
function layers(place) {
  const folders = SOURCE_FOLDERS.filter((folder) => existsSync(join(place.root, folder)));
  const cruiser = 'dependency-cruiser/bin/dependency-cruiser.mjs';
  return tool(place, cruiser, ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', ...folders]);
}

const SOURCE_FOLDERS = ['app', 'main', 'preload', 'renderer', 'e2e', 'scripts'];

/**
 * Runs on the machine's own Node: the parser wants a larger buffer than Electron's memory cage gives.
 * @param {Workplace} place
 * @returns {Promise<StepResult>}
 */
async function unused(place) {
  const knip = join(place.root, 'node_modules', 'knip', 'bin', 'knip.js');
  const code = await runOnTerminal(process.execPath, [knip, '--no-progress', '--no-config-hints'], {
    cwd: place.root,
    env: place.env,
  });
  return { ok: code === 0 };
}

/**
 * @param {Workplace} place
 * @param {string} script inside node_modules
 * @param {readonly string[]} args
 * @returns {Promise<StepResult>}
 */
async function tool(place, script, args) {
  const path = join(place.root, 'node_modules', script);
  const code = await runOnTerminal(place.electron.path, [path, ...args], { cwd: place.root, env: place.nodeEnv });
  return { ok: code === 0 };
}

/**
 * @param {Workplace} place
 * @param {import('./vitest.mjs').TestRun} run
 * @returns {Promise<StepResult>}
 */
async function tests(place, run) {
  const counts = await runVitest(place, run);
  return { ok: counts.ok, counts };
}
