import { type DataFolder, openDataFolder } from '../dataFolder.ts';
import { lockDataFolder } from '../instanceLock.ts';
import { type Logs, openLogs } from '../logging/logs.ts';
import { procTable } from '../process/processIdentity.ts';
import { type ProcessRecord, processRecord } from '../process/processRecord.ts';
import { openSettings, type SettingsStore } from '../settings/settings.ts';

/** What every run needs before any process is started. */
export interface OpenRun {
  readonly folder: DataFolder;
  readonly logs: Logs;
  readonly settings: SettingsStore;
  readonly record: ProcessRecord;
  /** Gives up the data folder. */
  close(): void;
}

/**
 * Takes the data folder, ends what an earlier run left behind, reads the settings.
 * @throws ExpectedError DATA_FOLDER_UNUSABLE, DATA_FOLDER_IN_USE, SETTINGS_UNREADABLE
 */
export function openRun(root: string): OpenRun {
  const folder = openDataFolder(root);
  const unlock = lockDataFolder(folder.root, procTable, process.pid);
  try {
    const logs = openLogs(folder.logs);
    const record = processRecord(folder.root, procTable, (pid) => process.kill(pid, 'SIGKILL'));
    const reaped = record.reap();
    if (reaped.length > 0) logs.main.warn({ reaped }, 'ended processes that outlived an earlier run');
    const settings = openSettings(folder.root);
    return {
      folder,
      logs,
      settings,
      record,
      close: () => {
        logs.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
