import { ExpectedError } from '../../domain/errors.ts';
import { isConstant, largestValue } from '../series/checkedSeries.ts';
import { cholesky, dot, type Matrix } from '../series/linearAlgebra.ts';
import { mean } from '../series/moments.ts';

/** A column a name, all as long, in time order. NaN is a time at which an asset has no value yet, or none any more. */
export type AssetTable = ReadonlyMap<string, readonly number[]>;

/** What is known of assets, per period. The order of the names is that of everything else. */
export interface AssetEstimates {
  readonly names: readonly string[];
  readonly covariance: Matrix;
  /** Each pair's over the times that both have a return, so with gaps it is not the covariance over deviations. */
  readonly correlation: Matrix;
  readonly expectedReturns: readonly number[];
}

/** What optimisers of mean and variance take. */
export type OptimiserEstimates = Omit<AssetEstimates, 'correlation'>;

/** A share of capital by name; they sum to 1. */
export type Weights = Readonly<Record<string, number>>;

export function namedWeights(names: readonly string[], weights: readonly number[]): Weights {
  return Object.fromEntries(names.map((name, i) => [name, weights[i] ?? 0]));
}

/** @throws ExpectedError ASSETS_MISSING, ASSETS_UNEQUAL, SERIES_NOT_FINITE for an infinite value or one beyond 1e75 */
export function requireTable(table: AssetTable): void {
  const [first] = table.values();
  if (first === undefined) {
    throw new ExpectedError('ASSETS_MISSING', 'there is no asset', { advice: 'Give at least one series by name.' });
  }
  for (const [name, column] of table) {
    if (column.length !== first.length) {
      throw new ExpectedError('ASSETS_UNEQUAL', 'the series of the assets are not equally long', {
        advice: 'Put them on one time axis, with gaps where an asset has no value.',
        facts: { asset: name, values: column.length, others: first.length },
      });
    }
    const place = column.findIndex((value) => Math.abs(value) > largestValue);
    if (place >= 0) {
      throw new ExpectedError(
        'SERIES_NOT_FINITE',
        'an asset has a value that is infinite, or too large to be squared',
        {
          advice: 'Leave the value out, or give prices and returns in a usual unit.',
          facts: { asset: name, place },
        },
      );
    }
  }
}

/**
 * p_t / p_(t-1) - 1; a gap where either price is one.
 * @throws ExpectedError of requireTable, PRICE_NOT_POSITIVE
 */
export function returnsOfPrices(prices: AssetTable): AssetTable {
  requireTable(prices);
  return new Map(
    [...prices].map(([name, column]) => {
      const place = column.findIndex((price) => price <= 0);
      if (place >= 0) {
        throw new ExpectedError('PRICE_NOT_POSITIVE', 'a price is 0 or below', {
          advice: 'Leave it out, or give returns in place of prices.',
          facts: { asset: name, place },
        });
      }
      return [name, column.slice(1).map((price, i) => price / (column[i] ?? Number.NaN) - 1)];
    }),
  );
}

/** The times at which every asset has a return. @throws ExpectedError ASSETS_TOO_SHORT when they are fewer than `least` */
export function completeReturns(returns: AssetTable, least: number): AssetTable {
  requireTable(returns);
  const columns = [...returns.values()];
  const kept: number[] = [];
  for (let t = 0; t < (columns[0]?.length ?? 0); t += 1) {
    if (columns.every((column) => !Number.isNaN(column[t]))) kept.push(t);
  }
  if (kept.length < least) {
    throw new ExpectedError('ASSETS_TOO_SHORT', 'too few times at which all assets have a return', {
      advice: `At least ${least} are needed: give longer series, or leave out the youngest assets.`,
      facts: { times: kept.length, least },
    });
  }
  return new Map([...returns].map(([name, column]) => [name, kept.map((t) => column[t] ?? Number.NaN)]));
}

function isWhole(column: readonly number[]): boolean {
  return !column.some(Number.isNaN);
}

function tooFewTogether(assets: string, times: number): ExpectedError {
  return new ExpectedError('ASSETS_TOO_SHORT', 'two assets have too few returns at the same times', {
    advice: 'Give longer series, or leave one of them out.',
    facts: { assets, times },
  });
}

interface PairMoments {
  readonly covariance: number;
  readonly correlation: number;
}

/** n - 1 in the denominator, over the times that both have. */
function pairMoments(a: readonly number[], b: readonly number[], assets: string): PairMoments {
  const both = isWhole(a) && isWhole(b) ? null : a.map((value, t) => !Number.isNaN(value) && !Number.isNaN(b[t]));
  const [x, y] = both === null ? [a, b] : [a.filter((_, t) => both[t]), b.filter((_, t) => both[t])];
  if (x.length < 2) throw tooFewTogether(assets, x.length);
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let t = 0; t < x.length; t += 1) {
    const [offX, offY] = [(x[t] ?? 0) - meanX, (y[t] ?? 0) - meanY];
    xx += offX * offX;
    xy += offX * offY;
    yy += offY * offY;
  }
  return { covariance: xy / (x.length - 1), correlation: xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0 };
}

