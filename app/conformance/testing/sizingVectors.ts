import { present } from '../../domain/errors.ts';
import { goldenFile, type QuantCase, tableColumns } from './statisticsVectors.ts';

interface KellyGolden {
  readonly tolerance: number;
  readonly [name: string]: unknown;
}

/** Single bets in closed form, and two bets whose wins correlate. What the file says of continuous returns is no argument of the function. */
export function kellyVectors(folder: string): QuantCase[] {
  const golden = goldenFile<KellyGolden>(folder, 'golden_kelly.json');
  const tol = { rel: golden.tolerance };
  const singles = Object.entries(golden).flatMap(([name, f]) => {
    const numbers = /^binary_p([\d.]+)_b([\d.]+)$/.exec(name);
    if (numbers === null) return [];
    const args = { p: Number(numbers[1]), b: Number(numbers[2]), fraction: 1, rho: 0 };
    return [{ id: name, fn: 'kelly', args, expect: { f }, tol }];
  });
  const pairs = golden['two_bets_p0.6_b1'] as Record<string, { readonly f: readonly number[] }>;
  const bet = { p: 0.6, b: 1 };
  const doubles = Object.entries(pairs).map(([rho, { f }]) => {
    return {
      id: `two bets, rho ${rho}`,
      fn: 'kelly',
      args: { bets: [bet, bet], rho: Number(rho) },
      expect: { f },
      tol,
    };
  });
  return [...singles, ...doubles];
}

interface SharpeGolden {
  readonly tolerance: number;
  readonly dsr_example: Record<
    | 'SR_ann'
    | 'periods'
    | 'T'
    | 'skew'
    | 'kurt'
    | 'V_SR_ann'
    | 'N'
    | 'SR0_per_period'
    | 'DSR'
    | 'DSR_N46'
    | 'DSR_normal_N88',
    number
  >;
  readonly psr_example: Record<'mean' | 'sd' | 'n' | 'skew' | 'kurt' | 'PSR0_normal' | 'PSR0', number>;
}

/** The papers' own examples; they give ratios per year and their variance. */
export function deflatedSharpeVectors(folder: string): QuantCase[] {
  const golden = goldenFile<SharpeGolden>(folder, 'golden_deflated_sharpe.json');
  const { dsr_example: deflated, psr_example: plain } = golden;
  const tol = { abs: golden.tolerance };
  const evidence = {
    sharpe: deflated.SR_ann / Math.sqrt(deflated.periods),
    n: deflated.T,
    skew: deflated.skew,
    kurtosis: deflated.kurt,
    trials: deflated.N,
    trialsVariance: deflated.V_SR_ann / deflated.periods,
  };
  const single = { sharpe: plain.mean / plain.sd, n: plain.n, skew: plain.skew, kurtosis: plain.kurt };
  const cases: readonly (readonly [string, object, object])[] = [
    ['deflated', evidence, { sr0: deflated.SR0_per_period, dsr: deflated.DSR }],
    ['deflated, 46 trials', { ...evidence, trials: 46 }, { dsr: deflated.DSR_N46 }],
    [
      'deflated, 88 trials, normal',
      { ...evidence, trials: 88, skew: 0, kurtosis: 3 },
      { dsr: deflated.DSR_normal_N88 },
    ],
    ['probabilistic', single, { psr: plain.PSR0 }],
    ['probabilistic, normal', { ...single, skew: 0, kurtosis: 3 }, { psr: present(plain.PSR0_normal, 'PSR0_normal') }],
  ];
  return cases.map(([id, args, expect]) => ({ id, fn: 'deflatedSharpe', args, expect, tol }));
}

interface SpaGolden {
  readonly cases: Record<string, { readonly spa: Record<'lower' | 'consistent' | 'upper', number> }>;
}

/** arch's test with 10,000 resamples; the p-values are random, and the file says how far. */
export function spaVectors(folder: string): QuantCase[] {
  const { cases } = goldenFile<SpaGolden>(folder, 'golden_spa_reality_check.json');
  return Object.entries(cases).map(([id, { spa }]) => {
    const { benchmark, ...models } = Object.fromEntries(tableColumns(folder, `spa_losses_${id}.csv`));
    const args = { losses: { benchmark, models }, reps: 10_000, block: 10, seed: 1 };
    return { id, fn: 'spa', args, expect: spa, tol: { abs: 0.015 } };
  });
}
