import { seededRandom } from '../domain/random.ts';
import type { ExactPoolState } from './exactPoolState.ts';
import { referenceCurveCrypto, referenceCurveStable } from './reference/curve.ts';
import { measureExactPool } from './testing/quoteBench.ts';

const wad = 10n ** 18n;
const million = 1_000_000n;

const stable = {
  kind: 'curveStable',
  amp: 200_000n,
  ampPrecision: 100n,
  feeE10: 4_000_000n,
  adminFeeE10: 5_000_000_000n,
  offpegFeeMultiplierE10: 0n,
  feeInToken: false,
  invariantForm: 'perCoin',
} as const;

const stables = {
  'kind=stable coins=2': { ...stable, balances: [wad * 9n * million, wad * 11n * million], rates: [wad, wad] },
  'kind=stable coins=3': {
    ...stable,
    balances: [wad * 60n * million, 58n * million * million, 71n * million * million],
    rates: [wad, wad * million * million, wad * million * million],
  },
} as const;

const crypto = {
  kind: 'curveCrypto',
  gamma: 145_000_000_000_000n,
  midFeeE10: 26_000_000n,
  outFeeE10: 45_000_000n,
  feeGamma: 230_000_000_000_000n,
  solver: 'newton',
} as const;

const three = {
  ...crypto,
  gamma: 11_809_167_828_997n,
  feeGamma: 500_000_000_000_000n,
  balances: [wad * million, wad * 16n, wad * 280n],
  precisions: [1n, 1n, 1n],
  priceScale: [wad * 62_500n, wad * 3571n],
  amp: 1_707_629n,
  invariant: 2_999_880n * wad,
} as const;

const cryptos = {
  'kind=crypto coins=2': {
    ...crypto,
    balances: [wad * million, wad * 410n],
    precisions: [1n, 1n],
    priceScale: [wad * 2439n],
    amp: 400_000n,
    invariant: 1_999_990n * wad,
  },
  'kind=crypto coins=3': three,
} as const;

/** Exact outputs of one pool in one state, a thousand a call. */
export async function bench(emit: (line: object) => void): Promise<void> {
  const measure = async (name: string, state: ExactPoolState, output: (amount: bigint) => bigint): Promise<void> => {
    const random = seededRandom(44);
    const amounts = Array.from({ length: 1000 }, () => wad + BigInt(random.below(1e15)) * 10n ** 6n);
    const peers = [{ name: 'js:the contract in BigInt', output: (i: number) => output(amounts[i] ?? 0n) }];
    for (const line of await measureExactPool(state, amounts, peers)) {
      emit({ bench: 'quote-curve', case: `${name} batch=1000`, unit: 'ns', ...line });
    }
  };
  for (const [name, state] of Object.entries(stables)) {
    await measure(name, state, (amount) => referenceCurveStable(state, amount));
  }
  for (const [name, state] of Object.entries(cryptos)) {
    await measure(name, state, (amount) => referenceCurveCrypto(state, amount));
  }
}
