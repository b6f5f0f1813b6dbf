import { resolve } from 'node:path';
import type { RunSummary } from '../../app/contract/summary.ts';
import { writeFileAtomically } from '../atomicFile.ts';

/** The summary on standard output, and in a file where one is named. */
export function writeSummary(summary: RunSummary, jsonFile: string | undefined): void {
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  if (jsonFile !== undefined) writeFileAtomically(resolve(jsonFile), text);
  process.stdout.write(text);
}
