import type { ExactPoolState } from '../../exactPoolState.ts';
import type { FuzzAnswer, FuzzQuestion } from './fuzzQuestion.ts';

/** The core's names of a state's fields that a vector file knows by another. */
const renamed: Readonly<Record<string, string>> = { amp: 'A', ampPrecision: 'aPrecision', invariant: 'D' };

function withNames(state: object): object {
  return Object.fromEntries(
    Object.entries(state).flatMap(([key, value]: [string, unknown]) => {
      if (key === 'feeInToken') return [['variant', value === true ? 'feeInToken' : 'default']];
      if (key === 'base') return [[key, withNames(value as object)]];
      return [[renamed[key] ?? key, value]];
    }),
  );
}

function vectorPool(state: ExactPoolState): object {
  if (state.kind.startsWith('curve')) return withNames(state);
  return state.kind === 'uniswapV4' ? { ...state, hooks: `0x${state.hooks.toString(16)}` } : state;
}

/** A question and the chain's answer as one line that is a conformance vector file (`suite` amm). */
export function vectorLine({ state, direction, amount }: FuzzQuestion, answer: FuzzAnswer): string {
  const { exactIn, underlying, sqrtPriceLimitX96, ...sides } = direction;
  const one = {
    pool: 'found',
    method: exactIn ? 'exactIn' : 'exactOut',
    ...sides,
    ...(underlying === true ? { underlying } : {}),
    amount,
    ...(sqrtPriceLimitX96 === undefined ? {} : { sqrtPriceLimitX96 }),
    ...(answer.ok
      ? {
          expect: exactIn ? answer.amountOut : answer.amountIn,
          expectFilled: exactIn ? answer.amountIn : answer.amountOut,
          ...(answer.after === undefined ? {} : { expectState: answer.after }),
        }
      : { expectError: true }),
  };
  const file = { suite: 'amm', pools: { found: vectorPool(state) }, cases: [one] };
  return JSON.stringify(file, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
