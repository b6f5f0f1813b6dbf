import { statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { reportFormats } from '../../../app/contract/reportScope.ts';
import { createNativeDetector } from '../../../app/detect/nativeDetector.ts';
import { epochMs, monotonicNs } from '../../../app/domain/clock.ts';
import { checkpointOf, checkpointVersion } from '../../../app/engine/checkpoint.ts';
import { newKernel } from '../../../app/engine/newKernel.ts';
import { summaryOf } from '../../../app/engine/summary.ts';
import { landOrder } from '../../../app/engine/testing/landOrder.ts';
import { openJournal } from '../../../app/store/journal.ts';
import { sampleEpoch, sampleOrder } from '../../../app/store/testing/sampleRecords.ts';
import { booksOf, writeEpochReport } from '../epochReport.ts';

/**
 * A process with little memory: writes a long epoch as the engine does, starts again from its journal, and reports on all
 * of it. Says after each stage what it holds.
 */
const [folder = '', orders = '0'] = process.argv.slice(2);
const epoch = sampleEpoch('e1');
const recordsPerOrder = 7;

function say(stage: string, facts: Readonly<Record<string, number | string>> = {}): void {
  globalThis.gc?.();
  const heapMb = Math.round(process.memoryUsage().heapUsed / 1e6);
  const { rss, external } = process.memoryUsage();
  const [residentMb, externalMb] = [Math.round(rss / 1e6), Math.round(external / 1e6)];
  const mostResidentMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const diskMb = Math.round(statSync(join(folder, 'journal.sqlite')).size / 1e6);
  writeSync(1, `${JSON.stringify({ stage, heapMb, externalMb, residentMb, mostResidentMb, diskMb, ...facts })}\n`);
}

/** What SQLite's statements hold natively is let go of between two turns of the event loop, as an engine has them all the time. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function write(count: number): Promise<void> {
  const journal = openJournal(folder);
  journal.beginEpoch(epoch);
  const kernel = newKernel(epoch, createNativeDetector(), () => monotonicNs(0), null);
  for (let i = 1; i <= count; i += 1) {
    const states = (['intended', 'signed', 'submitted'] as const).map((state) => {
      return { kind: 'order' as const, order: { ...sampleOrder(i), state } };
    });
    landOrder(kernel, journal, i, states);
    if (i % 16 === 0) {
      journal.flush();
      await turn();
    }
    if (i % 1_000 === 0) journal.saveCheckpoint(checkpointOf(kernel));
    if (i % Math.floor(count / 4) === 0) say('written', { records: i * recordsPerOrder });
  }
  journal.saveCheckpoint(checkpointOf(kernel));
  journal.close();
}

async function report(): Promise<void> {
  const journal = openJournal(folder);
  journal.beginEpoch(epoch);
  const resumed = journal.resumeEpoch(epoch.id, checkpointVersion);
  if (resumed === null) throw new Error('no epoch');
  const resumption = { ...resumed.record, checkpoint: resumed.checkpoint };
  const kernel = newKernel(epoch, createNativeDetector(), () => monotonicNs(0), resumption);
  say('resumed', { records: resumed.record.inputs + resumed.record.decisions });
  const summary = summaryOf(kernel, { durationS: 0, restarts: 1, decisionHash: journal.decisionHash });
  for (const format of reportFormats) {
    const file = join(folder, `report.${format}`);
    const wanted = { format, scope: { kind: 'epoch' }, file, summary, madeAtMs: epochMs(0) } as const;
    const { bytes } = await writeEpochReport(booksOf(kernel, journal), wanted);
    say(format, { reportMb: Math.round(bytes / 1e6) });
  }
  journal.close();
}

await write(Number(orders));
await report();
