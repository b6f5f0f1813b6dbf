import { readFileSync } from 'node:fs';
import path from 'node:path';
import { present } from '../../domain/errors.ts';
import { csvFields } from '../../imports/csvLine.ts';
import { goldenFile, type QuantCase, relativeChanges, tableColumns } from './statisticsVectors.ts';

type Performance = readonly [annualReturn: number, annualRisk: number, sharpe: number];

interface PortfolioGolden {
  readonly hrp: { readonly rtol: number; readonly linkage: string; readonly perf_rf002: Performance };
  readonly min_cvar: { readonly beta: number; readonly perf: readonly number[]; readonly tol: number };
  readonly cvar_return_0_2: { readonly perf: readonly number[]; readonly tol: number };
  readonly black_litterman: {
    readonly equal_prior_perf: Performance;
    readonly views: Record<string, number>;
    readonly market_delta_spy_rf002: number;
    readonly market_prior: readonly number[];
    readonly market_prior_posterior_perf: Performance;
    readonly market_prior_views: Record<string, number>;
  };
}

const year = 252;

function stockPrices(folder: string): Record<string, number[]> {
  const { date: _date, ...prices } = Object.fromEntries(tableColumns(folder, 'ppo_stock_prices.csv'));
  return prices;
}

function golden(folder: string): PortfolioGolden {
  return goldenFile<PortfolioGolden>(folder, 'golden_pypfopt.json');
}

/** Rows of a name and a number for each further column. */
function namedRows(folder: string, name: string, column: number): Record<string, number> {
  const lines = readFileSync(path.join(folder, name), 'utf8').trim().split(/\r?\n/).slice(1);
  return Object.fromEntries(lines.map(csvFields).map(([row = '', ...values]) => [row, Number(values[column])]));
}

/** PyPortfolioOpt's weights, and what it says they bring a year. */
export function hierarchicalVectors(folder: string): QuantCase[] {
  const { rtol, linkage, perf_rf002: performance } = golden(folder).hrp;
  const args = { prices: stockPrices(folder), linkage };
  const weights = namedRows(folder, 'ppo_weights_hrp.csv', 0);
  const ofPeriod = { return: performance[0] / year, risk: performance[1] / Math.sqrt(year) };
  return [
    { id: 'hrp', fn: 'hrp', args, expect: { weights }, tol: { rel: rtol } },
    { id: 'hrp, performance', fn: 'hrp', args, expect: ofPeriod, tol: { rel: 1e-6 } },
  ];
}

/** Growth a year from the first price to the last, as PyPortfolioOpt's mean_historical_return. */
function annualGrowth(prices: readonly number[]): number {
  const known = prices.filter((price) => !Number.isNaN(price));
  return (present(known.at(-1), 'price') / present(known[0], 'price')) ** (year / (known.length - 1)) - 1;
}

export function cvarVectors(folder: string): QuantCase[] {
  const { min_cvar: least, cvar_return_0_2: aimed } = golden(folder);
  const prices = stockPrices(folder);
  const expectedReturns = Object.fromEntries(
    Object.entries(prices).map(([name, column]) => [name, annualGrowth(column)]),
  );
  const args = { prices, expectedReturns, level: least.beta };
  return [
    {
      id: 'least CVaR',
      fn: 'minCvar',
      args,
      expect: performanceOf(least.perf),
      tol: { abs: least.tol, rel: least.tol },
    },
    {
      id: 'least CVaR of a fifth a year',
      fn: 'minCvar',
      args: { ...args, targetReturn: 0.2 },
      expect: performanceOf(aimed.perf),
      tol: { abs: aimed.tol, rel: aimed.tol },
    },
  ];
}

function performanceOf([annualReturn, risk]: readonly number[]): object {
  return { return: annualReturn, risk };
}

/** Riskfolio-Lib's portfolio of the greatest Sharpe ratio by variance: ten names in order, the last 200 returns. */
export function sharpeVectors(folder: string): QuantCase[] {
  const table = tableColumns(folder, 'rf_stock_prices.csv');
  const weights = namedRows(folder, 'rf_Classic_Sharpe.csv', 0);
  const returns = Object.fromEntries(
    Object.keys(weights).map((name) => [name, relativeChanges(present(table.get(name), name), 1).slice(-200)]),
  );
  return [{ id: 'Sharpe', fn: 'maxSharpe', args: { returns }, expect: { weights }, tol: { abs: 1e-5 } }];
}

/** Covariances over the times that two columns share, times a factor. */
function annualCovariance(prices: Record<string, number[]>): number[][] {
  const columns = Object.values(prices).map((column) => relativeChanges(column, 1));
  return columns.map((left) =>
    columns.map((right) => {
      const both = left.flatMap((x, t) => {
        const y = right[t] ?? Number.NaN;
        return Number.isNaN(x) || Number.isNaN(y) ? [] : [[x, y] as const];
      });
      const meanX = both.reduce((sum, [x]) => sum + x, 0) / both.length;
      const meanY = both.reduce((sum, [, y]) => sum + y, 0) / both.length;
      return (year * both.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)) / (both.length - 1);
    }),
  );
}

/** PyPortfolioOpt's posterior and the portfolio that it implies, from an equal prior and from the market's, a year. */
export function blackLittermanVectors(folder: string): QuantCase[] {
  const expected = golden(folder).black_litterman;
  const prices = stockPrices(folder);
  const shared = { covariance: annualCovariance(prices), names: Object.keys(prices), tau: 0.05 };
  const tol = { rel: 1e-6 };
  return [
    {
      id: 'equal prior',
      fn: 'blackLitterman',
      args: { ...shared, prior: shared.names.map(() => 1 / shared.names.length), views: expected.views },
      expect: performanceOf(expected.equal_prior_perf),
      tol,
    },
    {
      id: 'market prior',
      fn: 'blackLitterman',
      args: {
        ...shared,
        prior: expected.market_prior,
        riskAversion: expected.market_delta_spy_rf002,
        views: expected.market_prior_views,
      },
      expect: performanceOf(expected.market_prior_posterior_perf),
      tol,
    },
  ];
}
