/** What is done with a row that has this problem. Nothing is mended: a row is taken as it is or not at all. */
const consequences = {
  columns: 'skipped',
  notNumber: 'skipped',
  tooManyDigits: 'skipped',
  tooLarge: 'skipped',
  badTime: 'skipped',
  misaligned: 'skipped',
  notPositive: 'skipped',
  highBelowLow: 'skipped',
  outsideRange: 'skipped',
  negativeSize: 'skipped',
  duplicate: 'skipped',
  conflict: 'skipped',
  outOfOrder: 'skipped',
  overlap: 'skipped',
  malformed: 'skipped',
  unknownRecord: 'skipped',
  unknownMessage: 'skipped',
  unreadableLine: 'skipped',
  aggregatedTrade: 'skipped',
  bookOverlap: 'skipped',
  takerAboveVolume: 'flagged',
  gap: 'flagged',
  priceJump: 'flagged',
  absurdSize: 'flagged',
  blockOrder: 'flagged',
  noTime: 'flagged',
  noLogs: 'flagged',
  receiptMissing: 'flagged',
  traceMissing: 'flagged',
  gasMismatch: 'flagged',
  badLog: 'flagged',
  priceUnknown: 'flagged',
  bookGap: 'flagged',
  bookCrossed: 'flagged',
  bookChecksum: 'flagged',
  bookRefused: 'flagged',
  oldSnapshot: 'flagged',
  clockBehind: 'flagged',
  timeBack: 'flagged',
} as const;

export type RowProblem = keyof typeof consequences;

/** Whether a row with this problem is left out; else it is only flagged. */
export function isSkipped(problem: RowProblem): boolean {
  return consequences[problem] === 'skipped';
}

export interface Finding {
  /** The line of the file, from 1. */
  readonly row: number;
  readonly problem: RowProblem;
  readonly detail: string;
}

/** What a report is when stored; plain JSON. */
export interface SavedRowReport {
  readonly rows: number;
  readonly skipped: number;
  readonly missing: number;
  readonly counts: Readonly<Partial<Record<RowProblem, number>>>;
  readonly findings: readonly Finding[];
}

/** Nothing read yet. */
export const emptyReport: SavedRowReport = { rows: 0, skipped: 0, missing: 0, counts: {}, findings: [] };

const keptOfEach = 100;
const longestDetail = 120;

/** What reading a source has met so far. Every finding is counted; of each kind the first hundred are kept with their rows. */
export class RowReport {
  rows = 0;
  /** Intervals without a bar, or sequence numbers without a trade, in all gaps together. */
  missing = 0;
  #skipped = 0;
  readonly #counts = new Map<RowProblem, number>();
  readonly #findings: Finding[] = [];

  constructor(saved?: SavedRowReport) {
    if (saved === undefined) return;
    this.rows = saved.rows;
    this.missing = saved.missing;
    this.#skipped = saved.skipped;
    for (const problem of Object.keys(consequences) as RowProblem[]) {
      const count = saved.counts[problem];
      if (count !== undefined) this.#counts.set(problem, count);
    }
    this.#findings = [...saved.findings];
  }

  /** Rows that were not taken. */
  get skipped(): number {
    return this.#skipped;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  count(problem: RowProblem): number {
    return this.#counts.get(problem) ?? 0;
  }

  /** `detail` may hold text of the source: it is cut, and to be shown as text. */
  note(row: number, problem: RowProblem, detail: string): void {
    const count = this.count(problem) + 1;
    this.#counts.set(problem, count);
    if (isSkipped(problem)) this.#skipped += 1;
    if (count <= keptOfEach) this.#findings.push({ row, problem, detail: detail.slice(0, longestDetail) });
  }

  save(): SavedRowReport {
    return {
      rows: this.rows,
      skipped: this.#skipped,
      missing: this.missing,
      counts: Object.fromEntries(this.#counts),
      findings: [...this.#findings],
    };
  }
}

/** What two looks at the same rows found, as one. Rows are those of the first. */
export function joinReports(first: SavedRowReport, second: SavedRowReport): SavedRowReport {
  const counts: Partial<Record<RowProblem, number>> = { ...first.counts };
  for (const [problem, count] of Object.entries(second.counts) as [RowProblem, number][])
    counts[problem] = (counts[problem] ?? 0) + count;
  const findings = [...first.findings, ...second.findings].sort((one, other) => one.row - other.row);
  const skipped = first.skipped + second.skipped;
  return { rows: first.rows, skipped, missing: first.missing + second.missing, counts, findings };
}
