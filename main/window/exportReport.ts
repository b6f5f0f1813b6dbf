import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { ReportFormat, ReportScopeRequest } from '../../app/contract/reportScope.ts';

/** Who writes a run report: the engine, which has the books. */
export interface EngineReports {
  /** @throws ExpectedError when the engine cannot make one now */
  report(format: ReportFormat, file: string, scope: ReportScopeRequest): Promise<void>;
}

const formatNames: Readonly<Record<ReportFormat, string>> = { json: 'JSON', csv: 'CSV', pdf: 'PDF' };

/** Asks where to save, then has the report written there. Answers the path, or null if the person called it off. */
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
  await reports.report(format, filePath, scope);
  return filePath;
}

function scopeName(scope: NonNullable<ReportScopeRequest>): string {
  if (scope.kind === 'epoch') return '';
  return `-${scope.kind === 'day' ? scope.day : scope.strategy}`;
}
