import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ExpectedError } from '../app/domain/errors.ts';
import type { StartArguments } from '../scripts/arguments.mjs';

/** Where each thing is kept. Everything of a run lies under `root`. */
export interface DataFolder {
  readonly root: string;
  readonly logs: string;
  /** Imported candles and trades. */
  readonly history: string;
  /** The signer's spend logs. */
  readonly signer: string;
  /** The embedded chain's caches, wiped at each start, and its kept snapshot. */
  readonly devnet: string;
  readonly devnetSnapshot: string;
}

/** The operating system's place for application data (XDG), unless one is named. */
export function defaultDataRoot(env: NodeJS.ProcessEnv): string {
  const named = env.XDG_DATA_HOME;
  const base = named?.startsWith('/') ? named : join(homedir(), '.local', 'share');
  return join(base, 'syndicate');
}

/** The folder of a run. A replay keeps its logs beside the terminal's own data, so that both can run at once. */
export function dataRootOf(options: StartArguments, env: NodeJS.ProcessEnv): string {
  if (options.dataFolder !== undefined) return options.dataFolder;
  return options.replayFile === undefined ? defaultDataRoot(env) : join(defaultDataRoot(env), 'replay');
}

/** Whether runs keep their things in this folder, and may go on doing so. */
export function isDataFolder(root: string): boolean {
  try {
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK);
    return ['history', 'logs', 'signer'].every((name) => statSync(join(root, name)).isDirectory());
  } catch {
    return false;
  }
}

/**
 * Makes the data folder if it is missing and sees to it that only its owner can enter it.
 * @throws ExpectedError DATA_FOLDER_UNUSABLE
 */
export function openDataFolder(root: string): DataFolder {
  const path = resolve(root);
  const folder: DataFolder = {
    root: path,
    logs: join(path, 'logs'),
    history: join(path, 'history'),
    signer: join(path, 'signer'),
    devnet: join(path, 'devnet'),
    devnetSnapshot: join(path, 'devnet-snapshot'),
  };
  try {
    for (const each of Object.values(folder)) mkdirSync(each, { recursive: true, mode: 0o700 });
    if (process.getuid !== undefined && statSync(path).uid === process.getuid()) chmodSync(path, 0o700);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExpectedError('DATA_FOLDER_UNUSABLE', `the data folder ${path} cannot be used: ${reason}`, {
      advice: 'Name a folder that you may write to with --data DIR.',
      facts: { path },
      cause,
    });
  }
  return folder;
}
