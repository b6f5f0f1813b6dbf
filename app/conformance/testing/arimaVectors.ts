import { columnOf, goldenFile, type QuantCase } from './statisticsVectors.ts';

interface ArimaGolden {
  readonly file: string;
  readonly order: readonly number[];
  readonly ar: readonly number[];
  readonly mean: number;
  readonly sigma2: number;
  readonly loglik: number;
  readonly forecast5?: readonly number[];
}

/** R's stats::arima by exact maximum likelihood. */
export function arimaVectors(folder: string): QuantCase[] {
  const { source: _source, ...golden } = goldenFile<Record<string, ArimaGolden>>(folder, 'golden_arima.json');
  return Object.entries(golden).flatMap(([id, { file, order, ar, mean, sigma2, loglik, forecast5 }]) => {
    const args = { series: columnOf(folder, file, file.replace('.csv', '')), order, horizon: 5 };
    const forecast = forecast5 === undefined ? {} : { forecast: forecast5 };
    return [
      { id, fn: 'arima', args, expect: { ar, mean, sigma2, ...forecast }, tol: { rel: 1e-3 } },
      { id: `${id}, likelihood`, fn: 'arima', args, expect: { loglik }, tol: { abs: 1e-3 } },
    ];
  });
}
