import type { PerformanceReport } from '../../../app/contract/performance.ts';
import { displayChance, displayNumber, displayPercent } from '../../format/statistic.ts';
import type { PlainTable } from '../../format/table.ts';

type Figure = number | null;
type Interval = PerformanceReport['evidence']['intervals']['sharpe'];

export interface FigureRow {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly exact: Figure;
  /** Where chance alone would leave it, 95 %. */
  readonly interval: string;
}

function between(interval: Interval, shown: (value: number) => string): string {
  return interval === null ? '' : `${shown(interval.low)} to ${shown(interval.high)}`;
}

/** Every figure once, in the order in which it is read: what it came to, what it cost to get there, what went through. */
export function figureRows({ statistics, evidence }: PerformanceReport): readonly FigureRow[] {
  const { intervals } = evidence;
  const number = (id: string, name: string, exact: Figure, interval = ''): FigureRow => {
    return { id, name, exact, interval, text: displayNumber(exact) };
  };
  const percent = (id: string, name: string, exact: Figure, interval = ''): FigureRow => {
    return { id, name, exact, interval, text: displayPercent(exact) };
  };
  const s = statistics;
  return [
    percent('totalReturn', 'Return', s.totalReturn),
    percent('cagr', 'A year, compounded', s.cagr, between(intervals.cagr, displayPercent)),
    percent('volatility', 'Deviation a year', s.volatility),
    number('sharpe', 'Sharpe', s.sharpe, between(intervals.sharpe, displayNumber)),
    number('sortino', 'Sortino', s.sortino),
    number('calmar', 'Calmar', s.calmar),
    percent('maxDrawdown', 'Deepest fall', s.maxDrawdown, between(intervals.maxDrawdown, displayPercent)),
    number('profitFactor', 'Profit factor', s.profitFactor),
    percent('winRate', 'Trades that gained', s.winRate),
    number('skew', 'Skew', s.skew),
    number('kurtosis', 'Kurtosis', s.kurtosis),
    number('turnover', 'Turnover, × capital', s.turnover),
    percent('activePeriods', 'Periods with a trade', s.activePeriods),
    percent('largestOwn', 'Most own capital in one', s.largestOwn),
  ];
}

export interface TargetRow {
  readonly name: string;
  readonly target: string;
  readonly actual: string;
  readonly exact: Figure;
  /** null: it is not known yet. */
  readonly isMet: boolean | null;
}

const targetNames: Readonly<
  Record<PerformanceReport['targets'][number]['name'], readonly [string, 'number' | 'percent']>
> = {
  sharpe: ['Sharpe', 'number'],
  calmar: ['Calmar', 'number'],
  maxDrawdown: ['Deepest fall', 'percent'],
  winRate: ['Trades that gained', 'percent'],
  profitFactor: ['Profit factor', 'number'],
  dailyReturn: ['A day', 'percent'],
  monthlyReturn: ['A month of 30 days', 'percent'],
  successRate: ['Orders that landed', 'percent'],
  dollarsPerTrade: ['USD a landed order', 'number'],
  gasShare: ['Gas of what was gained', 'percent'],
};

export function targetRows({ targets }: PerformanceReport): readonly TargetRow[] {
  return targets.map(({ name, target, isMost, actual }) => {
    const [title, kind] = targetNames[name];
    const shown = kind === 'percent' ? displayPercent : displayNumber;
    return {
      name: title,
      target: `${isMost ? 'below' : 'above'} ${shown(target)}`,
      actual: shown(actual),
      exact: actual,
      isMet: actual === null ? null : isMost ? actual < target : actual > target,
    };
  });
}

export interface EvidenceRow {
  readonly name: string;
  readonly text: string;
  readonly exact: Figure;
  readonly says: string;
  readonly isDoubtful: boolean;
}

const [sure, doubt] = [0.95, 0.05];
const chance = (value: Figure): string => (value === null ? '—' : displayChance(value));

