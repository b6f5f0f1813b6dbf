import type { ReportFormat } from '../contract/reportScope.ts';
import { reportCsv } from './reportCsv.ts';
import { reportJson } from './reportJson.ts';
import { reportPdf } from './reportPdf.ts';
import { orderLines, type ReportData, runFigures } from './runReport.ts';

/** The bytes of a run report in a format, piece by piece. All formats show the same figures. */
export async function* renderReport(data: ReportData, format: ReportFormat): AsyncIterable<Uint8Array> {
  const figures = await runFigures(data);
  const orders = orderLines(data);
  if (format === 'pdf') {
    yield await reportPdf(figures, orders);
    return;
  }
  const encoder = new TextEncoder();
  for await (const text of (format === 'json' ? reportJson : reportCsv)(figures, orders)) yield encoder.encode(text);
}
