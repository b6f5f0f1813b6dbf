import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AbiCoder, ContractFactory, Interface, keccak256, toBeHex } from 'ethers';
import { BugError, present } from '../../domain/errors.ts';
import type { UniswapV2State, UniswapV3State } from '../../domain/pool.ts';
import { type OracleNode, type RpcRequest, startOracleNode } from './oracleNode.ts';

const { resolve } = createRequire(import.meta.url);
const coder = AbiCoder.defaultAbiCoder();

interface Artifact {
  readonly abi: readonly object[];
  readonly bytecode: string;
}

function artifact(file: string): Artifact {
  return JSON.parse(readFileSync(resolve(file), 'utf8')) as Artifact;
}

const artifacts = {
  weth: () => artifact('@uniswap/v2-periphery/build/WETH9.json'),
  v2Factory: () => artifact('@uniswap/v2-core/build/UniswapV2Factory.json'),
  v2Pair: () => artifact('@uniswap/v2-core/build/UniswapV2Pair.json'),
  v2Router: () => artifact('@uniswap/v2-periphery/build/UniswapV2Router02.json'),
  v3Factory: () => artifact('@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json'),
  v3Pool: () => artifact('@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json'),
  quoter: () => artifact('@uniswap/v3-periphery/artifacts/contracts/lens/QuoterV2.sol/QuoterV2.json'),
};

export const v3Tiers = [
  { feePpm: 500, tickSpacing: 10 },
  { feePpm: 3000, tickSpacing: 60 },
  { feePpm: 10_000, tickSpacing: 200 },
] as const;

type Overrides = Record<string, { stateDiff: Record<string, string> }>;

function word(value: bigint): string {
  return toBeHex(BigInt.asUintN(256, value), 32);
}

/** Storage place of `mapping[key]` for a mapping at `slot`. */
function mappingPlace(type: string, key: bigint | string, slot: number): string {
  return keccak256(coder.encode([type, 'uint256'], [key, slot]));
}

/** WETH9 keeps balances in slot 3. */
function balance(token: string, holder: string, amount: bigint): Overrides {
  return { [token]: { stateDiff: { [mappingPlace('address', holder, 3)]: word(amount) } } };
}

/** UniswapV3Pool: slot 0 price and flags, 4 liquidity, 5 ticks, 6 tick bitmap. */
function v3Storage(state: UniswapV3State, tickSpacing: number): Record<string, string> {
  const tick = BigInt.asUintN(24, BigInt(state.tick)) << 160n;
  // One observation, as after initialize, and the lock open.
  const flags = (1n << 200n) | (1n << 216n) | (1n << 240n);
  const diff: Record<string, string> = {
    [word(0n)]: word(state.sqrtPriceX96 | tick | flags),
    [word(4n)]: word(state.liquidity),
  };
  const bitmap = new Map<number, bigint>();
  for (const [tick, { liquidityGross, liquidityNet }] of state.ticks) {
    diff[mappingPlace('int24', BigInt(tick), 5)] = word((BigInt.asUintN(128, liquidityNet) << 128n) | liquidityGross);
    const compressed = Math.floor(tick / tickSpacing);
    const place = compressed >> 8;
    bitmap.set(place, (bitmap.get(place) ?? 0n) | (1n << BigInt(compressed - place * 256)));
  }
  for (const [place, bits] of bitmap) diff[mappingPlace('int16', BigInt(place), 6)] = word(bits);
  return diff;
}

export interface V3Question {
  readonly state: UniswapV3State;
  readonly feePpm: number;
  readonly tickSpacing: number;
  readonly zeroForOne: boolean;
  readonly exactIn: boolean;
  readonly amount: bigint;
  readonly sqrtPriceLimitX96: bigint;
}

export interface V3Answer {
  /** Output of an exact input, input of an exact output. */
  readonly amount: bigint;
  readonly sqrtPriceX96: bigint;
}

export interface V2Question {
  readonly state: UniswapV2State;
  readonly zeroForOne: boolean;
  readonly amountIn: bigint;
  readonly amountOut: bigint;
}

/** Real contracts that answer for any state: the state is put under them for the length of a call. */
export interface QuoteOracle {
  /** QuoterV2 over the real pool; null where it reverts. */
  v3(questions: readonly V3Question[]): Promise<(V3Answer | null)[]>;
  /** Router02's getAmountOut and getAmountIn; null where they revert. */
  v2Library(questions: readonly (V2Question & { readonly exactIn: boolean })[]): Promise<(bigint | null)[]>;
  /** Whether the pair lets `amountOut` go for `amountIn`. */
  v2PairAllows(questions: readonly V2Question[]): Promise<boolean[]>;
  stop(): Promise<void>;
}

class Deployer {
  readonly node: OracleNode;
  readonly from: string;

  constructor(node: OracleNode, from: string) {
    this.node = node;
    this.from = from;
  }

  async #send(transaction: object): Promise<{ contractAddress: string; status: string }> {
    const hash = await this.node.call('eth_sendTransaction', {
      from: this.from,
      gas: toBeHex(30_000_000),
      ...transaction,
    });
    await this.node.call('evm_mine');
    const receipt = (await this.node.call('eth_getTransactionReceipt', hash)) as {
      contractAddress: string;
      status: string;
    };
    if (receipt.status !== '0x1') throw new BugError('a transaction of the oracle failed', { hash: String(hash) });
    return receipt;
  }

  async deploy({ abi, bytecode }: Artifact, ...args: readonly unknown[]): Promise<string> {
    const { data } = await new ContractFactory(abi, bytecode).getDeployTransaction(...args);
    return (await this.#send({ data })).contractAddress;
  }

  async send(to: string, { abi }: Artifact, method: string, args: readonly unknown[]): Promise<void> {
    await this.#send({ to, data: new Interface(abi).encodeFunctionData(method, args) });
  }

  async read(to: string, { abi }: Artifact, method: string, args: readonly unknown[]): Promise<string> {
    const code = new Interface(abi);
    const data = await this.node.call('eth_call', { to, data: code.encodeFunctionData(method, args) }, 'latest');
    return String(code.decodeFunctionResult(method, String(data))[0]);
  }
}

