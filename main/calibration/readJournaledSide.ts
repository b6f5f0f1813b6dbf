import { join } from 'node:path';
import type { EngineInput } from '../../app/domain/engineInput.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { RunMode } from '../../app/domain/mode.ts';
import type { Opportunity } from '../../app/domain/opportunity.ts';
import type { Ticket } from '../../app/domain/ticket.ts';
import { type ReadSide, readSide } from '../../app/paper/calibration/journaledSide.ts';
import { type JournalFile, readJournal } from '../../app/store/readJournal.ts';

/** The newest epoch of a mode in a data folder, once nobody writes it any more. @throws ExpectedError CALIBRATION_NO_EPOCH, STORE_* */
export function readJournaledSide(folder: string, mode: RunMode): ReadSide {
  const journal = readJournal(join(folder, 'journal.sqlite'));
  try {
    const epoch = journal.epochs().findLast((each) => each.epoch.mode === mode)?.epoch;
    const record = epoch === undefined ? null : journal.loadEpoch(epoch.id);
    if (epoch === undefined || record === null)
      throw new ExpectedError('CALIBRATION_NO_EPOCH', `the journal has no ${mode} run`, { advice: 'Start it again.' });
    const opportunities: Opportunity[] = [];
    const tickets: Ticket[] = [];
    for (const { decision } of journal.decisions(epoch.id, 0)) {
      if (decision.kind === 'opportunity') opportunities.push(decision.opportunity as Opportunity);
      else if (decision.kind === 'ticket') tickets.push(decision.ticket as Ticket);
    }
    return readSide({
      inputs: inputsOf(journal, epoch.id),
      opportunities,
      tickets,
      orders: record.orders,
      fills: new Map(record.fills.map(({ fill }) => [fill.orderId, fill])),
    });
  } finally {
    journal.close();
  }
}

function* inputsOf(journal: JournalFile, epoch: string): IterableIterator<EngineInput> {
  for (const { input } of journal.inputs(epoch)) yield input;
}