/**
 * Sample covariances and correlations, each over the times that its two assets share, so with gaps the whole need not be positive semidefinite.
 * @throws ExpectedError of requireTable, ASSETS_TOO_SHORT, ASSET_CONSTANT
 */
function sampleMoments(returns: AssetTable): { covariance: number[][]; correlation: number[][] } {
  requireTable(returns);
  const entries = [...returns];
  const covariance = entries.map(() => new Array<number>(entries.length).fill(0));
  const correlation: number[][] = entries.map((_, i) => entries.map((__, j) => Number(i === j)));
  for (const [i, [name, column]] of entries.entries()) {
    for (const [j, [other, against]] of entries.slice(0, i + 1).entries()) {
      const pair = pairMoments(column, against, name === other ? name : `${other}, ${name}`);
      for (const [row, place] of [
        [i, j],
        [j, i],
      ] as const) {
        (covariance[row] ?? [])[place] = pair.covariance;
        if (i !== j) (correlation[row] ?? [])[place] = pair.correlation;
      }
    }
    // The mean of equal values need not be one of them to the last digit, and leaves a variance of rounding.
    requireVariance(name, isConstant(column) ? 0 : (covariance[i]?.[i] ?? 0));
  }
  return { covariance, correlation };
}

/** @throws ExpectedError ASSETS_CONSTANT unless one of the assets moves */
export function requireMoving(returns: AssetTable): void {
  if (![...returns.values()].every(isConstant)) return;
  throw new ExpectedError('ASSETS_CONSTANT', 'no asset ever moves', {
    advice: 'Give at least one series whose values differ: among constants there is no risk to weigh.',
    facts: { assets: returns.size },
  });
}

/** @throws ExpectedError ASSET_CONSTANT */
export function requireVariance(name: string, variance: number): void {
  if (variance > 0) return;
  throw new ExpectedError('ASSET_CONSTANT', 'an asset has no variance', {
    advice: 'Leave out an asset whose price never moves; what is left over may be held in it.',
    facts: { asset: name, variance },
  });
}

/** Estimates from returns: sample covariance and mean, gaps left out. */
export function estimatesOf(returns: AssetTable): AssetEstimates {
  return {
    names: [...returns.keys()],
    ...sampleMoments(returns),
    expectedReturns: [...returns.values()].map((column) => mean(column.filter((value) => !Number.isNaN(value)))),
  };
}

/** @throws ExpectedError COVARIANCE_INVALID unless it is square by the names, finite and symmetric; ASSET_CONSTANT */
export function requireCovariance(names: readonly string[], covariance: Matrix): void {
  const scale = Math.max(...covariance.map((row) => Math.max(...row.map(Math.abs))));
  const isRight =
    names.length > 0 &&
    covariance.length === names.length &&
    covariance.every((row, i) => {
      if (row.length !== names.length) return false;
      return row.every((entry, j) => Math.abs(entry - (covariance[j]?.[i] ?? Number.NaN)) <= 1e-9 * scale);
    });
  if (!isRight) {
    throw new ExpectedError(
      'COVARIANCE_INVALID',
      'the covariance is no symmetric table of finite numbers, one row a name',
      {
        advice: 'Give as many rows and columns as names.',
        facts: { names: names.length, rows: covariance.length },
      },
    );
  }
  for (const [i, name] of names.entries()) requireVariance(name, covariance[i]?.[i] ?? 0);
}

/** How far below 0 the least eigenvalue of correlations may be: those of rounded covariances, and of pairs over their own times, are a little. */
const slack = 0.02;

/**
 * As requireCovariance, and no weights have a variance far below 0, beside which there is no least one.
 * @throws ExpectedError COVARIANCE_INVALID, ASSET_CONSTANT
 */
export function requireSemidefinite(names: readonly string[], covariance: Matrix): void {
  requireCovariance(names, covariance);
  const correlation = correlationOf(covariance);
  if (cholesky(correlation.map((row, i) => row.map((entry, j) => (i === j ? entry + slack : entry)))) !== null) return;
  throw new ExpectedError('COVARIANCE_INVALID', 'the covariance gives some weights a variance far below 0', {
    advice: 'Estimate it over times at which all assets have a return, or shrink it.',
    facts: { assets: names.length },
  });
}

/** Correlations from -1 to 1. */
export function correlationOf(covariance: Matrix): number[][] {
  const deviations = covariance.map((row, i) => Math.sqrt(row[i] ?? 0));
  return covariance.map((row, i) =>
    row.map((entry, j) => (i === j ? 1 : entry / ((deviations[i] ?? 1) * (deviations[j] ?? 1)))),
  );
}

export function portfolioReturn(weights: readonly number[], expectedReturns: readonly number[]): number {
  return dot(weights, expectedReturns);
}
