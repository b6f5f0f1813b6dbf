import { writeSync } from 'node:fs';
import { present } from '../../domain/errors.ts';
import { openJournal } from '../journal.ts';
import { sampleBlock, sampleEpoch, sampleOrder } from './sampleRecords.ts';

/**
 * A process to be killed: writes an input and an order durably, then acknowledges the order's number on stdout, for
 * ever. Flushes without waiting now and then, so that both connections write the log.
 */
const folder = present(process.argv[2], 'the folder');
const journal = openJournal(folder, { keptOpen: 8 });
journal.beginEpoch(sampleEpoch('e1'));
const start = (journal.loadEpoch('e1')?.orders.length ?? 0) + 1;
for (let i = start; ; i += 1) {
  const seq = journal.appendInput(sampleBlock(i));
  if (i % 3 === 0) journal.flush();
  journal.appendDecisions(seq, [{ kind: 'order', order: sampleOrder(i) }]);
  journal.commitDurably();
  writeSync(1, `${i}\n`);
}
