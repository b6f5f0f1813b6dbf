import { expect, it } from 'vitest';
import { emptyReport, type SavedRowReport } from '../../app/candles/rowReport.ts';
import { reportText } from './historyTexts.ts';

const textOf = (rows: Partial<SavedRowReport>): string =>
  reportText({
    ...{ added: 1, same: 0, differing: 0, series: 1, blocks: null, books: null, doneBefore: false },
    rows: { ...emptyReport, ...rows },
  });

it('says what was skipped and why, five of each kind with their lines', () => {
  const findings = Array.from({ length: 9 }, (_, i) => {
    return { row: i + 2, problem: 'notPositive' as const, detail: 'bad\u001b[2J' };
  });
  const text = textOf({ rows: 20, skipped: 9, counts: { notPositive: 9 }, findings });
  expect(text).toContain('20 rows read, 1 stored, 9 skipped; 1 series');
  expect(text).toContain('  notPositive: 9\n');
  expect(text.match(/line \d+: notPositive/g)).toHaveLength(5);
  expect(text).toContain('and more of notPositive');
  expect(text).not.toContain('\u001b');
});

it('tells of a file that goes from the newest to the oldest what to do', () => {
  const hint = 'sort the file by time, the oldest first';
  expect(textOf({ rows: 20, skipped: 19, counts: { outOfOrder: 19 } })).toContain(hint);
  expect(textOf({ rows: 20, skipped: 2, counts: { outOfOrder: 2 } })).not.toContain(hint);
});
