import { expect, it } from 'vitest';
import { catalogue } from './testing/faults/catalogue.ts';
import { runMatrix } from './testing/faults/matrix.ts';
import { keepFaults, keepRun, reportFaults } from './testing/faults/report.ts';

/** Of the slow tier's budget. */
const shareOfBudget = 0.4;
const fullBudgetMs = 30 * 60_000;

const {
  SYNDICATE_SLOW_BUDGET_MS: budget = '0',
  SYNDICATE_SLOW_SEED: seed = '1',
  SYNDICATE_FAULTS: wanted = '',
  SYNDICATE_FAULT_TIMES: wantedTimes = '',
} = process.env;

// No second try: a fault that is not survived is looked into by its seed.
it('survives every fault at every moment: books equal, nothing lost, nothing sent twice', { retry: 0 }, async () => {
  const shareOfFull = Number(budget) / fullBudgetMs;
  const timesGiven = wantedTimes === '' ? null : Number(wantedTimes);
  const faults = catalogue
    .filter(({ name }) => wanted.split(',').some((part) => name.includes(part)))
    .map((fault) => ({ fault, times: timesGiven ?? Math.max(1, Math.round(fault.times * shareOfFull)) }));
  expect(faults).not.toEqual([]);
  const untilMs =
    performance.now() +
    (timesGiven === null ? Math.max(Number(budget) * shareOfBudget * 1.3, 120_000) : Number(budget));
  const say = (line: string): void => console.log(line);
  const table = await runMatrix({
    seed: Number(seed),
    faults,
    lanes: 2,
    untilMs,
    say,
    soFar: (table) => keepFaults(table),
    keep: keepRun,
  });
  reportFaults(table);
  expect(table.failures).toEqual([]);
});
