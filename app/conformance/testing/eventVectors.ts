import { columnOf, goldenFile, type QuantCase } from './statisticsVectors.ts';

interface DriftGolden {
  readonly DDM_s2: readonly number[];
  readonly PageHinkley_s1: readonly number[];
}

/** River's own test streams. ADWIN's indices, which differ between its versions, belong to no detector of the suite. */
export function driftVectors(folder: string): QuantCase[] {
  const golden = goldenFile<DriftGolden>(folder, 'golden_drift_river.json');
  const sources = [
    ['DDM', 'ddm_s2', golden.DDM_s2],
    ['PageHinkley', 'adwin_s1', golden.PageHinkley_s1],
  ] as const;
  return sources.map(([detector, column, indices]) => {
    const series = columnOf(folder, 'river_drift_streams.csv', column).filter((value) => !Number.isNaN(value));
    return { id: detector, fn: 'drift', args: { series, detector }, expect: { indices }, tol: { abs: 0 } };
  });
}

interface HawkesGolden {
  readonly mle: Record<'mu' | 'alpha' | 'beta', number>;
  readonly loglik: number;
}

/** Simulated by thinning over 5,000 units of time; the estimates are SciPy's. */
export function hawkesVectors(folder: string): QuantCase[] {
  const { mle, loglik } = goldenFile<HawkesGolden>(folder, 'golden_hawkes_univariate.json');
  const args = { times: columnOf(folder, 'hawkes_exp_univariate.csv', 't'), end: 5000 };
  return [
    { id: 'hawkes', fn: 'hawkes', args, expect: mle, tol: { rel: 1e-4 } },
    { id: 'hawkes, likelihood', fn: 'hawkes', args, expect: { loglik }, tol: { rel: 1e-6 } },
  ];
}
