import { present } from '../../../domain/errors.ts';
import { type Random, seededRandom } from '../../../domain/random.ts';
import type { ExactPoolState } from '../../exactPoolState.ts';
import { type CompiledContract, type Deployer, ownContract, publishedContract, startOracle } from '../contractBatch.ts';
import type { FuzzQuestion } from './fuzzQuestion.ts';
import type { QuoteFuzz } from './quoteFuzz.ts';
import { simplerBalances, simplerNumbers } from './simplerNumbers.ts';

type BalancerState = Extract<ExactPoolState, { kind: 'balancerWeighted' | 'balancerStable' }>;

/** A pool on the node, and the part of its state that its maker fixed. */
interface BalancerOnNode {
  readonly address: string;
  readonly tokens: readonly string[];
  /** Asked by two balances, not by all. */
  readonly isPair: boolean;
  stateOf(balances: readonly bigint[]): BalancerState;
}

interface BalancerQuestion extends FuzzQuestion {
  readonly state: BalancerState;
  readonly pool: BalancerOnNode;
}

const wad = 10n ** 18n;
export const balancerTask = (folder: string, name: string): CompiledContract =>
  publishedContract(`balancer-v2-tasks/dist/tasks/${folder}/artifact/${name}.json`);

interface Linkable extends CompiledContract {
  readonly linkReferences?: Readonly<
    Record<string, Readonly<Record<string, readonly { start: number; length: number }[]>>>
  >;
}

/** The contract with the address of its library put where it refers to one. */
function linked(contract: Linkable, library: string): CompiledContract {
  const places = Object.values(contract.linkReferences ?? {}).flatMap((file) => Object.values(file).flat());
  let { bytecode } = contract;
  for (const { start, length } of places) {
    bytecode =
      bytecode.slice(0, 2 + 2 * start) + library.slice(2).toLowerCase() + bytecode.slice(2 + 2 * (start + length));
  }
  return { abi: contract.abi, bytecode };
}

/** Deploys the Vault, and makes pools of it by the factories that the networks have. */
export class Maker {
  readonly #deployer: Deployer;
  readonly #vault: string;
  readonly #fees: string;

  constructor(deployer: Deployer, vault: string, fees: string) {
    this.#deployer = deployer;
    this.#vault = vault;
    this.#fees = fees;
  }

  /** Tokens in the ascending order of addresses that the Vault asks for, with the rates of those that have one. */
  async tokens(
    random: Random,
    count: number,
    rated: boolean,
  ): Promise<{ at: string; scaling: bigint; rate: bigint }[]> {
    const made = [];
    for (let i = 0; i < count; i += 1) {
      const decimals = [18, 18, 6, 8][random.below(4)] ?? 18;
      const rate = rated && random.below(2) === 0 ? wad + BigInt(random.below(1e9)) * 10n ** 9n : wad;
      const at = await this.#deployer.deploy(ownContract('OracleToken'), decimals, rate);
      made.push({ at, scaling: 10n ** BigInt(18 - decimals) * rate, rate });
    }
    return made.sort((a, b) => (a.at.toLowerCase() < b.at.toLowerCase() ? -1 : 1));
  }

