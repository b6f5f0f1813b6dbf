import { join } from 'node:path';
import { app, dialog } from 'electron';
import { ExpectedError } from '../../app/domain/errors.ts';
import { parseStartArguments, type StartArguments, USAGE } from '../../scripts/arguments.mjs';
import { dataRootOf } from '../dataFolder.ts';
import { folderInUseExitCode } from '../instanceLock.ts';
import { type OpenRun, openRun } from '../run/openRun.ts';
import { windowArguments } from './windowArguments.ts';

export interface WindowRun {
  readonly options: StartArguments;
  readonly run: OpenRun;
}

/** What a window starts from; null when it cannot start: the reason was said and the application is on its way out. */
export function openWindowRun(): WindowRun | null {
  const parsed = parseStartArguments(windowArguments(process.argv, app.getAppPath(), app.isPackaged));
  if (!parsed.ok) return leave(`${parsed.message}\n\n${USAGE}`, 2);
  if (parsed.value.resume)
    return leave('--resume is for a run without a window; here it is the Resume button, which asks once more.\n', 2);
  try {
    const run = openRun(dataRootOf(parsed.value, process.env));
    // Chromium's own profile lies with the rest, so that a data folder is the whole of a run.
    app.setPath('userData', join(run.folder.root, 'window'));
    app.setPath('sessionData', join(run.folder.root, 'window'));
    return { options: parsed.value, run };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return leave(`${error.message}. ${error.advice}\n`, error.code === 'DATA_FOLDER_IN_USE' ? folderInUseExitCode : 1);
  }
}

function leave(message: string, exitCode: number): null {
  process.stderr.write(message);
  if (app.isPackaged) dialog.showErrorBox('Syndicate cannot start', message);
  app.exit(exitCode);
  return null;
}
