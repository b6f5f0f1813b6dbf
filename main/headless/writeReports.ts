import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ReportFormat, reportFormats } from '../../app/contract/reportScope.ts';
import { ExpectedError } from '../../app/domain/errors.ts';

/** Where reports come from: the engine of a session or of a replay. */
export interface ReportSource {
  /** @throws ExpectedError when the engine cannot make one now */
  report(format: ReportFormat, file: string): Promise<void>;
}

/**
 * Writes the report of a run in every format. Called once what was under way is over.
 * @returns why it could not be written, or nothing: a run fails for it
 */
export async function writeReports(source: ReportSource, folder: string, epochId: string): Promise<readonly string[]> {
  try {
    mkdirSync(resolve(folder), { recursive: true, mode: 0o700 });
    for (const format of reportFormats)
      await source.report(format, resolve(join(folder, `syndicate-${epochId}.${format}`)));
    return [];
  } catch (error) {
    const said = error instanceof ExpectedError ? `${error.message}. ${error.advice}` : String(error);
    return [`no report: ${said}`];
  }
}