  async factory(published: CompiledContract, kind: 'old' | 'provider' | 'versioned'): Promise<string> {
    const queries = balancerTask('deprecated/20210727-meta-stable-pool', 'QueryProcessor');
    const contract = linked(published, await this.#deployer.deploy(queries));
    const versions = kind === 'versioned' ? ['factory', 'pool'] : [];
    const fees = kind === 'old' ? [] : [this.#fees];
    return this.#deployer.deploy(contract, this.#vault, ...fees, ...versions);
  }

  /** @returns the address of the new pool, which a call of the same transaction tells beforehand */
  async create(factory: string, contract: CompiledContract, ...args: readonly unknown[]): Promise<string> {
    const address = await this.#deployer.read(factory, contract, 'create', ...args);
    await this.#deployer.call(factory, contract, 'create', ...args);
    return address;
  }

  get owner(): string {
    return this.#deployer.from;
  }
}

export function randomFee(random: Random): bigint {
  return BigInt(1 + random.below(100_000)) * 10n ** 12n;
}

export function randomWeights(random: Random, count: number): bigint[] {
  const even = Array.from({ length: count }, () => (random.below(3) === 0 ? 1 : 1 + random.below(8)));
  const total = even.reduce((sum, each) => sum + each, 0);
  // Hundredths, 1 at the least; the last takes the rest.
  const hundredths = even.map((each) => Math.max(1, Math.floor((100 * each) / total)));
  const others = hundredths.slice(1).reduce((sum, each) => sum + each, 0);
  return [100 - others, ...hundredths.slice(1)].map((each) => BigInt(each) * 10n ** 16n);
}

const weightedFactories = [
  {
    contract: () => balancerTask('deprecated/20210418-weighted-pool', 'WeightedPoolFactory'),
    kind: 'old',
    powVersion: 1,
  },
  { contract: () => balancerTask('20220908-weighted-pool-v2', 'WeightedPoolFactory'), kind: 'provider', powVersion: 2 },
  {
    contract: () => balancerTask('20230206-weighted-pool-v3', 'WeightedPoolFactory'),
    kind: 'versioned',
    powVersion: 2,
  },
] as const;

async function makeWeighted(maker: Maker, random: Random, poolsEach: number): Promise<BalancerOnNode[]> {
  const pools: BalancerOnNode[] = [];
  for (const { contract, kind, powVersion } of weightedFactories) {
    const factory = await maker.factory(contract(), kind);
    for (let i = 0; i < poolsEach; i += 1) {
      const tokens = await maker.tokens(random, 2 + random.below(3), false);
      const [weights, swapFee] = [randomWeights(random, tokens.length), randomFee(random)];
      const at = tokens.map((token) => token.at);
      const rates = kind === 'old' ? [] : [at.map(() => `0x${'00'.repeat(20)}`)];
      const address = await maker.create(
        factory,
        contract(),
        'Pool',
        'POOL',
        at,
        weights,
        ...rates,
        swapFee,
        maker.owner,
      );
      pools.push({
        address,
        tokens: at,
        isPair: true,
        stateOf: (balances) => ({
          kind: 'balancerWeighted',
          vault: 2,
          balances,
          scalingFactors: tokens.map(({ scaling }) => scaling),
          rates: tokens.map(() => wad),
          swapFee,
          weights,
          powVersion,
        }),
      });
    }
  }
  return pools;
}

const stableFactories = [
  {
    contract: () => balancerTask('deprecated/20210624-stable-pool', 'StablePoolFactory'),
    kind: 'old',
    own: 'stable',
    roundInvariantUp: true,
  },
  {
    contract: () => balancerTask('20220609-stable-pool-v2', 'StablePoolFactory'),
    kind: 'old',
    own: 'stable',
    roundInvariantUp: false,
  },
  {
    contract: () => balancerTask('deprecated/20210727-meta-stable-pool', 'MetaStablePoolFactory'),
    kind: 'old',
    own: 'meta',
    roundInvariantUp: true,
  },
  {
    contract: () => balancerTask('20230206-composable-stable-pool-v3', 'ComposableStablePoolFactory'),
    kind: 'versioned',
    own: 'composable',
    roundInvariantUp: false,
  },
] as const;

async function makeStable(maker: Maker, random: Random, poolsEach: number): Promise<BalancerOnNode[]> {
  const pools: BalancerOnNode[] = [];
  for (const { contract, kind, own, roundInvariantUp } of stableFactories) {
    const factory = await maker.factory(contract(), kind);
    for (let i = 0; i < poolsEach; i += 1) {
      const tokens = await maker.tokens(random, own === 'meta' ? 2 : 2 + random.below(3), own !== 'stable');
      const [amp, swapFee] = [BigInt(1 + random.below(5000)), randomFee(random)];
      const at = tokens.map((token) => token.at);
      const providers = tokens.map((token) => (token.rate === wad ? `0x${'00'.repeat(20)}` : token.at));
      const durations = tokens.map(({ rate }) => (rate === wad ? 0 : 3600));
      const rates = {
        stable: [],
        meta: [providers, durations],
        composable: [providers, durations, tokens.map(() => false)],
      }[own];
      const oracle = own === 'meta' ? [false] : [];
      const address = await maker.create(
        factory,
        contract(),
        'Pool',
        'POOL',
        at,
        amp,
        ...rates,
        swapFee,
        ...oracle,
        maker.owner,
      );
      const listed = [...tokens];
      if (own === 'composable') {
        listed.push({ at: address, scaling: wad, rate: wad });
        listed.sort((a, b) => (a.at.toLowerCase() < b.at.toLowerCase() ? -1 : 1));
      }
      pools.push({
        address,
        tokens: listed.map((token) => token.at),
        isPair: own === 'meta',
        stateOf: (balances) => ({
          kind: 'balancerStable',
          vault: 2,
          balances,
          scalingFactors: listed.map(({ scaling }) => scaling),
          rates: listed.map(() => wad),
          swapFee,
          amp: amp * 1000n,
          ampPrecision: 1000n,
          roundInvariantUp,
          bptIndex: own === 'composable' ? listed.findIndex((token) => token.at === address) : null,
        }),
      });
    }
  }
  return pools;
}

/** Values of 18 decimals near one another (stable) or not, as the tokens' own units. */
function randomBalances(random: Random, pool: BalancerOnNode): bigint[] {
  const { kind, scalingFactors } = pool.stateOf([]);
  const size = 10n ** BigInt(18 + random.below(9)) * BigInt(1 + random.below(1000));
  const spread = kind === 'balancerStable' ? 4 : 1000;
  return scalingFactors.map((scaling) => {
    const factor = BigInt(1000 + random.below(1000 * spread));
    const value = random.below(2) === 0 ? (size * factor) / 1000n : (size * 1000n) / factor;
    return (value * wad) / scaling + 1n;
  });
}

function drawOne(random: Random, pools: readonly BalancerOnNode[]): BalancerQuestion {
  const pool = present(pools[random.below(pools.length)], 'pool');
  const state = pool.stateOf(randomBalances(random, pool));
  const share = state.kind === 'balancerStable' ? state.bptIndex : null;
  const places = pool.tokens.map((_, place) => place).filter((place) => place !== share);
  const from = random.below(places.length);
  const to = (from + 1 + random.below(places.length - 1)) % places.length;
  const direction = {
    in: present(places[from], 'place'),
    out: present(places[to], 'place'),
    exactIn: random.below(2) === 0,
  };
  const given = state.balances[direction.exactIn ? direction.in : direction.out] ?? 1n;
  const part = (given * BigInt(1 + random.below(350_000))) / 1_000_000n;
  return { pool, state, direction, amount: (part >> BigInt(random.below(12) * 4)) + BigInt(random.below(2)) };
}

const poolsEach = 6;

/** Vault 2 and the contract that tells pools the protocol's fees. */
export async function deployVault(deployer: Deployer): Promise<{ vault: string; fees: string }> {
  const weth = await deployer.deploy(ownContract('OracleToken'), 18, wad);
  const window = [90 * 86_400, 30 * 86_400];
  const vault = await deployer.deploy(balancerTask('20210418-vault', 'Vault'), deployer.from, weth, ...window);
  const provider = balancerTask('20220725-protocol-fee-percentages-provider', 'ProtocolFeePercentagesProvider');
  return { vault, fees: await deployer.deploy(provider, vault, wad, wad) };
}

async function startBalancer(
  seed: number,
  make: (maker: Maker, random: Random, poolsEach: number) => Promise<BalancerOnNode[]>,
): Promise<QuoteFuzz<BalancerQuestion>> {
  const oracle = await startOracle('BalancerAsker', async (deployer, asker) => {
    const { vault, fees } = await deployVault(deployer);
    const facts = await make(new Maker(deployer, vault, fees), seededRandom(seed), poolsEach);
    // The pools are real and answer their Vault alone: from here on that is the one who asks.
    const at = await deployer.deploy(asker);
    await deployer.node.call('anvil_setCode', vault, await deployer.node.call('eth_getCode', at, 'latest'));
    await deployer.node.call('evm_increaseTime', 365 * 86_400);
    await deployer.node.call('evm_mine');
    return { facts, asker: vault };
  });
  return {
    draw: (random, count) => Array.from({ length: count }, () => drawOne(random, oracle.facts)),
    ask: async (questions) => {
      const calls = questions.map(({ pool, state, direction, amount }) => ({
        method: 'ask',
        args: [
          pool.address,
          pool.isPair,
          pool.tokens,
          state.balances,
          direction.exactIn,
          direction.in,
          direction.out,
          amount,
        ],
      }));
      const answers = await oracle.ask(calls);
      return questions.map(({ direction, amount }, i) => {
        const answer = answers[i] ?? null;
        if (answer === null) return { ok: false };
        const other = answer[0] as bigint;
        return {
          ok: true,
          amountIn: direction.exactIn ? amount : other,
          amountOut: direction.exactIn ? other : amount,
        };
      });
    },
    simpler: (question) => [
      ...simplerNumbers(question.amount).map((amount) => ({ ...question, amount })),
      ...simplerBalances(question.state).map((state) => ({ ...question, state })),
    ],
    stop: () => oracle.stop(),
  };
}

export const startBalancerWeighted = (seed: number): Promise<QuoteFuzz<BalancerQuestion>> =>
  startBalancer(seed, makeWeighted);
export const startBalancerStable = (seed: number): Promise<QuoteFuzz<BalancerQuestion>> =>
  startBalancer(seed, makeStable);