function callRequest(to: string, data: string, overrides: Overrides, from?: string): RpcRequest {
  const call = { to, data, gas: toBeHex(2_000_000_000), ...(from === undefined ? {} : { from }) };
  return { method: 'eth_call', params: [call, 'latest', overrides] };
}

/** Deploys the contracts from their npm packages on a node of our own. */
export async function startQuoteOracle(): Promise<QuoteOracle> {
  const node = await startOracleNode();
  const [from] = (await node.call('eth_accounts')) as string[];
  const deployer = new Deployer(node, present(from, 'account of the node'));
  const weth = artifacts.weth();
  const [tokenA, tokenB] = [await deployer.deploy(weth), await deployer.deploy(weth)];
  const [token0, token1] = tokenA.toLowerCase() < tokenB.toLowerCase() ? [tokenA, tokenB] : [tokenB, tokenA];
  const v2Factory = await deployer.deploy(artifacts.v2Factory(), deployer.from);
  await deployer.send(v2Factory, artifacts.v2Factory(), 'createPair', [token0, token1]);
  const pair = await deployer.read(v2Factory, artifacts.v2Factory(), 'getPair', [token0, token1]);
  const router = await deployer.deploy(artifacts.v2Router(), v2Factory, tokenA);
  const v3Factory = await deployer.deploy(artifacts.v3Factory());
  const quoter = await deployer.deploy(artifacts.quoter(), v3Factory, tokenA);
  const pools = new Map<number, string>();
  for (const { feePpm } of v3Tiers) {
    await deployer.send(v3Factory, artifacts.v3Factory(), 'createPool', [token0, token1, feePpm]);
    const pool = await deployer.read(v3Factory, artifacts.v3Factory(), 'getPool', [token0, token1, feePpm]);
    await deployer.send(pool, artifacts.v3Pool(), 'initialize', [1n << 96n]);
    pools.set(feePpm, pool);
  }
  const codes = {
    quoter: new Interface(artifacts.quoter().abi),
    router: new Interface(artifacts.v2Router().abi),
    pair: new Interface(artifacts.v2Pair().abi),
  };

  const v3Request = (question: V3Question): RpcRequest => {
    const pool = present(pools.get(question.feePpm), 'pool of a fee tier');
    const [tokenIn, tokenOut] = question.zeroForOne ? [token0, token1] : [token1, token0];
    const method = question.exactIn ? 'quoteExactInputSingle' : 'quoteExactOutputSingle';
    const data = codes.quoter.encodeFunctionData(method, [
      [tokenIn, tokenOut, question.amount, question.feePpm, question.sqrtPriceLimitX96],
    ]);
    return callRequest(quoter, data, {
      [pool]: { stateDiff: v3Storage(question.state, question.tickSpacing) },
      ...balance(tokenOut, pool, 1n << 255n),
    });
  };

  const pairRequest = ({ state, zeroForOne, amountIn, amountOut }: V2Question): RpcRequest => {
    const data = codes.pair.encodeFunctionData('swap', [
      zeroForOne ? 0n : amountOut,
      zeroForOne ? amountOut : 0n,
      deployer.from,
      '0x',
    ]);
    // The pair packs both reserves and a time into slot 8; the swap's input is already there.
    const reserves = { [word(8n)]: word(state.reserve0 | (state.reserve1 << 112n)), [word(12n)]: word(1n) };
    return callRequest(
      pair,
      data,
      {
        [pair]: { stateDiff: reserves },
        ...balance(token0, pair, state.reserve0 + (zeroForOne ? amountIn : 0n)),
        ...balance(token1, pair, state.reserve1 + (zeroForOne ? 0n : amountIn)),
      },
      deployer.from,
    );
  };

  return {
    v3: async (questions) => {
      const replies = await node.batch(questions.map(v3Request));
      return replies.map((reply, i) => {
        if (!reply.ok) return null;
        const method = questions[i]?.exactIn ? 'quoteExactInputSingle' : 'quoteExactOutputSingle';
        const [amount, sqrtPriceX96] = codes.quoter.decodeFunctionResult(method, String(reply.result));
        return { amount: BigInt(amount), sqrtPriceX96: BigInt(sqrtPriceX96) };
      });
    },
    v2Library: async (questions) => {
      const replies = await node.batch(
        questions.map(({ state: { reserve0, reserve1 }, zeroForOne, amountIn, amountOut, exactIn }) => {
          const reserves = zeroForOne ? [reserve0, reserve1] : [reserve1, reserve0];
          const method = exactIn ? 'getAmountOut' : 'getAmountIn';
          return callRequest(
            router,
            codes.router.encodeFunctionData(method, [exactIn ? amountIn : amountOut, ...reserves]),
            {},
          );
        }),
      );
      return replies.map((reply) => (reply.ok ? BigInt(String(reply.result)) : null));
    },
    v2PairAllows: async (questions) => (await node.batch(questions.map(pairRequest))).map((reply) => reply.ok),
    stop: () => node.stop(),
  };
}
