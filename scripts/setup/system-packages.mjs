import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { lastLines, runQuietly } from '../process/run.mjs';
import { say, showProgress } from '../progress.mjs';
import { packagesForLibraries, parseMissingLibraries } from './missing-libraries.mjs';

/** Debian's package for each program that set-up or the tests start. */
const PACKAGES_BY_PROGRAM = new Map([
  ['g++', ['g++']],
  ['make', ['make']],
  ['python3', ['python3']],
  ['Xvfb', ['xvfb']],
  ['xvfb-run', ['xvfb']],
  ['xauth', ['xauth']],
]);
const BUILD_PROGRAMS = ['g++', 'make', 'python3'];
const VIRTUAL_DISPLAY_PROGRAMS = ['Xvfb', 'xvfb-run', 'xauth'];

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @returns {boolean} whether a window can be shown
 */
export function hasDisplay(env, platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/**
 * Makes sure that the compiler, Electron's shared libraries and, where asked, a virtual display are there.
 * @param {{ electronPath: string, virtualDisplay: boolean }} needs
 */
export async function installSystemPackages(needs) {
  const missing = await findMissing(needs);
  if (missing.names.length === 0) return;
  if (process.platform !== 'linux') throw new SetupFailure(adviseElsewhere(missing.names), commandElsewhere());
  if (!existsSync('/usr/bin/apt-get')) throw new SetupFailure(adviseElsewhere(missing.names));
  if (process.getuid?.() !== 0) {
    throw new SetupFailure(adviseInstall(missing.names), installCommand(missing.packages));
  }
  say(`installing ${missing.packages.join(' ')}`);
  await showProgress('system packages', () => installByApt(missing.packages));
  const still = await findMissing(needs);
  if (still.names.length > 0) {
    throw new SetupFailure(
      `Still missing after the installation: ${still.names.join(', ')}.`,
      installCommand(still.packages),
    );
  }
}

/**
 * @param {readonly string[]} names programs and libraries
 * @returns {string}
 */
export function adviseInstall(names) {
  const programs = names.filter((name) => !name.includes('.so'));
  const libraries = names.length - programs.length;
  const things =
    libraries > 0 ? [...programs, libraries === 1 ? '1 shared library' : `${libraries} shared libraries`] : programs;
  return `This machine lacks ${things.join(', ')}, and only root may install them.`;
}

/**
 * @param {readonly string[]} packages
 * @returns {string} one line for a person with sudo
 */
export function installCommand(packages) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/** @param {readonly string[]} names */
function adviseElsewhere(names) {
  return `Missing on this machine: ${names.join(', ')}; install them with your system's package manager and start again.`;
}

function commandElsewhere() {
  return process.platform === 'darwin' ? 'xcode-select --install' : undefined;
}

/**
 * @param {{ electronPath: string, virtualDisplay: boolean }} needs
 * @returns {Promise<{ names: string[], packages: string[] }>}
 */
async function findMissing(needs) {
  if (process.platform === 'win32') return { names: [], packages: [] };
  const wanted = needs.virtualDisplay ? [...BUILD_PROGRAMS, ...VIRTUAL_DISPLAY_PROGRAMS] : BUILD_PROGRAMS;
  const programs = wanted.filter((program) => !isOnPath(program));
  const libraries = process.platform === 'linux' ? await missingLibraries(needs.electronPath) : [];
  const packages = [
    ...programs.flatMap((program) => PACKAGES_BY_PROGRAM.get(program) ?? []),
    ...(libraries.length > 0 ? packagesForLibraries(libraries, readOsRelease()) : []),
  ];
  return { names: [...programs, ...libraries], packages: [...new Set(packages)] };
}

/**
 * @param {string} electronPath
 * @returns {Promise<string[]>}
 */
async function missingLibraries(electronPath) {
  const listing = await runQuietly('ldd', [electronPath]);
  return parseMissingLibraries(listing.output).filter((name) => !existsSync(join(dirname(electronPath), name)));
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function readOsRelease() {
  return existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
}

/** @param {readonly string[]} packages */
async function installByApt(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const common = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3', '-o', 'Dpkg::Use-Pty=0'];
  await apt([...common, 'update'], env);
  await apt([...common, 'install', '-y', '--no-install-recommends', ...packages], env);
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function apt(args, env) {
  const result = await runQuietly('apt-get', args, { env });
  if (result.code === 0) return;
  say(lastLines(result.output));
  throw new SetupFailure(
    `apt-get failed with exit code ${result.code} (see above).`,
    `apt-get ${args.filter((arg) => arg !== '-o' && !arg.includes('::')).join(' ')}`,
  );
}
