/** Moves of an asset's price that are kept, newest last. */
const keptMoves = 128;
/** With fewer moves in common nobody knows whether two assets are related. */
export const leastMoves = 30;

/** Which holdings move together: by the correlation of their prices as they were seen, from look to look. */
export class RelatedAssets {
  readonly #moves = new Map<string, (number | null)[]>();
  #last: ReadonlyMap<string, number> = new Map();

  /** @param prices of every asset that is held, in any one currency, above 0 */
  note(prices: ReadonlyMap<string, number>): void {
    for (const [asset, price] of prices) {
      const before = this.#last.get(asset);
      const move = before === undefined || !(price > 0) || !(before > 0) ? null : Math.log(price / before);
      const moves = this.#moves.get(asset) ?? [];
      moves.push(move);
      if (moves.length > keptMoves) moves.shift();
      this.#moves.set(asset, moves);
    }
    for (const asset of this.#moves.keys()) if (!prices.has(asset)) this.#moves.delete(asset);
    this.#last = prices;
  }

  /** From -1 to 1; null while too few moves are known, or one of the two never moved. */
  correlation(first: string, second: string): number | null {
    const [a, b] = [this.#moves.get(first) ?? [], this.#moves.get(second) ?? []];
    const common = Math.min(a.length, b.length);
    let [n, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
    for (let i = 1; i <= common; i += 1) {
      const [x, y] = [a.at(-i) ?? null, b.at(-i) ?? null];
      if (x === null || y === null) continue;
      n += 1;
      sumA += x;
      sumB += y;
      sumAA += x * x;
      sumBB += y * y;
      sumAB += x * y;
    }
    const spread = (n * sumAA - sumA * sumA) * (n * sumBB - sumB * sumB);
    if (n < leastMoves || !(spread > 0)) return null;
    return Math.max(-1, Math.min(1, (n * sumAB - sumA * sumB) / Math.sqrt(spread)));
  }

  /**
   * A number for each asset that is held; those with one number are related, directly or through others.
   * @param threshold from which correlation on; what is not known counts as related
   */
  clusters(threshold: number): ReadonlyMap<string, number> {
    const assets = [...this.#moves.keys()];
    const clusters = new Map(assets.map((asset, i) => [asset, i]));
    for (const [i, first] of assets.entries()) {
      for (const second of assets.slice(i + 1)) {
        const [from, to] = [clusters.get(second), clusters.get(first)];
        if (from === to || from === undefined || to === undefined) continue;
        if ((this.correlation(first, second) ?? 1) < threshold) continue;
        for (const [asset, cluster] of clusters) if (cluster === from) clusters.set(asset, to);
      }
    }
    return clusters;
  }

  copy(): RelatedAssets {
    const copy = new RelatedAssets();
    for (const [asset, moves] of this.#moves) copy.#moves.set(asset, [...moves]);
    copy.#last = this.#last;
    return copy;
  }
}
