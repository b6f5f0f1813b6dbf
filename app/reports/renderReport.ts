import { reportCsv } from './reportCsv.ts';
import { reportJson } from './reportJson.ts';
import { reportPdf } from './reportPdf.ts';
import { type ReportData, runReport } from './runReport.ts';

export type ReportFormat = 'json' | 'csv' | 'pdf';

/** The bytes of a run report in a format. All formats show the same figures. */
export async function renderReport(data: ReportData, format: ReportFormat): Promise<Uint8Array> {
  const report = runReport(data);
  if (format === 'pdf') return reportPdf(report);
  return new TextEncoder().encode(format === 'json' ? reportJson(report) : reportCsv(report));
}
