/** Steps of the search: the input is found to 0.00001 of its range, where profit is flat to 10^-10 of itself. */
const steps = 24;
/** The golden ratio's inverse as a fraction of neighbouring Fibonacci numbers. */
const ratio = { numerator: 987n, denominator: 1597n };

/**
 * The input at which a route's profit less a fee that grows with the input is highest. A fee only ever makes the best
 * input smaller, so it is looked for at and below the one that is best without, by golden section: profit is concave in
 * the input but for roundings.
 * @param best the best input without a fee
 * @param profitOf profit after the fee at an input; null where the route reverts
 * @returns the best input that was looked at; `best` itself where none was better
 */
export function sizeForFee(best: bigint, profitOf: (amountIn: bigint) => bigint | null): bigint {
  const worth = (amountIn: bigint): bigint => profitOf(amountIn) ?? -(1n << 255n);
  let [low, high] = [0n, best];
  const inner = (): bigint => ((high - low) * ratio.numerator) / ratio.denominator;
  let [left, right] = [high - inner(), low + inner()];
  let [leftWorth, rightWorth] = [worth(left), worth(right)];
  for (let step = 0; step < steps && high - low > 3n; step += 1) {
    if (leftWorth < rightWorth) {
      low = left;
      [left, leftWorth] = [right, rightWorth];
      right = low + inner();
      rightWorth = worth(right);
    } else {
      high = right;
      [right, rightWorth] = [left, leftWorth];
      left = high - inner();
      leftWorth = worth(left);
    }
  }
  const [found, foundWorth] = leftWorth > rightWorth ? [left, leftWorth] : [right, rightWorth];
  return found > 0n && foundWorth > worth(best) ? found : best;
}
