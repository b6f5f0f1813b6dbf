import type { Clock } from '../domain/clock.ts';

/** How far an import is. Bytes are those of the file, compressed or not. */
export interface ImportProgress {
  readonly rows: number;
  readonly bytesRead: number;
  readonly sizeBytes: number;
  readonly rowsPerSecond: number;
  /** At the mean rate of this run; null while there is none. */
  readonly leftMs: number | null;
}

const reportEveryNs = 100_000_000;

/** Measures an import and reports at most ten times a second, and once at the end. */
export class ProgressMeter {
  readonly #clock: Clock;
  readonly #report: (progress: ImportProgress) => void;
  readonly #sizeBytes: number;
  readonly #startNs: number;
  readonly #startRows: number;
  readonly #startBytes: number;
  #reportedNs: number;

  constructor(
    clock: Clock,
    report: (progress: ImportProgress) => void,
    start: { readonly rows: number; readonly bytesRead: number; readonly sizeBytes: number },
  ) {
    this.#clock = clock;
    this.#report = report;
    this.#sizeBytes = start.sizeBytes;
    this.#startRows = start.rows;
    this.#startBytes = start.bytesRead;
    this.#startNs = clock.monotonicNs();
    this.#reportedNs = this.#startNs;
  }

  update(rows: number, bytesRead: number, isLast: boolean): void {
    const nowNs = this.#clock.monotonicNs();
    if (!isLast && nowNs - this.#reportedNs < reportEveryNs) return;
    this.#reportedNs = nowNs;
    const seconds = (nowNs - this.#startNs) / 1e9;
    const bytesPerSecond = seconds > 0 ? (bytesRead - this.#startBytes) / seconds : 0;
    this.#report({
      rows,
      bytesRead,
      sizeBytes: this.#sizeBytes,
      rowsPerSecond: seconds > 0 ? (rows - this.#startRows) / seconds : 0,
      leftMs: bytesPerSecond > 0 ? ((this.#sizeBytes - bytesRead) / bytesPerSecond) * 1000 : null,
    });
  }
}
