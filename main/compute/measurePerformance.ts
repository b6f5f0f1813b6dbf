import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PerformanceReport, type PerformanceSettings, periodMs } from '../../app/contract/performance.ts';
import type { Clock } from '../../app/domain/clock.ts';
import { ExpectedError, present } from '../../app/domain/errors.ts';
import { performanceFigures } from '../../app/performance/performanceFigures.ts';
import { type EpochTrading, type Span, wholeSpan } from '../../app/performance/tradingRecord.ts';
import { tradingReturns } from '../../app/portfolio/tradingReturns.ts';
import { plainSharpe } from '../../app/quant/performance/outOfSample.ts';
import { openSnapshot } from '../../app/store/journalSnapshot.ts';
import type { EpochSummary } from '../../app/store/records.ts';
import { type Trial, TrialLedger, trialFile, trialKinds } from '../../app/store/trialLedger.ts';
import { type EpochRead, EpochReads } from './epochReads.ts';

/** Results of other trials that are looked up: reading each takes a while. */
const mostTrialsMeasured = 100;
const mostAccounts = 500;

function accountOf({ epoch }: EpochSummary): string {
  return `${epoch.chain.chainId}:${epoch.wallet}`;
}

function readTrials(folder: string): readonly Trial[] {
  if (!existsSync(trialFile(folder))) return [];
  const ledger = new TrialLedger(folder);
  try {
    return ledger.all();
  } finally {
    ledger.close();
  }
}

/** An epoch as it is read for this answer. */
type ReadEpoch = (summary: EpochSummary, span: Span) => EpochRead;

/** Sharpe ratios per period of epochs on paper that were counted as trials. */
function sharpesOf(
  read: ReadEpoch,
  epochs: readonly EpochSummary[],
  trials: readonly Trial[],
  everyMs: number,
): number[] {
  const onPaper = new Set(trials.filter(({ kind }) => kind === 'paper').map(({ id }) => id));
  return epochs
    .filter(({ epoch }) => onPaper.has(epoch.id))
    .slice(-mostTrialsMeasured)
    .flatMap((summary) => {
      const { trading } = read(summary, wholeSpan);
      return trading === null ? [] : (plainSharpe(tradingReturns([trading], everyMs).returns) ?? []);
    });
}

/**
 * Measures the trading that the journal of a data folder holds at this moment, in one mode, on one chain.
 * @param reads what was read before: epochs that nothing changed since are not read again
 * @throws ExpectedError STORE_*
 */
export function measurePerformance(
  folder: string,
  settings: PerformanceSettings,
  clock: Pick<Clock, 'monotonicNs'>,
  reads: EpochReads = new EpochReads(),
): PerformanceReport {
  const beganNs = clock.monotonicNs();
  const trials = readTrials(folder);
  const file = join(folder, 'journal.sqlite');
  const journal = existsSync(file) ? openSnapshot(file) : null;
  try {
    const read: ReadEpoch = (summary, span) => reads.read(folder, present(journal, 'a journal'), summary, span);
    const report = measured(journal?.epochs() ?? [], read, trials, settings);
    const elapsedMs = (clock.monotonicNs() - beganNs) / 1e6;
    return { ...report, sample: { ...report.sample, elapsedMs } };
  } finally {
    journal?.close();
  }
}

function measured(
  all: readonly EpochSummary[],
  read: ReadEpoch,
  trials: readonly Trial[],
  settings: PerformanceSettings,
): PerformanceReport {
  const { mode, account, strategy, fromMs, toMs } = settings;
  const everyMs = periodMs[settings.period];
  const ofMode = all.filter(({ epoch }) => epoch.mode === mode);
  const newest = ofMode.at(-1)?.epoch.chain.chainId;
  const chosen = ofMode.filter((each) =>
    account === null ? each.epoch.chain.chainId === newest : accountOf(each) === account,
  );
  const records = chosen.map((each) => read(each, { strategy, fromMs, toMs }));
  const traded = records.flatMap(({ trading }) => trading ?? []);
  const sharpes = sharpesOf(read, all, trials, everyMs);
  const isCounted = chosen.some(({ epoch }) => trials.some(({ id }) => id === epoch.id));
  const counted = trials.length + (isCounted ? 0 : 1);
  const needs = { periodMs: everyMs, trials: counted, trialSharpes: sharpes };
  const { figures, problem } = figuresOf(traded, needs);
  const { periods, fromMs: began, toMs: ended, ...rest } = figures;
  const chain = chosen.at(-1)?.epoch.chain;
  return {
    accounts: accountsOf(all),
    strategies: [...new Set(records.flatMap(({ strategies }) => [...strategies]))].sort().slice(0, 64),
    mode,
    chain: chain?.name.slice(0, 64) ?? '',
    currency: chain?.nativeSymbol.slice(0, 16) ?? '',
    sample: {
      ...{ runs: traded.length, runsLeftOut: records.length - traded.length },
      ...{ periods, fromMs: began, toMs: ended, elapsedMs: 0 },
    },
    ...rest,
    trials: {
      counted,
      byKind: trialKinds.map((kind) => ({ kind, count: trials.filter((trial) => trial.kind === kind).length })),
      measured: sharpes.length,
    },
    problem: problem ?? (traded.length > 0 ? null : nothingTraded(all.length > 0)),
  };
}

function nothingTraded(isElsewhere: boolean): { message: string; advice: string } {
  return {
    message: 'nothing was traded that fits',
    advice: isElsewhere
      ? 'Choose another mode, account, strategy or time.'
      : 'Let a strategy trade, on the embedded chain or on paper.',
  };
}

/** Of what cannot be measured the counts alone, and why. */
function figuresOf(
  traded: readonly EpochTrading[],
  needs: Parameters<typeof performanceFigures>[1],
): { figures: ReturnType<typeof performanceFigures>; problem: PerformanceReport['problem'] } {
  try {
    return { figures: performanceFigures(traded, needs), problem: null };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const { message, advice } = error;
    return {
      figures: performanceFigures([], needs),
      problem: { message: message.slice(0, 400), advice: advice.slice(0, 400) },
    };
  }
}

function accountsOf(epochs: readonly EpochSummary[]): PerformanceReport['accounts'] {
  const accounts = new Map<string, PerformanceReport['accounts'][number]>();
  for (const summary of epochs) {
    const { epoch, closedAtMs } = summary;
    const id = accountOf(summary);
    const key = `${epoch.mode} ${id}`;
    const before = accounts.get(key);
    accounts.set(key, {
      ...{ id, mode: epoch.mode, chain: epoch.chain.name.slice(0, 64), wallet: epoch.wallet },
      runs: (before?.runs ?? 0) + 1,
      fromMs: Math.min(before?.fromMs ?? epoch.startedAtMs, epoch.startedAtMs),
      toMs: Math.max(before?.toMs ?? 0, closedAtMs ?? epoch.startedAtMs),
    });
  }
  return [...accounts.values()].slice(-mostAccounts);
}
