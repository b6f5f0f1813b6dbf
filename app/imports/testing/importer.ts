import { renameSync, rmSync, writeSync } from 'node:fs';
import { epochMs, monotonicNs } from '../../domain/clock.ts';
import { present } from '../../domain/errors.ts';
import { MarketHistory } from '../../history/marketHistory.ts';
import { rollUpTrades } from '../../history/rollUp.ts';
import { importIntoHistory } from '../importIntoHistory.ts';

/**
 * A process to be killed: imports a file of trades, makes its candles and a backup, and goes on where an earlier one stopped. Says the
 * rows that are committed after each batch, then `rolled`, then `copied`.
 */
const folder = present(process.argv[2], 'the folder');
const file = present(process.argv[3], 'the file');
const say = (text: string): void => void writeSync(1, `${text}\n`);
const history = new MarketHistory(`${folder}/history`);
const clock = { epochMs: () => epochMs(0), monotonicNs: () => monotonicNs(Number(process.hrtime.bigint())) };
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
rollUpTrades(history);
say('rolled');
const next = `${folder}/next`;
rmSync(next, { recursive: true, force: true });
await history.backUp(next);
rmSync(`${folder}/copy`, { recursive: true, force: true });
renameSync(next, `${folder}/copy`);
say('copied');
history.close();
