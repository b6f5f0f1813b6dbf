import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { ReportScopeRequest } from '../../app/contract/reportScope.ts';

export type ReportFormat = 'json' | 'csv' | 'pdf';

/** Where the bytes of a run report come from: the engine, which has the books. */
export interface EngineReports {
  /** @throws ExpectedError when the engine cannot make one now */
  report(format: ReportFormat, scope: ReportScopeRequest): Promise<Uint8Array>;
}

const formatNames: Readonly<Record<ReportFormat, string>> = { json: 'JSON', csv: 'CSV', pdf: 'PDF' };

/** Asks where to save, then writes the report there. Answers the path, or null if the person called it off. */
export async function exportReport(
  window: BrowserWindow,
  reports: EngineReports,
  format: ReportFormat,
  scope: NonNullable<ReportScopeRequest>,
  epochId: string,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the run report',
    defaultPath: join(app.getPath('documents'), `syndicate-${epochId}${scopeName(scope)}.${format}`),
    filters: [{ name: formatNames[format], extensions: [format] }],
  });
  if (canceled || filePath === '') return null;
  await writeFile(filePath, await reports.report(format, scope), { mode: 0o600 });
  return filePath;
}

function scopeName(scope: NonNullable<ReportScopeRequest>): string {
  if (scope.kind === 'epoch') return '';
  return `-${scope.kind === 'day' ? scope.day : scope.strategy}`;
}
