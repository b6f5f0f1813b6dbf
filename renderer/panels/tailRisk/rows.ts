import type { TailReport } from '../../../app/contract/tailRisk.ts';
import type { PlainTable } from '../../format/table.ts';

export const methodNames = {
  historical: 'Historical',
  filtered: 'Filtered historical',
  'garch-t': 'GARCH-t',
  'gjr-t': 'GJR-t',
} as const;

/** One row for each method and level. */
export function tailRows({ methods, gross }: TailReport) {
  return methods.flatMap(({ method, converged, problem, risks, backtest }) =>
    risks.map(({ level, valueAtRisk, expectedShortfall }) => ({
      id: `${method} ${level}`,
      method,
      converged,
      problem,
      level,
      valueAtRisk,
      expectedShortfall,
      amount: valueAtRisk * gross,
      forecasts: backtest?.forecasts ?? null,
      test: backtest?.levels.find((each) => each.level === level) ?? null,
    })),
  );
}
export type TailRow = ReturnType<typeof tailRows>[number];

export function tailTable(report: TailReport): PlainTable {
  return {
    columns: [
      'method',
      'converged',
      'level',
      'valueAtRisk',
      'expectedShortfall',
      'amountAtRisk',
      'forecasts',
      'hits',
      'kupiecP',
      'christoffersenP',
      'trafficLight',
    ],
    rows: tailRows(report).map((row) => [
      methodNames[row.method],
      row.converged ? 'yes' : `no: ${row.problem}; historical figures`,
      row.level,
      row.valueAtRisk,
      row.expectedShortfall,
      row.amount,
      row.forecasts,
      row.test?.hits ?? null,
      row.test?.kupiecP ?? null,
      row.test?.independenceP ?? null,
      row.test?.light ?? null,
    ]),
  };
}
