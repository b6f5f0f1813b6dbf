import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CalibrationReport,
  calibrationReportSchema,
  mostCalibrationReports,
} from '../../app/contract/calibration.ts';
import { syncFolder, writeFileAtomically } from '../atomicFile.ts';

const namePattern = /^calibration-\d{8}T\d{6}Z\.json$/;

/** The reports of a data folder, a file each; the newest fifty are kept. */
export class CalibrationReports {
  readonly #folder: string;
  /** Newest first; null before they were read. */
  #reports: readonly CalibrationReport[] | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Newest first. What is no report is left alone and left out. */
  all(): readonly CalibrationReport[] {
    this.#reports ??= this.#names()
      .slice(0, mostCalibrationReports)
      .flatMap((name) => readReport(join(this.#folder, name)));
    return this.#reports;
  }

  /** On the disk when it returns. */
  add(report: CalibrationReport): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const stamp = new Date(report.endedAtMs).toISOString().replace(/[-:]|\.\d+/g, '');
    writeFileAtomically(join(this.#folder, `calibration-${stamp}.json`), `${JSON.stringify(report, null, 2)}\n`);
    for (const name of this.#names().slice(mostCalibrationReports)) rmSync(join(this.#folder, name));
    syncFolder(this.#folder);
    this.#reports = null;
  }

  #names(): string[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    return names.filter((name) => namePattern.test(name)).toSorted((a, b) => (a < b ? 1 : -1));
  }
}

function readReport(file: string): readonly CalibrationReport[] {
  try {
    const parsed = calibrationReportSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? [parsed.data] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
