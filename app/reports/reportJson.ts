import type { RunReport } from './runReport.ts';

/** The report as JSON text; every amount is a decimal string, so that no reader rounds it. */
export function reportJson(report: RunReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
