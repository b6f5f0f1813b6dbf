import { randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { countTrial, type TrialKind } from '../../app/store/trialLedger.ts';
import type { StartArguments } from '../../scripts/arguments.mjs';
import { defaultDataRoot, isDataFolder } from '../dataFolder.ts';

/**
 * Where a replay is counted: in the folder that is named, or beside the trading that it repeats; of a journal that lies anywhere else,
 * in the terminal's own. Not in the folder that a replay keeps its logs in.
 */
export function trialFolderOf(
  { dataFolder, replayFile }: Pick<StartArguments, 'dataFolder' | 'replayFile'>,
  env: NodeJS.ProcessEnv,
): string {
  if (dataFolder !== undefined) return dataFolder;
  const recorded = dirname(resolve(replayFile ?? ''));
  return replayFile !== undefined && isDataFolder(recorded) ? recorded : defaultDataRoot(env);
}

/**
 * Counts one more trial in a data folder, as it begins: one that is ended early was looked at too.
 * @throws ExpectedError STORE_*
 */
export function countNewTrial(folder: string, kind: TrialKind, subject: string, settings: object): void {
  countTrial(folder, {
    id: `${kind}:${randomUUID()}`,
    kind,
    atMs: Date.now(),
    subject,
    settings: JSON.stringify(settings),
  });
}
