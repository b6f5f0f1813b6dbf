import { ExpectedError } from '../../app/domain/errors.ts';
import { type JournalFile, readJournal } from '../../app/store/readJournal.ts';
import type { EpochSummary } from '../../app/store/records.ts';

/** One epoch of a journal file, opened to be read. */
export interface Recording {
  readonly journal: JournalFile;
  readonly recorded: EpochSummary;
  readonly blocks: { readonly first: number; readonly last: number };
}

const advice =
  'Give --replay the journal.sqlite of a data folder, or a whole copy of it together with journal.sqlite-wal where there is one.';

/**
 * Opens a journal and chooses the epoch to replay.
 * @param epochId null for the newest
 * @throws ExpectedError REPLAY_REFUSED, REPLAY_UNKNOWN_EPOCH
 */
export function openRecording(file: string, epochId: string | null): Recording {
  const journal = refusing(file, () => readJournal(file));
  try {
    return refusing(file, () => choose(journal, file, epochId));
  } catch (error) {
    journal.close();
    throw error;
  }
}

function choose(journal: JournalFile, file: string, epochId: string | null): Recording {
  const epochs = journal.epochs();
  const recorded = epochId === null ? epochs.at(-1) : epochs.find(({ epoch }) => epoch.id === epochId);
  if (recorded === undefined && epochId !== null)
    throw new ExpectedError('REPLAY_UNKNOWN_EPOCH', `${file} has no epoch ${epochId.slice(0, 64)}`, {
      advice: `It has ${epochs.length === 0 ? 'none' : namesOf(epochs)}; without --epoch the newest is replayed.`,
    });
  const blocks = recorded === undefined ? null : journal.blockRange(recorded.epoch.id);
  if (recorded === undefined || blocks === null)
    throw new ExpectedError('REPLAY_REFUSED', `${file} holds no run with a block in it`, { advice });
  if (recorded.recordsForgotten > 0)
    throw new ExpectedError('REPLAY_REFUSED', `${file} no longer holds all inputs of ${recorded.epoch.id}`, {
      advice:
        'Its oldest were forgotten because of their age (retention in settings.json). Name another epoch with --epoch.',
    });
  return { journal, recorded, blocks };
}

const namedEpochs = 10;

function namesOf(epochs: readonly EpochSummary[]): string {
  const names = epochs.slice(-namedEpochs).map(({ epoch }) => epoch.id);
  return `${epochs.length > namedEpochs ? '… ' : ''}${names.join(', ')}`;
}

/** What the store says of a file that is no whole journal of ours, with what to do about it here. */
function refusing<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpectedError && !error.code.startsWith('STORE_')) throw error;
    const said = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    const code = error instanceof ExpectedError ? error.code : 'STORE_FOREIGN';
    throw new ExpectedError('REPLAY_REFUSED', `${file} cannot be replayed (${code}): ${said}`, {
      advice,
      cause: error,
    });
  }
}
