import { randomUUID } from 'node:crypto';
import { countTrial, type TrialKind } from '../../app/store/trialLedger.ts';
import type { StartArguments } from '../../scripts/arguments.mjs';
import { defaultDataRoot } from '../dataFolder.ts';

/** Where a replay is counted: beside the trading that it repeats, not in the folder of its own logs. */
export function trialFolderOf(options: Pick<StartArguments, 'dataFolder'>, env: NodeJS.ProcessEnv): string {
  return options.dataFolder ?? defaultDataRoot(env);
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
