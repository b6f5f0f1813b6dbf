import { expect, it } from 'vitest';
import { formatFaultTable, readFaultRows } from './fault-table.mjs';

const row = {
  fault: 'kill -9 of the engine',
  struck: 3,
  failed: 1,
  recoveredMs: [900, 4_000, 1_100],
  bad: 1,
  booksDiffer: 0,
  twice: 1,
  lost: 0,
  notes: [],
};

it('counts what was survived apart from what was brought in', () => {
  const none = {
    ...row,
    fault: 'full',
    struck: 0,
    failed: 0,
    recoveredMs: [],
    bad: 0,
    twice: 0,
    notes: ['not here: x'],
  };
  const lines = formatFaultTable(readFaultRows(`${JSON.stringify(row)}\n${JSON.stringify(none)}\n`)).split('\n');
  expect(lines[0]).toMatch(/^fault +times +survived +median s +longest s +books equal +sent twice +lost +notes$/);
  expect(lines[2]).toMatch(/^kill -9 of the engine +4 +2 +1\.1 +4\.0 +3 +1 +0$/);
  expect(lines[3]).toMatch(/^full +0 +0 +- +- +0 +0 +0 +not here: x$/);
});
