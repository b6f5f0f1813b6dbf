import { expect, test } from 'vitest';
import { scenarioSchema } from '../../../app/contract/scenarios.ts';
import { shockKinds } from '../../../app/domain/scenario.ts';
import { type DraftShock, freshShock, readScenario, readShock } from './draft.ts';

const draft = (change: Partial<DraftShock> & Pick<DraftShock, 'kind'>): DraftShock => ({
  ...freshShock(change.kind, '0'),
  ...change,
});

test('every fresh shock can be kept as it is, and what is kept is what main takes', () => {
  for (const kind of shockKinds) {
    const read = readScenario('a name', [freshShock(kind, '0')], 'own-1');
    expect('scenario' in read && scenarioSchema.parse(read.scenario).shocks).toHaveLength(1);
  }
});

test('per cent become millionths, days a window with both of them in it', () => {
  expect(readShock(draft({ kind: 'price', amount: '−12,5', of: 'LINK' }))).toEqual({
    shock: { kind: 'price', of: 'LINK', ppm: -125_000 },
  });
  expect(readShock(draft({ kind: 'recorded', from: '2020-03-12', to: '2020-03-12' }))).toEqual({
    shock: { kind: 'recorded', fromMs: Date.UTC(2020, 2, 12), toMs: Date.UTC(2020, 2, 13) },
  });
});

test.each([
  draft({ kind: 'price', amount: '-101' }),
  draft({ kind: 'price', amount: '' }),
  draft({ kind: 'depeg', amount: 'NaN' }),
  draft({ kind: 'gas', amount: '0' }),
  draft({ kind: 'gas', amount: '1.5' }),
  draft({ kind: 'oracleLag', amount: '-1' }),
  draft({ kind: 'recorded', from: '2020-03-14', to: '2020-03-12' }),
  draft({ kind: 'recorded', from: '2020-13-01', to: '2020-03-12' }),
  draft({ kind: 'recorded', from: '2020-01-01', to: '2020-03-12' }),
])('%o is refused with what to give', (wrong) => {
  const read = readShock(wrong);
  expect('problem' in read && read.problem).toMatch(/^Give /);
});

test('a scenario needs a name, a shock, and one crash at most', () => {
  const twice = [freshShock('recorded', '0'), freshShock('recorded', '1')];
  const problems = [
    readScenario(' ', [freshShock('gas', '0')], 'x'),
    readScenario('a', [], 'x'),
    readScenario('a', twice, 'x'),
  ];
  expect(problems.map((read) => ('problem' in read ? read.problem : ''))).toEqual([
    'Give it a name of up to 64 characters.',
    'Add a shock.',
    'One recorded crash at a time.',
  ]);
});
