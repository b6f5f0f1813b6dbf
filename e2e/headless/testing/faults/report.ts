import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatFaultTable, readFaultRows } from '../../../../scripts/testing/fault-table.mjs';
import type { FaultTable } from './table.ts';

const { SYNDICATE_COVERED_FILE: coveredFile, SYNDICATE_FAULTS_FILE: rowsFile } = process.env;

/**
 * Writes what is known so far over what was known of the same faults, where the slow tier prints the table at its end.
 * @param name of the file beside it that says what failed
 */
export function keepFaults({ rows: own, failures }: FaultTable, name = 'faults'): void {
  if (rowsFile === undefined) return;
  const known = existsSync(rowsFile) ? readFaultRows(readFileSync(rowsFile, 'utf8')) : [];
  const rows = [...known.filter(({ fault }) => !own.some((row) => row.fault === fault)), ...own];
  writeFileSync(rowsFile, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(join(dirname(rowsFile), `${name}.txt`), `${formatFaultTable(rows)}\n${failures.join('\n\n')}\n`);
}

const keptOfRun = ['journal.sqlite', 'journal.sqlite-wal', 'logs', 'signer'];
const mostRunsKept = 10;
let runsKept = 0;

/** Copies what tells why a run failed beside the table, of the first few. */
export function keepRun(seed: number, data: string): void {
  if (rowsFile === undefined || runsKept === mostRunsKept) return;
  runsKept += 1;
  const place = join(dirname(rowsFile), 'faults', `run-${seed}`);
  try {
    for (const name of keptOfRun.filter((each) => existsSync(join(data, each))))
      cpSync(join(data, name), join(place, name), { recursive: true });
  } catch (error) {
    // The matrix goes on without: a run that failed may still be changing its files.
    console.log(`run ${seed} could not be kept whole: ${String(error)}`);
  }
}

/** The same at the end; prints the table where there is no such tier. */
export function reportFaults(table: FaultTable, name?: string): void {
  keepFaults(table, name);
  if (rowsFile === undefined) console.log(formatFaultTable(table.rows));
  const kills = table.rows
    .filter(({ fault }) => fault.startsWith('kill'))
    .reduce((sum, { struck, failed }) => sum + struck + failed, 0);
  if (coveredFile !== undefined) appendFileSync(coveredFile, `${JSON.stringify({ kills })}\n`);
}