/** What speaks for an edge and against it, each with how it is read. */
export function evidenceRows({ evidence, trials }: PerformanceReport): readonly EvidenceRow[] {
  const { probabilistic, deflated, expectedBest, realityCheck, superiorAbility, models } = evidence;
  const { walkForward, crossValidated, tradeOrder, isVarianceAssumed } = evidence;
  const kinds = trials.byKind.map(({ kind, count }) => `${kind} ${count}`).join(', ');
  const row = (name: string, text: string, exact: Figure, says: string, isDoubtful = false): EvidenceRow => {
    return { name, text, exact, says, isDoubtful };
  };
  return [
    row('Probabilistic Sharpe', chance(probabilistic), probabilistic, 'chance that the true ratio is above 0'),
    row(
      'Deflated Sharpe',
      chance(deflated),
      deflated,
      `chance that it is above ${displayNumber(expectedBest)}, the best of ${trials.counted} trials without skill${isVarianceAssumed ? ', spread as by chance alone' : ''}`,
      deflated !== null && deflated < sure,
    ),
    row('Trials counted', String(trials.counted), trials.counted, `${kinds}; ${trials.measured} with a known ratio`),
    row(
      "White's reality check",
      chance(realityCheck),
      realityCheck,
      `chance of the best of ${models} kinds of routes against doing nothing`,
      realityCheck !== null && realityCheck > doubt,
    ),
    row(
      'Superior ability',
      chance(superiorAbility),
      superiorAbility,
      "Hansen's test of the same, each by its own deviation",
      superiorAbility !== null && superiorAbility > doubt,
    ),
    row(
      'Walk-forward Sharpe',
      displayNumber(walkForward?.sharpe ?? null),
      walkForward?.sharpe ?? null,
      `on what came after, ${displayNumber(walkForward?.inSample ?? null)} where it was chosen`,
      walkForward?.sharpe !== undefined && (walkForward.sharpe ?? 0) <= 0,
    ),
    row(
      'Cross-validated Sharpe',
      displayNumber(crossValidated?.sharpe ?? null),
      crossValidated?.sharpe ?? null,
      'purged by a period before each test, embargoed by one after it',
    ),
    row(
      'Fall in another order',
      displayPercent(tradeOrder?.worse5 ?? null),
      tradeOrder?.worse5 ?? null,
      tradeOrder === null
        ? 'too few trades to shuffle'
        : `one order in twenty falls deeper; the median falls ${displayPercent(tradeOrder.median)}, the real one ${displayPercent(tradeOrder.actual)}`,
    ),
  ];
}

/** All of it in one table, with exact numbers. */
export function performanceTable(report: PerformanceReport): PlainTable {
  const line = (part: string, name: string, value: string | number | null, more = ''): (string | number | null)[] => [
    part,
    name,
    value,
    more,
  ];
  const { orders, money, drawdowns } = report;
  const time = (atMs: number | null): string => (atMs === null ? 'not yet' : new Date(atMs).toISOString());
  return {
    columns: ['part', 'name', 'value', 'detail'],
    rows: [
      ...Object.entries(money).map(([name, value]) => line('money', name, String(value), `wei of ${report.currency}`)),
      ...Object.entries(orders).map(([name, value]) => line('orders', name, value)),
      ...figureRows(report).map(({ id, exact, interval }) => line('figure', id, exact, interval)),
      ...report.targets.map(({ name, target, isMost, actual }) =>
        line('target', name, actual, `${isMost ? 'below' : 'above'} ${target}`),
      ),
      ...evidenceRows(report).map(({ name, exact, says }) => line('evidence', name, exact, says)),
      ...drawdowns.map(({ depth, peakMs, troughMs, recoveredMs }) =>
        line('drawdown', time(troughMs), depth, `from ${time(peakMs)} until ${time(recoveredMs)}`),
      ),
    ],
  };
}
