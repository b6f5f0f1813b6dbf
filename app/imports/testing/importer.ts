import { existsSync, renameSync, rmSync, writeSync } from 'node:fs';
import { epochMs, monotonicNs } from '../../domain/clock.ts';
import { BugError } from '../../domain/errors.ts';
import { MarketHistory } from '../../history/marketHistory.ts';
import { rollUpTrades } from '../../history/rollUp.ts';
import { importIntoHistory } from '../importIntoHistory.ts';

/** A process to be killed: does one kind of work on a market history, and goes on where an earlier one stopped. */
const [work, folder = '', file = ''] = process.argv.slice(2);
const say = (text: string): void => void writeSync(1, `${text}\n`);
const history = new MarketHistory(`${folder}/history`);
const clock = { epochMs: () => epochMs(0), monotonicNs: () => monotonicNs(Number(process.hrtime.bigint())) };
say('began');
if (work === 'import') {
  // Says the rows that are stored after each commit.
  for (;;) {
    const options = { clock, isStopped: () => true };
    const { added, doneBefore } = await importIntoHistory(
      history,
      { file, content: { kind: 'trades' }, venue: 'v', symbol: 's' },
      options,
    );
    say(String(added));
    if (doneBefore) break;
  }
} else if (work === 'blocks') {
  for (;;) {
    const job = { file, content: { kind: 'blocks', chain: 1 }, venue: 'evm-1' } as const;
    const { blocks, doneBefore } = await importIntoHistory(history, job, { clock, isStopped: stopEvery(30) });
    say(String(blocks?.ticks ?? 0));
    if (doneBefore) break;
  }
} else if (work === 'stream') {
  // Each run reads from the start of the file: it has to come further than the one before.
  for (let after = 3; ; after += 3) {
    const job = { file, content: { kind: 'recording', protocol: 'binance' }, venue: 'v', symbol: 's' } as const;
    let asked = 0;
    const { books, doneBefore } = await importIntoHistory(history, job, { clock, isStopped: () => ++asked >= after });
    say(String(books?.trades ?? 0));
    if (doneBefore) break;
  }
} else if (work === 'candles') {
  rollUpTrades(history);
} else if (work === 'backup') {
  const next = `${folder}/next`;
  for (const left of [next, `${folder}/old`]) rmSync(left, { recursive: true, force: true });
  await history.backUp(next);
  // The earlier copy goes at one stroke: a kill amid its removal would leave a part of it under its name.
  if (existsSync(`${folder}/copy`)) renameSync(`${folder}/copy`, `${folder}/old`);
  renameSync(next, `${folder}/copy`);
} else throw new BugError(`there is no work ${work}`);
history.close();

function stopEvery(times: number): () => boolean {
  let asked = 0;
  return () => {
    asked += 1;
    return asked % times === 0;
  };
}
