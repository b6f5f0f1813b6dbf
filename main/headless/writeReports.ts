import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ExpectedError } from '../../app/domain/errors.ts';
import { writeFileAtomically } from '../atomicFile.ts';

const formats = ['json', 'csv', 'pdf'] as const;

/** Where reports come from: a session or a replay. */
export interface ReportSource {
  /** @throws ExpectedError when the engine cannot make one now */
  report(format: (typeof formats)[number]): Promise<Uint8Array>;
}

/**
 * Writes the report of a run in every format. Called once what was under way is over.
 * @returns why it could not be written, or nothing: a run fails for it
 */
export async function writeReports(source: ReportSource, folder: string, epochId: string): Promise<readonly string[]> {
  try {
    mkdirSync(resolve(folder), { recursive: true, mode: 0o700 });
    for (const format of formats)
      writeFileAtomically(resolve(join(folder, `syndicate-${epochId}.${format}`)), await source.report(format));
    return [];
  } catch (error) {
    const said = error instanceof ExpectedError ? `${error.message}. ${error.advice}` : String(error);
    return [`no report: ${said}`];
  }
}
