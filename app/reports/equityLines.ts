import type { EquityPoint } from '../domain/equity.ts';
import type { Asset } from '../domain/ledger.ts';
import { drawdown } from '../portfolio/equityLine.ts';
import { utcDay } from '../portfolio/figures.ts';
import type { ReportScope } from './reportScope.ts';
import type { Wording } from './wording.ts';

/** Equity in the native currency: last = first + external + result + revaluation, each since the first point. */
export interface EquityReport {
  readonly first: string;
  readonly last: string;
  readonly external: string;
  readonly result: string;
  readonly revaluation: string;
  readonly drawdown: string;
  /** Of the last point, in the dollar token; empty where there is none. */
  readonly lastDollars: string;
  readonly note: string;
}

export interface EquityPointLine {
  readonly block: number;
  readonly at: string;
  readonly total: string;
  readonly external: string;
  readonly result: string;
  readonly dollars: string;
  readonly unpriced: number;
}

const notOfAStrategy = 'Equity is of the whole account; a strategy has none of its own.';
const noPoint = 'No balance was read in this period.';
const shown =
  'Valued at the prices of the head when the balances were read; long runs keep the ends and extremes of each stretch.';

export function equityLines(
  all: readonly EquityPoint[],
  scope: ReportScope,
  dollarToken: Asset | null,
  wording: Wording,
): { readonly equity: EquityReport; readonly equityPoints: readonly EquityPointLine[] } {
  const points = all.filter(
    ({ atMs }) => scope.kind === 'epoch' || (scope.kind === 'day' && utcDay(atMs) === scope.day),
  );
  const [first, last] = [points[0], points.at(-1)];
  const dollars = ({ dollars: amount }: EquityPoint): string =>
    amount === null || dollarToken === null ? '' : wording.amount(amount, dollarToken);
  if (first === undefined || last === undefined) {
    const note = scope.kind === 'strategy' ? notOfAStrategy : noPoint;
    const none = { first: '', last: '', external: '', result: '', revaluation: '', drawdown: '', lastDollars: '' };
    return { equity: { ...none, note }, equityPoints: [] };
  }
  const external = last.external - first.external;
  const result = last.result - first.result;
  const { native } = wording;
  return {
    equity: {
      first: native(first.total),
      last: native(last.total),
      external: native(external),
      result: native(result),
      revaluation: native(last.total - first.total - external - result),
      drawdown: native(drawdown(points)),
      lastDollars: dollars(last),
      note: shown,
    },
    equityPoints: points.map((point) => ({
      block: point.blockNumber,
      at: new Date(point.atMs).toISOString(),
      total: native(point.total),
      external: native(point.external),
      result: native(point.result),
      dollars: dollars(point),
      unpriced: point.unpriced,
    })),
  };
}
