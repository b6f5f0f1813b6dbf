import { expect, it } from 'vitest';
import { parseSlowArguments } from './slow-arguments.mjs';

it('reads a whole run and a narrowed one', () => {
  expect(parseSlowArguments([])).toEqual({
    ok: true,
    value: { budgetMs: 45 * 60_000, only: undefined, seed: 1, fault: undefined, times: undefined, quotes: undefined },
  });
  expect(
    parseSlowArguments(['--only', 'faults', '--seed', '7', '--budget', '10m', '--fault', 'kill -9', '--times', '30']),
  ).toEqual({
    ok: true,
    value: { budgetMs: 600_000, only: 'faults', seed: 7, fault: 'kill -9', times: 30, quotes: undefined },
  });
  expect(parseSlowArguments(['--only', 'quotes', '--quotes', '1000000'])).toMatchObject({
    ok: true,
    value: { only: 'quotes', quotes: 1_000_000 },
  });
});

it.each([
  [['45m'], 'Unknown argument 45m.'],
  [['--budget'], '--budget needs a value.'],
  [['--only', '--seed'], '--only needs a value.'],
  [['--budget', '0m'], '--budget needs a duration such as 30m, not "0m".'],
  [['--seed', 'x'], '--seed needs a whole number up to 999999, not "x".'],
  [['--times', '0'], '--times needs a whole number from 1 to 9999, not "0".'],
  [['--quotes', '999'], '--quotes needs a whole number from 1000 to 999999999, not "999".'],
  [['--seed', '1', '--seed', '2'], '--seed is given twice.'],
])('refuses %j', (args, message) => {
  expect(parseSlowArguments(args)).toEqual({ ok: false, message });
});
