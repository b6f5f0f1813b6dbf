import { SwapKind, Vault } from '@balancer-labs/balancer-maths';
import { seededRandom } from '../domain/random.ts';
import type { ExactPoolState } from './exactPoolState.ts';
import { measureExactPool } from './testing/quoteBench.ts';

type BalancerState = Extract<ExactPoolState, { kind: 'balancerWeighted' | 'balancerStable' }>;

const wad = 10n ** 18n;
const tokens = ['0x0000000000000000000000000000000000000001', '0x0000000000000000000000000000000000000002'];
const even = {
  vault: 3,
  balances: [wad * 1_000_000n, wad * 1_100_000n],
  scalingFactors: [wad, wad],
  rates: [wad, wad],
  swapFee: 10n ** 15n,
} as const;

const states: Readonly<Record<string, BalancerState>> = {
  'kind=weighted weights=50/50': { kind: 'balancerWeighted', ...even, weights: [wad / 2n, wad / 2n], powVersion: 2 },
  'kind=weighted weights=80/20': {
    kind: 'balancerWeighted',
    ...even,
    weights: [(wad * 8n) / 10n, (wad * 2n) / 10n],
    powVersion: 2,
  },
  'kind=weighted weights=60/40': {
    kind: 'balancerWeighted',
    ...even,
    weights: [(wad * 6n) / 10n, (wad * 4n) / 10n],
    powVersion: 2,
  },
  'kind=stable': {
    kind: 'balancerStable',
    ...even,
    amp: 200_000n,
    ampPrecision: 1000n,
    roundInvariantUp: false,
    bptIndex: null,
  },
};

function sdkQuote(state: BalancerState): (amountRaw: bigint) => bigint {
  const vault = new Vault();
  const common = {
    poolAddress: '0x00000000000000000000000000000000000000ff',
    tokens,
    scalingFactors: [1n, 1n],
    swapFee: state.swapFee,
    balancesLiveScaled18: [...state.balances],
    tokenRates: [...state.rates],
    totalSupply: wad * 1_000_000n,
    aggregateSwapFee: 0n,
    supportsUnbalancedLiquidity: true,
  };
  const pool =
    state.kind === 'balancerWeighted'
      ? { ...common, poolType: 'WEIGHTED' as const, weights: [...state.weights] }
      : { ...common, poolType: 'STABLE' as const, amp: state.amp };
  const [tokenIn = '', tokenOut = ''] = tokens;
  return (amountRaw) => vault.swap({ amountRaw, tokenIn, tokenOut, swapKind: SwapKind.GivenIn }, pool);
}

/** Exact outputs of one pool of Vault 3 in one state, a thousand a call. */
export async function bench(emit: (line: object) => void): Promise<void> {
  for (const [name, state] of Object.entries(states)) {
    const random = seededRandom(43);
    const amounts = Array.from({ length: 1000 }, () => wad + BigInt(random.below(1e15)) * 10n ** 7n);
    const output = sdkQuote(state);
    const peers = [{ name: 'js:@balancer-labs/balancer-maths', output: (i: number) => output(amounts[i] ?? 0n) }];
    for (const line of await measureExactPool(state, amounts, peers)) {
      emit({ bench: 'quote-balancer', case: `${name} batch=1000`, unit: 'ns', ...line });
    }
  }
}
