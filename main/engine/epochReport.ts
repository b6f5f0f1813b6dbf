import type { ReportFormat } from '../../app/contract/reportScope.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import type { EpochMs } from '../../app/domain/clock.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import { renderReport } from '../../app/reports/renderReport.ts';
import type { ReportedOrder } from '../../app/reports/reportOrders.ts';
import type { ReportScope } from '../../app/reports/reportScope.ts';
import type { Journal } from '../../app/store/journal.ts';
import { openSnapshot } from '../../app/store/journalSnapshot.ts';
import type { StoredOrder } from '../../app/store/sealedOrders.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { writeReport } from './writeReport.ts';

/** What a report is made from, as it stands at one moment. */
export interface EngineBooks {
  readonly kernel: KernelState;
  /** Oldest first, some at a time; asked for twice. */
  readonly orders: () => Iterable<readonly ReportedOrder[]>;
  readonly ordersForgotten: number;
  close(): void;
}

/** The books of a running epoch as they are now, also while the journal goes on. @throws ExpectedError STORE_* */
export function booksOf(kernel: KernelState, journal: Journal): EngineBooks {
  journal.flush();
  const { id } = kernel.epoch;
  const snapshot = openSnapshot(journal.file);
  return {
    kernel,
    orders: () => reportedOrders(snapshot.orders(id)),
    ordersForgotten: journal.epochs().find(({ epoch }) => epoch.id === id)?.ordersForgotten ?? 0,
    close: () => snapshot.close(),
  };
}

/** Writes an epoch as a document. Between two pages whatever else is due has its turn. @throws ExpectedError REPORT_NOT_WRITTEN, STORE_* */
export async function writeEpochReport(
  { kernel, orders, ordersForgotten, close }: EngineBooks,
  wanted: {
    readonly format: ReportFormat;
    readonly scope: ReportScope;
    readonly file: string;
    readonly summary: RunSummary;
    readonly madeAtMs: EpochMs;
  },
): Promise<{ bytes: number }> {
  const { format, scope, file, summary, madeAtMs } = wanted;
  const data = {
    orders: () => leisurely(orders()),
    ordersForgotten,
    books: kernel.ledger.balances(),
    epoch: kernel.epoch,
    version: packageFacts.version,
    madeAtMs,
    scope,
    summary,
    equity: kernel.equityLine.points,
    rivals: kernel.rivals.totals,
    running: kernel.breakdown.total,
    tokens: [...kernel.tokens.values()],
  };
  try {
    return { bytes: await writeReport(file, renderReport(data, format)) };
  } finally {
    close();
  }
}

function* reportedOrders(pages: Iterable<readonly StoredOrder[]>): IterableIterator<readonly ReportedOrder[]> {
  for (const page of pages)
    yield page.map(({ order, fill, entries }) => ({ order, fill, entries: entries.map(({ entry }) => entry) }));
}

async function* leisurely<T>(pages: Iterable<T>): AsyncIterable<T> {
  for (const page of pages) {
    yield page;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
