import { expect, it } from 'vitest';
import { seededRandom } from '../../app/domain/random.ts';
import { historyWorks, killedHistoryWork } from '../../app/imports/testing/killedHistoryWork.ts';
import { killedMigration } from '../../app/store/testing/killedMigration.ts';
import { type KilledWork, killAtRandom } from '../../app/store/testing/killedWork.ts';
import { reportFaults } from './testing/faults/report.ts';
import { FaultTable } from './testing/faults/table.ts';
import { killedReplay } from './testing/killedReplay.ts';

const {
  SYNDICATE_SLOW_BUDGET_MS: budget = '0',
  SYNDICATE_SLOW_SEED: seed = '1',
  SYNDICATE_FAULTS: wanted = '',
  SYNDICATE_FAULT_TIMES: wantedTimes = '',
} = process.env;

const mostTimes = 30;
/** Of the slow tier's budget. */
const shareOfBudget = 0.06;
/** From one kill to the next, on a busy machine. */
const oneKillMs = 3_000;

const works: readonly (readonly [name: string, begin: () => KilledWork | Promise<KilledWork>])[] = [
  ...historyWorks.map((name) => [name, () => killedHistoryWork(name)] as const),
  ['migration', killedMigration],
  ['replay', killedReplay],
];

const timesInBudget = Math.floor((Number(budget) * shareOfBudget) / (oneKillMs * works.length));
const times = wantedTimes === '' ? Math.max(3, Math.min(mostTimes, timesInBudget)) : Number(wantedTimes);

const namesOf = (all: typeof works): readonly string[] => all.map(([name]) => `kill during ${name}`);

// No second try: what a kill has lost is looked into by its seed.
it('loses no acknowledged row and doubles none, whatever is killed whenever', { retry: 0 }, async () => {
  const chosen = works.filter(([name]) => wanted.split(',').some((part) => `kill during ${name}`.includes(part)));
  const table = new FaultTable(namesOf(chosen));
  for (const [name, begin] of chosen) {
    const fault = `kill during ${name}`;
    try {
      const random = seededRandom(Number(seed)).fork(name);
      for (const { recoveredMs, lost, doubled } of await killAtRandom(await begin(), times, random)) {
        const said = (rows: number, what: string): string[] => (rows === 0 ? [] : [`${rows} rows ${what}`]);
        const findings = { books: [], lost: said(lost, 'lost'), twice: said(doubled, 'doubled') };
        table.struck(fault, { recoveredMs, findings, idle: false });
        for (const reason of [...findings.lost, ...findings.twice]) table.blame(`${fault}: ${reason}`);
      }
    } catch (error) {
      table.failed(fault, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
  reportFaults(table, 'faults-work');
  expect(table.failures).toEqual([]);
});
