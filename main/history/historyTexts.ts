import type { ImportReport } from '../../app/imports/importIntoHistory.ts';
import type { ImportProgress } from '../../app/imports/importProgress.ts';
import { printable } from '../headless/statusLine.ts';

/** One line on how far an import is. */
export function progressText({ rows, bytesRead, sizeBytes, rowsPerSecond, leftMs }: ImportProgress): string {
  const share = sizeBytes === 0 ? 100 : Math.floor((100 * bytesRead) / sizeBytes);
  const left = leftMs === null ? '' : `, ${Math.ceil(leftMs / 1000)} s left`;
  return `${share} %: ${rows.toLocaleString('en')} rows, ${Math.round(rowsPerSecond).toLocaleString('en')} a second${left}`;
}

const shownFindings = 20;

/** What an import did, and what was skipped or odd and why. */
export function reportText({ added, same, differing, series, doneBefore, rows }: ImportReport): string {
  const count = (value: number): string => value.toLocaleString('en');
  const lines = [
    doneBefore ? 'This file was imported whole before; nothing was read. Then:' : 'Imported:',
    `  ${count(rows.rows)} rows read, ${count(added)} stored, ${count(rows.skipped)} skipped; ${count(series)} series`,
  ];
  if (same > 0) lines.push(`  ${count(same)} were there already, equal to the last digit`);
  if (differing > 0) lines.push(`  ${count(differing)} were there with other values: what was there is kept`);
  if (rows.missing > 0) lines.push(`  ${count(rows.missing)} intervals have no row, and stay without`);
  for (const [problem, times] of Object.entries(rows.counts)) lines.push(`  ${problem}: ${count(times)}`);
  for (const { row, problem, detail } of rows.findings.slice(0, shownFindings))
    lines.push(`    line ${row}: ${problem}: ${printable(detail)}`);
  if (rows.findings.length > shownFindings) lines.push(`    and more: the first hundred of each kind are kept`);
  return `${lines.join('\n')}\n`;
}
