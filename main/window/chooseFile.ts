import { type BrowserWindow, dialog } from 'electron';

/** Asks for a file to import. Answers its path, or null if the person called it off. */
export async function chooseFile(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Import a file of candles, trades or blocks',
    properties: ['openFile'],
    filters: [
      { name: 'Recorded data', extensions: ['csv', 'gz', 'zip', 'parquet', 'json', 'jsonl', 'ndjson', 'txt'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
