import { appendFileSync } from 'node:fs';
import { type FaultRow, formatFaultTable } from '../../../../scripts/testing/fault-table.mjs';

const { SYNDICATE_COVERED_FILE: coveredFile, SYNDICATE_FAULTS_FILE: rowsFile } = process.env;

/** Adds rows to the table that the slow tier prints at its end; prints them where there is no such tier. */
export function reportFaults(rows: readonly FaultRow[]): void {
  if (rowsFile === undefined) console.log(formatFaultTable(rows));
  else appendFileSync(rowsFile, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const kills = rows
    .filter(({ fault }) => fault.startsWith('kill'))
    .reduce((sum, { struck, failed }) => sum + struck + failed, 0);
  if (coveredFile !== undefined) appendFileSync(coveredFile, `${JSON.stringify({ kills })}\n`);
}
