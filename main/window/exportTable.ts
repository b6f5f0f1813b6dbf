import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { ExpectedError } from '../../app/domain/errors.ts';
import { writeFileAtomically } from '../atomicFile.ts';

/** Asks where to save what a panel shows, and writes it there. Answers the path, or null if the person called it off. */
export async function exportTable(
  window: BrowserWindow,
  name: string,
  format: 'csv' | 'json',
  text: string,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save what the panel shows',
    defaultPath: join(app.getPath('documents'), `syndicate-${name}.${format}`),
    filters: [{ name: format.toUpperCase(), extensions: [format] }],
  });
  if (canceled || filePath === '') return null;
  try {
    writeFileAtomically(filePath, text);
  } catch (error) {
    throw new ExpectedError('EXPORT_FAILED', 'the file could not be written', {
      advice: 'Choose another folder, or make room on this disk.',
      cause: error,
    });
  }
  return filePath;
}
