import { randomInt } from 'node:crypto';
import type { RunSummary } from '../../app/contract/summary.ts';
import type { StartArguments } from '../../scripts/arguments.mjs';
import { openAlertDesk } from '../alerts/openAlertDesk.ts';
import { dataRootOf } from '../dataFolder.ts';
import { freeBytesOf } from '../freeBytes.ts';
import { openKeyVault } from '../keys/keyVault.ts';
import { passphraseSeal } from '../keys/passphraseSeal.ts';
import { takePassphrase } from '../keys/takePassphrase.ts';
import { forkedHost } from '../process/forkedHost.ts';
import { systemTimers } from '../process/timers.ts';
import { type OpenRun, openRun } from '../run/openRun.ts';
import { Session } from '../session/session.ts';
import { emptySummary } from './emptySummary.ts';
import { type EndOfRun, endOfRun } from './endOfRun.ts';
import { grantAutomate } from './grantAutomate.ts';
import { runReplay } from './runReplay.ts';
import { type StatusLine, statusLine } from './statusLine.ts';
import { writeReports } from './writeReports.ts';
import { writeSummary } from './writeSummary.ts';

const graceMs = 5_000;
const defaultBlockTimeMs = 1_000;

/**
 * Runs the terminal without a window until the time is over, a signal comes, or a process keeps dying.
 * @returns the exit status: 0 only if the books match the chain and nothing went wrong
 * @throws ExpectedError when it cannot start
 */
export async function runHeadless(options: StartArguments, bundleFolder: string): Promise<number> {
  const run = openRun(dataRootOf(options, process.env));
  process.on('uncaughtExceptionMonitor', (error) => run.logs.main.fatal({ error: error.stack }, 'main failed'));
  try {
    const { replayFile } = options;
    if (replayFile !== undefined) return await runReplay({ ...options, replayFile }, run, bundleFolder);
    return await runSession(options, run, bundleFolder);
  } finally {
    run.close();
  }
}

async function runSession(options: StartArguments, run: OpenRun, bundleFolder: string): Promise<number> {
  const startedMs = performance.now();
  const ending = endOfRun();
  const status = statusLine(process.stdout, () => performance.now());
  const seed = options.seed ?? randomInt(2 ** 32);
  if (options.resume) run.settings.setTradingState('active', '');
  const session = openSession({ options, run, bundleFolder, seed, status, ending });
  const failures: string[] = [];
  try {
    status.show(`starting the embedded chain (seed ${seed})`);
    await Promise.race([session.start(), ending.ended]);
    if (options.forMs !== undefined) ending.after(options.forMs);
    if (!ending.isOver) await grantAutomate(session, options.forMs);
    sayIfStopped(session, status, 'since an earlier run');
    await ending.ended;
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  }
  status.end();
  failures.push(...ending.failures);
  if (options.reportFolder !== undefined && failures.length === 0)
    failures.push(...(await reports(session, options.reportFolder)));
  const stopped = await session.stop(failures.length > 0 ? 0 : graceMs);
  ending.dispose();
  const base = stopped.ok
    ? { ...stopped.value, errors: [...stopped.value.errors, ...failures, ...unverified(stopped.value)] }
    : emptySummary(session.epoch?.id ?? '', [...failures, `no summary: ${stopped.message}`], options.mode);
  const summary: RunSummary = {
    ...base,
    seed,
    restarts: session.restarts,
    warnings: [...session.warnings],
    durationS: base.durationS || Math.round(performance.now() - startedMs) / 1000,
  };
  writeSummary(summary, options.jsonFile);
  return summary.ledgerMatchesChain && summary.errors.length === 0 ? 0 : 1;
}

async function reports(session: Session, folder: string): Promise<readonly string[]> {
  try {
    await session.finish(graceMs);
  } catch (error) {
    return [`no report: ${error instanceof Error ? error.message : String(error)}`];
  }
  return writeReports(session.questions, folder, session.epoch?.id ?? 'run');
}

/** A run that fails says why: its books may never have been held against the chain, as after a restart at its very end. */
function unverified({ ledgerMatchesChain, errors }: RunSummary): readonly string[] {
  return ledgerMatchesChain || errors.length > 0 ? [] : ['the run ended before its books were held against the chain'];
}

/** What was halted stays halted until a person resumes it. */
function sayIfStopped({ permissions }: Session, status: StatusLine, since: string): void {
  const { tradingState, tradingStateReason } = permissions;
  if (tradingState === 'active') return;
  const reason = tradingStateReason === '' ? 'no reason was kept' : tradingStateReason;
  status.end();
  process.stderr.write(
    `Trading is ${tradingState === 'halted' ? 'halted' : 'reduce-only'} ${since} (${reason}): nothing new is sent. ` +
      'Resume it in the window, by a start with --resume, or name another folder with --data DIR.\n',
  );
}

interface SessionNeeds {
  readonly options: StartArguments;
  readonly run: OpenRun;
  readonly bundleFolder: string;
  readonly seed: number;
  readonly status: StatusLine;
  readonly ending: EndOfRun;
}

function openSession({ options, run, bundleFolder, seed, status, ending }: SessionNeeds): Session {
  const passphrase = takePassphrase(process.env);
  let shown = run.settings.current.tradingState;
  // Without a window an alert is a line, and an entry of the history.
  const alerts = openAlertDesk(run, {
    announce: ({ name, text }) => {
      status.end();
      process.stderr.write(`alert: ${name}: ${text.replace(/\p{Cc}/gu, ' ')}\n`);
      return true;
    },
    onFired: () => undefined,
    onChanged: () => undefined,
  });
  const session: Session = new Session({
    alerts,
    folder: run.folder,
    host: forkedHost(bundleFolder, run.logs.onOutput),
    timers: systemTimers,
    record: run.record,
    settings: run.settings,
    vault: openKeyVault(run.folder.root, passphrase === null ? null : passphraseSeal(passphrase)),
    log: run.logs.main,
    nowMs: () => Date.now(),
    freeBytes: freeBytesOf(run.folder.root),
    seed,
    blockTimeMs: options.blockTimeMs ?? defaultBlockTimeMs,
    intensity: options.intensity ?? 1,
    liveUnlocked: false,
    mode: options.mode,
    events: {
      onApprovalWanted: () => undefined,
      onApprovalWithdrawn: () => undefined,
      onStatus: ({ block, text }) => status.show(`block ${block}  ${text}`),
      onEngineRunning: () => undefined,
      onEngineGone: () => undefined,
      onChanged: () => {
        const { tradingState } = session.permissions;
        if (tradingState !== shown) sayIfStopped(session, status, 'now');
        shown = tradingState;
      },
      onWarning: (text) => {
        status.end();
        process.stderr.write(`${text}\n`);
      },
      onFailed: (error) => ending.fail(error.message),
    },
  });
  alerts.follow(session);
  ending.ended.finally(() => alerts.stop());
  return session;
}
