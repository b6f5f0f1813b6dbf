import type { JSX } from 'react';
import type { ImportReportRow } from '../../../app/contract/imports.ts';
import { displayCount } from '../../format/amount.ts';
import { BookFindings } from './BookFindings.tsx';
import { wordsOfProblem } from './words.ts';

/** What an import did in one line. */
function summary({
  rows,
  added,
  same,
  differing,
  skipped,
  missing,
  series,
  blocks,
  books,
  doneBefore,
}: ImportReportRow): string {
  const read = blocks === null ? 'rows read' : 'records read';
  const ofBooks =
    books === null
      ? 'stored'
      : `rows stored: ${displayCount(books.trades)} trades, ${displayCount(books.quotes)} best quotes, ${displayCount(books.levels)} changes of levels`;
  const stored = blocks === null ? ofBooks : `parts of ${displayCount(blocks.blocks)} blocks stored`;
  return [
    doneBefore ? 'imported whole before' : '',
    `${displayCount(rows)} ${read}`,
    `${displayCount(added)} ${stored}`,
    skipped > 0 ? `${displayCount(skipped)} skipped` : 'none skipped',
    same > 0 ? `${displayCount(same)} were there already` : '',
    differing > 0 ? `${displayCount(differing)} were there with other values and are kept as they were` : '',
    missing > 0 ? `${displayCount(missing)} missing in gaps` : '',
    blocks === null
      ? ''
      : `${displayCount(blocks.swaps)} swaps, ${displayCount(blocks.ticks)} of them trades of their pool`,
    `${displayCount(series)} series`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** What was skipped and what is odd, and where: nothing of it was mended. */
export function JobReport({ report }: { report: ImportReportRow }): JSX.Element {
  const unit = report.blocks === null ? 'line' : 'record';
  return (
    <section aria-label="Report" data-testid="import-report" className="flex min-h-0 flex-col">
      <p className="px-2 pb-1 text-ink-2">{summary(report)}</p>
      {report.books === null ? null : <BookFindings books={report.books} />}
      {report.problems.map(({ problem, count, skipped }) => {
        const findings = report.findings.filter((each) => each.problem === problem);
        return (
          <details key={problem} className="border-t border-rule">
            <summary className="flex h-6 items-center justify-between gap-3 px-2 hover:bg-raised">
              <span className="truncate">
                {wordsOfProblem(problem)}{' '}
                <span className={skipped ? 'text-warn' : 'text-ink-3'}>{skipped ? 'skipped' : 'kept, flagged'}</span>
              </span>
              <span>{displayCount(count)}</span>
            </summary>
            <ul className="pb-1">
              {findings.map(({ row, detail }) => (
                <li key={`${row} ${detail}`} className="flex gap-3 px-2 text-caption text-ink-2">
                  <span className="w-28 shrink-0 text-right text-ink-3">
                    {unit} {displayCount(row)}
                  </span>
                  <span className="min-w-0 break-words">{detail}</span>
                </li>
              ))}
              {count > findings.length ? (
                <li className="px-2 text-caption text-ink-3">and {displayCount(count - findings.length)} more</li>
              ) : null}
            </ul>
          </details>
        );
      })}
    </section>
  );
}
