import { resolve } from 'node:path';
import type { RunSummary } from '../../app/contract/summary.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { StartArguments } from '../../scripts/arguments.mjs';
import { forkedHost } from '../process/forkedHost.ts';
import { systemTimers } from '../process/timers.ts';
import type { OpenRun } from '../run/openRun.ts';
import { ReplaySession } from '../session/replaySession.ts';
import { countNewTrial, trialFolderOf } from '../trials/countTrial.ts';
import { emptySummary } from './emptySummary.ts';
import { endOfRun } from './endOfRun.ts';
import { statusLine } from './statusLine.ts';
import { writeReports } from './writeReports.ts';
import { writeSummary } from './writeSummary.ts';

/**
 * Replays a journal without a window, to its end unless the time is over or a signal comes before.
 * @returns the exit status: 0 only if the books match the recorded balances and nothing went wrong
 */
export async function runReplay(
  options: StartArguments & { readonly replayFile: string },
  run: OpenRun,
  bundleFolder: string,
): Promise<number> {
  const ending = endOfRun();
  const status = statusLine(process.stdout, () => performance.now());
  const session = new ReplaySession({
    host: forkedHost(bundleFolder, run.logs.onOutput),
    timers: systemTimers,
    record: run.record,
    log: run.logs.main,
    nowMs: () => Date.now(),
    file: resolve(options.replayFile),
    epoch: options.epoch ?? null,
    speed: options.speed,
    events: {
      onStatus: ({ text }) => status.show(text),
      onEngineRunning: () => undefined,
      onEnded: () => ending.finish(),
      onFailed: (error) => ending.fail(error.message),
    },
  });
  const failures: string[] = [];
  try {
    await Promise.race([session.start(), ending.ended]);
    countNewTrial(trialFolderOf(options, process.env), 'replay', session.epochId ?? '', {
      file: resolve(options.replayFile),
    });
    if (options.forMs !== undefined) ending.after(options.forMs);
    await ending.ended;
  } catch (error) {
    failures.push(error instanceof ExpectedError ? `${error.message}. ${error.advice}` : String(error));
  }
  failures.push(...ending.failures);
  if (options.reportFolder !== undefined && failures.length === 0)
    failures.push(
      ...(await writeReports(session.questions, options.reportFolder, `${session.epochId ?? 'run'}-replay`)),
    );
  const stopped = await session.stop();
  ending.dispose();
  status.end();
  const summary: RunSummary = stopped.ok
    ? { ...stopped.value, restarts: session.restarts, errors: [...stopped.value.errors, ...failures] }
    : emptySummary(session.epochId ?? '', [...failures, `no summary: ${stopped.message}`], 'REPLAY');
  sayHowFast(summary);
  writeSummary(summary, options.jsonFile);
  for (const error of summary.errors) process.stderr.write(`${error}\n`);
  return summary.ledgerMatchesChain && summary.errors.length === 0 ? 0 : 1;
}

function sayHowFast({ replayed, durationS }: RunSummary): void {
  if (replayed === undefined || replayed.elapsedS === 0) return;
  const { inputs, elapsedS } = replayed;
  process.stdout.write(
    `replayed ${inputs} inputs of ${durationS.toFixed(1)} s in ${elapsedS.toFixed(2)} s of work: ${Math.round(inputs / elapsedS)} inputs/s\n`,
  );
}
