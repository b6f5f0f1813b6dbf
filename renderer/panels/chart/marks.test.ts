import { expect, test } from 'vitest';
import { type KeptStudy, mostDrawings, noMarks } from '../../../app/contract/chartMarks.ts';
import { mostStudies } from '../../../app/contract/studies.ts';
import { withDrawing, withoutDrawing, withStudy, withStudyAt } from './marks.ts';

const study = (period: number): KeptStudy => ({
  study: { convention: 'talib', name: 'sma', options: [period], columns: ['close'] },
  place: 'price',
});

test('a drawing is kept once, moved in its place, and removed', () => {
  const one = withDrawing(noMarks, { id: 'a', kind: 'level', price: 1 });
  const two = withDrawing(withDrawing(one, { id: 'b', kind: 'level', price: 2 }), { id: 'a', kind: 'level', price: 3 });
  expect(two.drawings.map((each) => [each.id, each.kind === 'level' && each.price])).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
  expect(withoutDrawing(two, 'a').drawings).toHaveLength(1);
  const many = Array.from({ length: mostDrawings + 5 }, (_, i) => i).reduce(
    (marks, i) => withDrawing(marks, { id: `d${i}`, kind: 'level', price: 1 + i }),
    noMarks,
  );
  expect([many.drawings.length, many.drawings[0]?.id]).toEqual([mostDrawings, 'd5']);
});

test('no two equal studies, and no more than are computed', () => {
  const marks = withStudy(withStudy(withStudy(noMarks, study(5)), study(9)), study(5));
  expect(marks.studies).toHaveLength(2);
  expect(withStudyAt(marks, 1, study(5)).studies).toEqual([study(5)]);
  expect(withStudyAt(marks, 0, { ...study(5), place: 'pane' }).studies[0]?.place).toBe('pane');
  expect(withStudyAt(marks, 0, null).studies).toEqual([study(9)]);
  const full = Array.from({ length: 20 }, (_, i) => study(i + 2)).reduce(withStudy, noMarks);
  expect(full.studies).toHaveLength(mostStudies);
});
