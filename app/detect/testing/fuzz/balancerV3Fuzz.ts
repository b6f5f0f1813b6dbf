import { present } from '../../../domain/errors.ts';
import { type Random, seededRandom } from '../../../domain/random.ts';
import type { ExactPoolState } from '../../exactPoolState.ts';
import { type Deployer, ownContract, startOracle } from '../contractBatch.ts';
import { randomFee, randomWeights } from './balancerFuzz.ts';
import type { FuzzQuestion } from './fuzzQuestion.ts';
import type { QuoteFuzz } from './quoteFuzz.ts';
import { simplerNumbers } from './simplerNumbers.ts';

type BalancerState = Extract<ExactPoolState, { kind: 'balancerWeighted' | 'balancerStable' }>;

/** A pool on the node; its tokens, balances and fee are its Vault's to say, and that is us. */
interface V3PoolOnNode {
  readonly address: string;
  readonly count: number;
  stateOf(vault: Pick<BalancerState, 'balances' | 'scalingFactors' | 'rates' | 'swapFee'>): BalancerState;
}

interface V3Question extends FuzzQuestion {
  readonly state: BalancerState;
  readonly pool: V3PoolOnNode;
  /** As the Vault has them. */
  readonly balances: readonly bigint[];
}

const wad = 10n ** 18n;
const leastBalance = 10n ** 6n;
const poolsMade = 12;

async function makeWeighted(deployer: Deployer, random: Random): Promise<V3PoolOnNode> {
  const count = 2 + random.below(4);
  const weights = randomWeights(random, count);
  const least = weights.map(() => leastBalance);
  const shape = ['Pool', 'POOL', count, weights, '1', least];
  const address = await deployer.deploy(ownContract('BalancerV3WeightedPool'), shape, deployer.from);
  return {
    address,
    count,
    stateOf: (vault) => ({ kind: 'balancerWeighted', vault: 3, ...vault, weights, powVersion: 2 }),
  };
}

async function makeStable(deployer: Deployer, random: Random): Promise<V3PoolOnNode> {
  const amp = BigInt(1 + random.below(5000));
  const shape = ['Pool', 'POOL', amp, '1'];
  const address = await deployer.deploy(ownContract('BalancerV3StablePool'), shape, deployer.from);
  const curve = { amp: amp * 1000n, ampPrecision: 1000n, roundInvariantUp: false, bptIndex: null };
  return {
    address,
    count: 2 + random.below(4),
    stateOf: (vault) => ({ kind: 'balancerStable', vault: 3, ...vault, ...curve }),
  };
}

/** This version of the weighted pool counts a unit more of the token that goes in than the Vault says; its predecessors do not. */
function withUnit(state: BalancerState, place: number): BalancerState {
  if (state.kind === 'balancerStable') return state;
  return { ...state, balances: state.balances.map((balance, i) => (i === place ? balance + 1n : balance)) };
}

function drawOne(random: Random, pools: readonly V3PoolOnNode[]): V3Question {
  const pool = present(pools[random.below(pools.length)], 'pool');
  const size = 10n ** BigInt(18 + random.below(9)) * BigInt(1 + random.below(1000));
  const places = Array.from({ length: pool.count }, (_, place) => place);
  const balances = places.map(() => (size * BigInt(1000 + random.below(3000))) / 1000n + BigInt(random.below(1000)));
  const digits = places.map(() => BigInt([0, 0, 12, 10][random.below(4)] ?? 0));
  const scalingFactors = digits.map((missing) => wad * 10n ** missing);
  const rates = places.map(() => (random.below(2) === 0 ? wad : wad + BigInt(random.below(1e9)) * 10n ** 9n));
  const from = random.below(pool.count);
  const out = (from + 1 + random.below(pool.count - 1)) % pool.count;
  const direction = { in: from, out, exactIn: random.below(2) === 0 };
  const given = direction.exactIn ? from : out;
  // Up to a third of the balance; now and then twice is asked for, which no pool gives.
  const part = !direction.exactIn && random.below(16) === 0 ? 2_000_000 : 1 + random.below(350_000);
  const live = ((balances[given] ?? 1n) * BigInt(part)) / 1_000_000n;
  const raw = (live * wad) / (rates[given] ?? wad) / 10n ** (digits[given] ?? 0n);
  const state = withUnit(pool.stateOf({ balances, scalingFactors, rates, swapFee: randomFee(random) }), from);
  return { pool, state, balances, direction, amount: (raw >> BigInt(random.below(5) * 4)) + 1n };
}

async function startV3(
  seed: number,
  make: (deployer: Deployer, random: Random) => Promise<V3PoolOnNode>,
): Promise<QuoteFuzz<V3Question>> {
  const oracle = await startOracle('BalancerV3Asker', async (deployer, asker) => {
    const random = seededRandom(seed);
    const facts: V3PoolOnNode[] = [];
    for (let i = 0; i < poolsMade; i += 1) facts.push(await make(deployer, random));
    return { facts, asker: await deployer.deploy(asker) };
  });
  return {
    draw: (random, count) => Array.from({ length: count }, () => drawOne(random, oracle.facts)),
    ask: async (questions) => {
      const calls = questions.map(({ pool, state, balances, direction, amount }) => {
        const scaling = state.scalingFactors.map((factor) => factor / wad);
        const swap = [direction.exactIn, direction.in, direction.out, amount, state.swapFee];
        return { method: 'ask', args: [[pool.address, ...swap, balances, scaling, state.rates]] };
      });
      const answers = await oracle.ask(calls);
      return questions.map(({ direction, amount }, i) => {
        const answer = answers[i] ?? null;
        if (answer === null) return { ok: false };
        const other = answer[0] as bigint;
        const [amountIn, amountOut] = direction.exactIn ? [amount, other] : [other, amount];
        return { ok: true, amountIn, amountOut };
      });
    },
    simpler: (question) => simplerNumbers(question.amount).map((amount) => ({ ...question, amount })),
    stop: () => oracle.stop(),
  };
}

/** Balancer V3's pools, of the source that its packages carry. */
export const startBalancerV3Weighted = (seed: number): Promise<QuoteFuzz<V3Question>> => startV3(seed, makeWeighted);
export const startBalancerV3Stable = (seed: number): Promise<QuoteFuzz<V3Question>> => startV3(seed, makeStable);
