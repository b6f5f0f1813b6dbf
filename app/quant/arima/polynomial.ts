/** Partial autocorrelations, each between -1 and 1, to the coefficients of a stationary autoregression (Durbin 1960; Jones 1980). */
export function stationaryCoefficients(partials: readonly number[]): number[] {
  let coefficients: number[] = [];
  for (const [k, partial] of partials.entries()) {
    coefficients = [...coefficients.map((value, j) => value - partial * (coefficients[k - 1 - j] ?? 0)), partial];
  }
  return coefficients;
}

/** (1 - sum a_i B^i)(1 - sum b_i B^(i s)) as the coefficients of one such polynomial. */
export function seasonalProduct(plain: readonly number[], seasonal: readonly number[], period: number): number[] {
  const product = new Array<number>(plain.length + seasonal.length * period).fill(0);
  const left = [1, ...plain.map((value) => -value)];
  const right = [1, ...seasonal.map((value) => -value)];
  for (const [i, a] of left.entries()) {
    for (const [j, b] of right.entries()) {
      const place = i + j * period - 1;
      if (place >= 0) product[place] = (product[place] ?? 0) - a * b;
    }
  }
  return product;
}

/** x_t - x_(t - lag), `times` times over. */
export function differenced(series: readonly number[], lag: number, times: number): number[] {
  let result = [...series];
  for (let k = 0; k < times; k += 1) result = result.slice(lag).map((value, t) => value - (result[t] ?? 0));
  return result;
}
