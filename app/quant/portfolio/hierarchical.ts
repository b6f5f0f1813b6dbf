import { ExpectedError } from '../../domain/errors.ts';
import { type Matrix, quadraticForm } from '../series/linearAlgebra.ts';
import { namedWeights, requireCovariance, type Weights } from './assets.ts';
import { type Cluster, clusterTree, type Linkage } from './linkage.ts';

interface HierarchicalRequest {
  readonly names: readonly string[];
  readonly covariance: Matrix;
  readonly correlation: Matrix;
  readonly linkage: Linkage;
}

/** sqrt((1 - correlation) / 2): 0 for what moves as one, 1 for opposites. */
export function distancesOf(correlation: Matrix): number[][] {
  return correlation.map((row) => row.map((entry) => Math.sqrt(Math.min(1, Math.max(0, (1 - entry) / 2)))));
}

function inverseVarianceWeights(covariance: Matrix, assets: readonly number[]): number[] {
  const inverse = assets.map((i) => 1 / (covariance[i]?.[i] ?? 1));
  const sum = inverse.reduce((total, value) => total + value, 0);
  return inverse.map((value) => value / sum);
}

/** Of the inverse-variance portfolio of some assets. */
function clusterVariance(covariance: Matrix, assets: readonly number[]): number {
  const block = assets.map((i) => assets.map((j) => covariance[i]?.[j] ?? 0));
  return quadraticForm(block, inverseVarianceWeights(covariance, assets));
}

/** Gives each half of the ordered assets what the other's variance leaves it, down to single ones. */
function bisect(covariance: Matrix, assets: readonly number[], share: number, weights: number[]): void {
  const [only] = assets;
  if (assets.length === 1 && only !== undefined) {
    weights[only] = share;
    return;
  }
  const half = Math.floor(assets.length / 2);
  const [left, right] = [assets.slice(0, half), assets.slice(half)];
  const [ofLeft, ofRight] = [clusterVariance(covariance, left), clusterVariance(covariance, right)];
  const kept = 1 - ofLeft / (ofLeft + ofRight);
  bisect(covariance, left, share * kept, weights);
  bisect(covariance, right, share * (1 - kept), weights);
}

/**
 * Hierarchical risk parity: assets in the order of a tree of their correlation distances, halved again and again.
 * @throws ExpectedError COVARIANCE_INVALID, ASSET_CONSTANT
 * Source: Lopez de Prado, Building diversified portfolios that outperform out of sample, 2016.
 */
export function hierarchicalRiskParity({ names, covariance, correlation, linkage }: HierarchicalRequest): Weights {
  requireCovariance(names, covariance);
  const tree = clusterTree(distancesOf(correlation), linkage);
  const weights = names.map(() => 0);
  bisect(covariance, tree.leaves, 1, weights);
  return namedWeights(names, weights);
}

/** Down to the cut, each side gets what the other's clusters, their variances added up, leave it; a cluster is held by inverse variance. */
function allocate(
  covariance: Matrix,
  tree: Cluster,
  uncut: ReadonlySet<Cluster>,
  share: number,
  weights: number[],
): void {
  if (tree.children === null || uncut.has(tree)) {
    const within = inverseVarianceWeights(covariance, tree.leaves);
    for (const [k, asset] of tree.leaves.entries()) weights[asset] = share * (within[k] ?? 0);
    return;
  }
  const risk = (side: Cluster): number => {
    if (side.children === null || uncut.has(side)) return clusterVariance(covariance, side.leaves);
    return risk(side.children[0]) + risk(side.children[1]);
  };
  const [left, right] = tree.children;
  const [ofLeft, ofRight] = [risk(left), risk(right)];
  const kept = 1 - ofLeft / (ofLeft + ofRight);
  allocate(covariance, left, uncut, share * kept, weights);
  allocate(covariance, right, uncut, share * (1 - kept), weights);
}

/** The clusters that are left when the last merges are undone. */
function cut(tree: Cluster, count: number): Set<Cluster> {
  const clusters = [tree];
  while (clusters.length < count) {
    clusters.sort((a, b) => b.number - a.number);
    const { children } = clusters.shift() ?? tree;
    if (children !== null) clusters.push(...children);
  }
  return new Set(clusters);
}

/**
 * Hierarchical equal risk contribution over a tree that is cut into clusters.
 * @param clusters from 1 to the number of assets
 * @throws ExpectedError COVARIANCE_INVALID, ASSET_CONSTANT, CLUSTERS_IMPOSSIBLE
 * Source: Raffinot, The hierarchical equal risk contribution portfolio, 2018.
 */
export function hierarchicalEqualRisk(
  { names, covariance, correlation, linkage }: HierarchicalRequest,
  clusters: number,
): Weights {
  requireCovariance(names, covariance);
  if (!Number.isInteger(clusters) || clusters < 1 || clusters > names.length) {
    throw new ExpectedError('CLUSTERS_IMPOSSIBLE', 'the assets cannot be cut into that many clusters', {
      advice: `Give a whole number from 1 to ${names.length}.`,
      facts: { clusters: String(clusters), assets: names.length },
    });
  }
  const tree = clusterTree(distancesOf(correlation), linkage);
  const weights = names.map(() => 0);
  allocate(covariance, tree, cut(tree, clusters), 1, weights);
  return namedWeights(names, weights);
}
