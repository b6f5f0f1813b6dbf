import path from 'node:path';
import { present } from '../../domain/errors.ts';
import { columnOf, goldenFile, type QuantCase, relativeChanges } from './statisticsVectors.ts';

interface MarkGolden {
  readonly normal_fgarch: Record<'mu' | 'omega' | 'alpha' | 'beta' | 'loglik', number>;
}

interface IndexResult {
  readonly params: Record<string, number>;
  readonly loglik: number;
  readonly var_h1_5: readonly number[];
  readonly VaR?: Record<string, number>;
  readonly ES?: Record<string, number>;
}

interface IndexGolden {
  readonly results: Record<string, IndexResult>;
}

const models: Record<string, { readonly model: string; readonly dist: string }> = {
  garch11_normal: { model: 'garch', dist: 'normal' },
  garch11_t: { model: 'garch', dist: 't' },
  garch11_skewt: { model: 'garch', dist: 'skewt' },
  gjr11_t: { model: 'gjr', dist: 't' },
  egarch11_t: { model: 'egarch', dist: 't' },
};

const ownName: Record<string, string> = { 'alpha[1]': 'alpha', 'beta[1]': 'beta', 'gamma[1]': 'gamma', eta: 'nu' };

export function indexReturns(folder: string): number[] {
  return relativeChanges(columnOf(folder, 'sp500_arch.csv', 'Adj Close'), 100);
}

/** Bollerslev and Ghysels' exchange rate, against R's fGarch: the likelihood's tolerance is absolute, so it is a case of its own. */
function markVectors(folder: string): QuantCase[] {
  const { loglik, ...parameters } = goldenFile<MarkGolden>(folder, 'golden_garch_dem2gbp.json').normal_fgarch;
  const returns = { csv: path.join(folder, 'dem2gbp.csv'), column: 'DEM2GBP' };
  const args = { returns, dist: 'normal', model: 'garch', init: 'variance', stationary: false };
  return [
    { id: 'mark and pound', fn: 'garch', args, expect: parameters, tol: { rel: 1e-3 } },
    { id: 'mark and pound, likelihood', fn: 'garch', args, expect: { loglik }, tol: { abs: 1e-3 } },
  ];
}

function indexVectors(folder: string): QuantCase[] {
  const { results } = goldenFile<IndexGolden>(folder, 'golden_garch_sp500.json');
  const returns = indexReturns(folder);
  return Object.entries(models).flatMap(([id, model]) => {
    const { params, loglik, var_h1_5 } = present(results[id], id);
    const args = { returns, ...model, init: 'ewma', stationary: true };
    const parameters = Object.entries(params).map(([name, value]) => [ownName[name] ?? name, value]);
    const [nextVariance] = var_h1_5;
    const expect = { ...Object.fromEntries(parameters), ...(nextVariance === undefined ? {} : { nextVariance }) };
    return [
      // alpha of the gjr is 0, at its bound.
      { id, fn: 'garch', args, expect, tol: { rel: 1e-3, abs: 1e-9 } },
      { id: `${id}, likelihood`, fn: 'garch', args, expect: { loglik }, tol: { abs: 1e-2 } },
    ];
  });
}

/** fGarch's and arch's estimates. */
export function garchVectors(folder: string): QuantCase[] {
  return [...markVectors(folder), ...indexVectors(folder)];
}

/** arch's one-step value at risk and expected shortfall of the garch with t innovations. */
export function tailVectors(folder: string): QuantCase[] {
  const { VaR, ES } = present(
    goldenFile<IndexGolden>(folder, 'golden_garch_sp500.json').results.garch11_t,
    'garch11_t',
  );
  const chances = Object.keys(VaR ?? {});
  const levels = chances.map((chance) => 1 - Number(chance));
  const expect = { var: chances.map((chance) => VaR?.[chance]), es: chances.map((chance) => ES?.[chance]) };
  const args = { returns: indexReturns(folder), method: 'garch-t', dist: 't', init: 'ewma', levels, horizon: 1 };
  return [{ id: 'garch11_t', fn: 'varEs', args, expect, tol: { rel: 1e-3 } }];
}
