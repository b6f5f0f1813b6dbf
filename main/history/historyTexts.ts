import type { BookCounts } from '../../app/imports/bookCounts.ts';
import type { ImportReport } from '../../app/imports/importJob.ts';
import type { ImportProgress } from '../../app/imports/importProgress.ts';
import { printable } from '../headless/statusLine.ts';

/** One line on how far an import is. */
export function progressText({ rows, bytesRead, sizeBytes, rowsPerSecond, leftMs }: ImportProgress): string {
  const share = sizeBytes === 0 ? 100 : Math.floor((100 * bytesRead) / sizeBytes);
  const left = leftMs === null ? '' : `, ${Math.ceil(leftMs / 1000)} s left`;
  return `${share} %: ${rows.toLocaleString('en')} rows, ${Math.round(rowsPerSecond).toLocaleString('en')} a second${left}`;
}

const shownOfEach = 5;

/** What was found in a recording of order books. */
function bookLines(books: BookCounts): readonly string[] {
  const count = (value: number): string => value.toLocaleString('en');
  const named = (names: Readonly<Record<string, number>>): string =>
    Object.entries(names)
      .map(([name, times]) => `${printable(name)} ${count(times)}`)
      .join(', ') || 'none';
  const figure = (value: number | null, unit: string): string =>
    value === null ? '-' : `${Number(value.toPrecision(3))}${unit}`;
  const lines = [
    `  ${count(books.instruments)} order books: ${count(books.levels)} changes of levels, ${count(books.quotes)} of best quotes; ${count(books.trades)} trades`,
    `  messages: ${named(books.messages)}; not known: ${named(books.unknown)}`,
    `  ${count(books.gaps)} gaps, ${count(books.crossed)} crossed; ${count(books.compared)} times held against the venue's own quotes, ${count(books.equal)} equal`,
  ];
  if (books.clockBehindMs !== null)
    lines.push(
      `  the recorder's clock ran at least ${books.clockBehindMs.toFixed(1)} ms behind the venue's, whose is kept`,
    );
  for (const { symbol, trades, spreadBps, impactBps, lambda } of books.figures)
    lines.push(
      `  ${printable(symbol)}: ${count(trades)} trades, spread ${figure(spreadBps, ' bp')}, ten average trades cost ${figure(impactBps, ' bp')}, Kyle's lambda ${figure(lambda, '')}`,
    );
  return lines;
}

/** What an import did, and what was skipped or odd and why. */
export function reportText({ added, same, differing, series, blocks, books, doneBefore, rows }: ImportReport): string {
  const count = (value: number): string => value.toLocaleString('en');
  const lines = [
    doneBefore ? 'This file was imported whole before; nothing was read. Then:' : 'Imported:',
    blocks === null
      ? `  ${count(rows.rows)} rows read, ${count(added)} stored, ${count(rows.skipped)} skipped; ${count(series)} series`
      : `  ${count(rows.rows)} records read, ${count(rows.skipped)} skipped; ${count(added)} parts of ${count(blocks.blocks)} blocks stored`,
  ];
  if (blocks !== null) {
    const { transactions, calls, logs, swaps, ticks } = blocks;
    lines.push(
      `  ${count(transactions)} transactions, ${count(calls)} calls, ${count(logs)} logs, ${count(swaps)} swaps`,
    );
    lines.push(`  ${count(ticks)} swaps became trades of ${count(series)} pools`);
  }
  if (books !== null) lines.push(...bookLines(books));
  const row = blocks === null ? 'line' : 'record';
  if (same > 0) lines.push(`  ${count(same)} were there already, equal to the last digit`);
  if (differing > 0) lines.push(`  ${count(differing)} were there with other values: what was there is kept`);
  if (rows.missing > 0)
    lines.push(
      `  ${count(rows.missing)} ${blocks === null ? 'intervals' : 'blocks'} between have none, and stay without`,
    );
  if (2 * (rows.counts.outOfOrder ?? 0) > rows.rows)
    lines.push(
      '  Most rows are older than those above them: sort the file by time, the oldest first, and import that.',
    );
  for (const [problem, times] of Object.entries(rows.counts)) lines.push(`  ${problem}: ${count(times)}`);
  const shown = new Map<string, number>();
  for (const { row: at, problem, detail } of rows.findings) {
    const count = (shown.get(problem) ?? 0) + 1;
    shown.set(problem, count);
    if (count <= shownOfEach) lines.push(`    ${row} ${at}: ${problem}: ${printable(detail)}`);
    if (count === shownOfEach + 1) lines.push(`    and more of ${problem}: the first hundred are kept`);
  }
  return `${lines.join('\n')}\n`;
}
