import { existsSync } from 'node:fs';
import { readJournal } from '../../app/store/readJournal.ts';

export interface OrderLatencies {
  /** From the decision to the answer of whom the order was sent to, in nanoseconds. */
  readonly samplesNs: readonly number[];
  readonly source: string;
}

const leastSamples = 20;
const mostInputs = 200_000;
const silences: ReadonlySet<string> = new Set(['RELAY_UNREACHABLE', 'RELAY_TIMEOUT']);

/**
 * For who has not traded for real yet: 5, 25, 50, 75, 90, 95 and 99 of a hundred of 2,245 orders of half an hour on the embedded chain, on two cores at
 * a load of 15 to 30.
 */
const shipped: OrderLatencies = {
  samplesNs: [82, 141, 196, 281, 415, 536, 802].map((ms) => ms * 1_000_000),
  source: 'as measured on the embedded chain and shipped: decided to answered',
};

/** How long orders took from the decision to the answer, by the newest run of a journal that really sent enough; else as shipped. @throws ExpectedError STORE_* */
export function orderLatencies(journalFile: string): OrderLatencies {
  if (!existsSync(journalFile)) return shipped;
  const journal = readJournal(journalFile);
  try {
    for (const { epoch } of journal.epochs().toReversed()) {
      if (epoch.mode === 'PAPER') continue;
      const record = journal.loadEpoch(epoch.id);
      if (record === null || record.inputs > mostInputs) continue;
      const created = new Map(record.orders.map(({ id, createdAtMs }) => [id, createdAtMs]));
      const samplesNs: number[] = [];
      for (const { input } of journal.inputs(epoch.id)) {
        if (input.kind !== 'submitted' && input.kind !== 'bundleSent') continue;
        // Whoever was not reached, or said nothing in time, gave no answer.
        if (input.result.kind === 'failed' && silences.has(input.result.code)) continue;
        for (const id of input.kind === 'submitted' ? [input.orderId] : input.orderIds) {
          const atMs = created.get(id);
          // An order is offered for block after block: its first answer counts.
          if (atMs === undefined || !created.delete(id)) continue;
          samplesNs.push((input.atMs - atMs) * 1_000_000);
        }
      }
      if (samplesNs.length >= leastSamples)
        return { samplesNs, source: `measured in the run ${epoch.id}: decided to answered` };
    }
    return shipped;
  } finally {
    journal.close();
  }
}
