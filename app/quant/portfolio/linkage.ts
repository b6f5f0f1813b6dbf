import { present, unreachable } from '../../domain/errors.ts';
import type { Matrix } from '../series/linearAlgebra.ts';

export const linkages = ['single', 'complete', 'average', 'weighted', 'ward'] as const;
export type Linkage = (typeof linkages)[number];

/** A cluster of one asset, or of two clusters; the one with the lower number is left. */
export interface Cluster {
  /** Assets first, then merges in the order of their distance. */
  readonly number: number;
  readonly children: readonly [Cluster, Cluster] | null;
  /** Assets from left to right. */
  readonly leaves: readonly number[];
}

interface Merge {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
}

/** Distance of a third cluster to the union of x and y, by its distances to both and their sizes (Lance and Williams 1967). */
function unionDistance(
  method: Linkage,
  dx: number,
  dy: number,
  dxy: number,
  nx: number,
  ny: number,
  n: number,
): number {
  switch (method) {
    case 'single':
      return Math.min(dx, dy);
    case 'complete':
      return Math.max(dx, dy);
    case 'average':
      return (nx * dx + ny * dy) / (nx + ny);
    case 'weighted':
      return (dx + dy) / 2;
    case 'ward':
      return Math.sqrt(((nx + n) * dx * dx + (ny + n) * dy * dy - n * dxy * dxy) / (nx + ny + n));
    default:
      return unreachable(method);
  }
}

/** The edges of the shortest tree, grown from the first asset; of equal ones the first is taken (Prim 1957). */
function shortestTree(distances: Matrix): Merge[] {
  const n = distances.length;
  const isIn = new Array<boolean>(n).fill(false);
  const nearest = new Array<number>(n).fill(Number.POSITIVE_INFINITY);
  const merges: Merge[] = [];
  let x = 0;
  for (let k = 1; k < n; k += 1) {
    isIn[x] = true;
    let y = -1;
    for (let i = 0; i < n; i += 1) {
      if (isIn[i]) continue;
      nearest[i] = Math.min(nearest[i] ?? 0, distances[x]?.[i] ?? 0);
      if (y < 0 || (nearest[i] ?? 0) < (nearest[y] ?? 0)) y = i;
    }
    merges.push({ x, y, distance: nearest[y] ?? 0 });
    x = y;
  }
  return merges;
}

/** Merges along chains of nearest neighbours (Murtagh 1983); a cluster keeps the number of its greater part. */
function neighbourChain(distances: Matrix, method: Linkage): Merge[] {
  const n = distances.length;
  const d = distances.map((row) => [...row]);
  const sizes = new Array<number>(n).fill(1);
  const chain: number[] = [];
  const merges: Merge[] = [];
  while (merges.length < n - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    let x = chain.at(-1) ?? 0;
    let y = chain.at(-2) ?? -1;
    for (;;) {
      let least = y < 0 ? Number.POSITIVE_INFINITY : (d[x]?.[y] ?? 0);
      for (let i = 0; i < n; i += 1) {
        const distance = d[x]?.[i] ?? 0;
        if (i !== x && (sizes[i] ?? 0) > 0 && distance < least) {
          least = distance;
          y = i;
        }
      }
      if (chain.length > 1 && y === chain.at(-2)) break;
      chain.push(y);
      x = y;
      y = chain.at(-2) ?? -1;
    }
    chain.length -= 2;
    if (x > y) [x, y] = [y, x];
    const [nx, ny, dxy] = [sizes[x] ?? 0, sizes[y] ?? 0, d[x]?.[y] ?? 0];
    merges.push({ x, y, distance: dxy });
    sizes[x] = 0;
    sizes[y] = nx + ny;
    for (let i = 0; i < n; i += 1) {
      if ((sizes[i] ?? 0) === 0 || i === y) continue;
      const to = unionDistance(method, d[i]?.[x] ?? 0, d[i]?.[y] ?? 0, dxy, nx, ny, sizes[i] ?? 0);
      present(d[i], 'row')[y] = to;
      present(d[y], 'row')[i] = to;
    }
  }
  return merges;
}

/**
 * The tree of a hierarchical clustering, merged in the order of distance (equal ones in the order of discovery), as SciPy builds it.
 * @param distances symmetric, 0 on its diagonal, at least one row
 */
export function clusterTree(distances: Matrix, method: Linkage): Cluster {
  const merges = method === 'single' ? shortestTree(distances) : neighbourChain(distances, method);
  const ordered = [...merges].sort((a, b) => a.distance - b.distance);
  const own: Cluster[] = distances.map((_, i) => ({ number: i, children: null, leaves: [i] }));
  let root = present(own[0], 'asset');
  for (const [k, { x, y }] of ordered.entries()) {
    const [a, b] = [present(own[x], 'cluster'), present(own[y], 'cluster')];
    const children: [Cluster, Cluster] = a.number < b.number ? [a, b] : [b, a];
    const leaves = [...children[0].leaves, ...children[1].leaves];
    root = { number: distances.length + k, children, leaves };
    for (const leaf of leaves) own[leaf] = root;
  }
  return root;
}
