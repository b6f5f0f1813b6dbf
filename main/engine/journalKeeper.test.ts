import { expect, it } from 'vitest';
import { defaultJournalRetention } from '../../app/contract/retention.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { ForgottenRows } from '../../app/store/forget.ts';
import { FakeTimers } from '../testing/fakeTimers.ts';
import { JournalKeeper } from './journalKeeper.ts';

const hourMs = 3_600_000;

function keeperOver(answers: (ForgottenRows | null | Error)[]) {
  const timers = new FakeTimers();
  const asked: number[] = [];
  const said: object[] = [];
  const forget = (_retention: unknown, nowMs: number): ForgottenRows | null => {
    asked.push(nowMs);
    const answer = answers.shift() ?? null;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const keeper = new JournalKeeper({ forget }, defaultJournalRetention, {
    timers,
    nowMs: () => timers.nowMs(),
    say: (_text, facts) => said.push(facts),
  });
  keeper.start();
  return { keeper, timers, asked, said };
}

it('forgets a little at a time until nothing is old, then again after a day', async () => {
  const { timers, asked, said, keeper } = keeperOver([
    { records: 5, orders: 0, epochs: 0 },
    { records: 0, orders: 2, epochs: 1 },
    null,
  ]);
  await timers.advance(2_000);
  expect(asked).toHaveLength(3);
  expect(said).toEqual([{ records: 5, orders: 2, epochs: 1 }]);
  await timers.advance(23 * hourMs);
  expect(asked).toHaveLength(3);
  await timers.advance(hourMs);
  expect(asked).toHaveLength(4);
  expect(said).toHaveLength(1);
  keeper.stop();
  await timers.advance(48 * hourMs);
  expect(asked).toHaveLength(4);
});

it('tries later where the journal cannot be written now', async () => {
  const { timers, asked, keeper } = keeperOver([
    new ExpectedError('STORE_LOCKED', 'somebody has it', { advice: 'Wait.' }),
    null,
  ]);
  await timers.advance(30_000);
  expect(asked).toHaveLength(1);
  await timers.advance(60_000);
  expect(asked).toHaveLength(2);
  keeper.stop();
});
