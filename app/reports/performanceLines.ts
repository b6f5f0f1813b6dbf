import type { EquityPoint } from '../domain/equity.ts';
import { ExpectedError } from '../domain/errors.ts';
import type { Epoch } from '../domain/run.ts';
import { TradingRecord } from '../performance/tradingRecord.ts';
import { tradingStatistics } from '../performance/tradingStatistics.ts';
import type { ReportScope } from './reportScope.ts';

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
/** Periods of a report at most: a longer epoch has longer ones. */
const mostPeriods = 10_000;

/** The figures of the performance panel over the orders of a report; texts, empty where there is nothing to divide by. */
export interface PerformanceLines {
  readonly periods: string;
  readonly periodMinutes: string;
  readonly sharpe: string;
  readonly sortino: string;
  readonly calmar: string;
  readonly profitFactor: string;
  readonly winRate: string;
  readonly maxDrawdown: string;
  readonly totalReturn: string;
  readonly turnover: string;
  /** Why there are none. */
  readonly note: string;
}

/** A record that takes the orders of a report as they are read. */
export function performanceRecord(
  epoch: Pick<Epoch, 'startedAtMs' | 'chain'>,
  equity: readonly EquityPoint[],
  scope: ReportScope,
): TradingRecord {
  const fromMs = scope.kind === 'day' ? Date.parse(`${scope.day}T00:00:00Z`) : null;
  const span = { strategy: null, fromMs, toMs: fromMs === null ? null : fromMs + dayMs };
  return new TradingRecord({ epoch, closedAtMs: null, equity, dollarDecimals: null }, span);
}

export function performanceLines(record: TradingRecord): PerformanceLines {
  const trading = record.trading();
  const none = {
    ...{ periods: '', periodMinutes: '', sharpe: '', sortino: '', calmar: '', profitFactor: '' },
    ...{ winRate: '', maxDrawdown: '', totalReturn: '', turnover: '' },
  };
  if (trading === null) return { ...none, note: 'No balance was read: there is no capital to measure by.' };
  const lengthMs = trading.toMs - trading.fromMs;
  const periodMs = [minuteMs, hourMs].find((each) => lengthMs / each < mostPeriods) ?? dayMs;
  try {
    const { traded, statistics } = tradingStatistics([trading], periodMs);
    const text = (value: number | null): string => (value === null ? '' : decimalText(value));
    const { sharpe, sortino, calmar, profitFactor, winRate, maxDrawdown, totalReturn, turnover } = statistics;
    return {
      periods: String(traded.returns.length),
      periodMinutes: String(periodMs / minuteMs),
      ...{ sharpe: text(sharpe), sortino: text(sortino), calmar: text(calmar), profitFactor: text(profitFactor) },
      ...{ winRate: text(winRate), maxDrawdown: text(maxDrawdown), totalReturn: text(totalReturn) },
      turnover: text(turnover),
      note: 'Net of everything, by the capital at the beginning of each period; ratios are of a year, of fewer than ten periods there are none, and of less than thirty days nothing is compounded.',
    };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { ...none, note: `${error.message}. ${error.advice}` };
  }
}

/** Six significant digits without an exponent. */
function decimalText(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.min(12, Math.max(0, 5 - Math.floor(Math.log10(Math.abs(value)))));
  return String(Number(value.toFixed(decimals))).includes('e')
    ? value.toFixed(decimals)
    : String(Number(value.toFixed(decimals)));
}
