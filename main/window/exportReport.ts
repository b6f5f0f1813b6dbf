import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';

export type ReportFormat = 'json' | 'csv' | 'pdf';

/** Where the bytes of a run report come from: the engine, which has the books. */
export interface EngineReports {
  /** @throws ExpectedError when the engine cannot make one now */
  report(format: ReportFormat): Promise<Uint8Array>;
}

const formatNames: Readonly<Record<ReportFormat, string>> = { json: 'JSON', csv: 'CSV', pdf: 'PDF' };

/** Asks where to save, then writes the report there. Answers the path, or null if the person called it off. */
export async function exportReport(
  window: BrowserWindow,
  reports: EngineReports,
  format: ReportFormat,
  epochId: string,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the run report',
    defaultPath: join(app.getPath('documents'), `syndicate-${epochId}.${format}`),
    filters: [{ name: formatNames[format], extensions: [format] }],
  });
  if (canceled || filePath === '') return null;
  await writeFile(filePath, await reports.report(format), { mode: 0o600 });
  return filePath;
}
