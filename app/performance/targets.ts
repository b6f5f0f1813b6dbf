import type { PerformanceReport } from '../contract/performance.ts';

type Target = PerformanceReport['targets'][number];

export interface TargetFacts extends Pick<PerformanceReport, 'statistics' | 'orders' | 'money'> {
  readonly periodMs: number;
  readonly periods: number;
  /** Of one unit of the native currency; null where no block knew. */
  readonly dollars: number | null;
}

const dayMs = 86_400_000;
const daysPerMonth = 30;
const nativeUnit = 1e18;

/** Targets to be shown beside what there is: they are no promises. */
export function performanceTargets({ statistics, orders, money, periodMs, periods, dollars }: TargetFacts): Target[] {
  const { sharpe, calmar, maxDrawdown, winRate, profitFactor, totalReturn } = statistics;
  const ended = orders.landed + orders.failed;
  const days = (periods * periodMs) / dayMs;
  // By the day that it would make of the whole, compounded: of a record shorter than a day nothing is extrapolated.
  const daily = totalReturn === null || days < 1 ? null : (1 + totalReturn) ** (1 / days) - 1;
  const perTrade =
    dollars === null || orders.landed === 0 ? null : ((Number(money.net) / nativeUnit) * dollars) / orders.landed;
  return [
    { name: 'sharpe', target: 2, isMost: false, actual: sharpe },
    { name: 'calmar', target: 3, isMost: false, actual: calmar },
    { name: 'maxDrawdown', target: 0.15, isMost: true, actual: maxDrawdown },
    { name: 'winRate', target: 0.55, isMost: false, actual: winRate },
    { name: 'profitFactor', target: 1.5, isMost: false, actual: profitFactor },
    { name: 'dailyReturn', target: 0.005, isMost: false, actual: daily },
    {
      name: 'monthlyReturn',
      target: 0.2,
      isMost: false,
      actual: daily === null ? null : (1 + daily) ** daysPerMonth - 1,
    },
    { name: 'successRate', target: 0.95, isMost: false, actual: ended === 0 ? null : orders.landed / ended },
    { name: 'dollarsPerTrade', target: 100, isMost: false, actual: perTrade },
    {
      name: 'gasShare',
      target: 0.02,
      isMost: true,
      actual: money.gross > 0n ? Number(money.gas) / Number(money.gross) : null,
    },
  ];
}
