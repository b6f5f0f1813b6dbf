import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import type { settingRequests } from '../../app/contract/settings.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { writeFileAtomically } from '../atomicFile.ts';
import { readSettingsFile, settingRows, settingsFile, withSetting } from '../settings/settingList.ts';
import type { SettingsStore } from '../settings/settings.ts';

const largestFile = 4_000_000;
const filters = [{ name: 'Settings', extensions: ['json'] }];

/** @param onImported the settings have other alert rules now */
export function settingHandlers(
  store: SettingsStore,
  window: BrowserWindow,
  onImported: () => void,
  onChanged: () => void,
): RequestHandlers<typeof settingRequests> {
  return {
    settings: () => ({ rows: settingRows(store.current) }),
    changeSetting: ({ id, value }) => {
      store.take(withSetting(store.current, id, value));
      onChanged();
      return { rows: settingRows(store.current) };
    },
    exportSettings: async ({ window: looks }) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: 'Export the settings',
        defaultPath: join(app.getPath('documents'), 'syndicate-settings.json'),
        filters,
      });
      if (canceled || filePath === '') return { path: null };
      writeFileAtomically(filePath, settingsFile(store.current, looks));
      return { path: filePath };
    },
    importSettings: async () => {
      const file = await choose(window, { title: 'Import settings', properties: ['openFile'], filters });
      if (file === null) return null;
      if (statSync(file).size > largestFile)
        throw new ExpectedError('SETTINGS_REFUSED', 'this is no file of settings: it is too large', {
          advice: 'Choose a file that “Export settings” wrote.',
        });
      const { settings, window: looks } = readSettingsFile(readFileSync(file, 'utf8'), store.current);
      store.take(settings);
      onImported();
      onChanged();
      return { window: looks };
    },
    chooseReportFolder: async () => {
      const folder = await choose(window, {
        title: 'Folder of scheduled reports',
        properties: ['openDirectory', 'createDirectory'],
      });
      if (folder !== null) store.take({ ...store.current, reports: { ...store.current.reports, folder } });
      return { path: folder };
    },
  };
}

async function choose(window: BrowserWindow, options: Electron.OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}
