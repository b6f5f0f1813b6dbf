import { afterAll, beforeAll, expect, test } from 'vitest';
import { present } from '../domain/errors.ts';
import { seededRandom } from '../domain/random.ts';
import { ExactPool } from './exactPool.ts';
import { Deployer, ownContract, publishedContract } from './testing/contractBatch.ts';
import { type OracleNode, startOracleNode } from './testing/oracleNode.ts';
import { arriving, leastSent, swapWithTransferFees, type TransferFees } from './transferFees.ts';

const factory = publishedContract('@uniswap/v2-core/build/UniswapV2Factory.json');
const pair = publishedContract('@uniswap/v2-core/build/UniswapV2Pair.json');
const router = publishedContract('@uniswap/v2-periphery/build/UniswapV2Router02.json');
const feeToken = ownContract('FeeToken');
const plainToken = ownContract('Token');
const wad = 10n ** 18n;
const never = 2n ** 255n;
const swapMethod = 'swapExactTokensForTokensSupportingFeeOnTransferTokens';

let node: OracleNode;
let deployer: Deployer;
/** A holder that pays and is paid; tokens take their fees to the account that made them, which is another. */
const holder = '0x00000000000000000000000000000000000a11ce';

beforeAll(async () => {
  node = await startOracleNode();
  const [from] = (await node.call('eth_accounts')) as string[];
  deployer = new Deployer(node, present(from, 'account'));
  await node.call('anvil_impersonateAccount', holder);
  await node.call('anvil_setBalance', holder, '0x3635c9adc5dea00000');
});

afterAll(() => node.stop());

/** A pair of the real factory over two tokens, and what the holder has. */
async function scene(kinds: readonly [boolean, boolean]): Promise<{
  readonly at: string;
  readonly routerAt: string;
  readonly tokens: readonly string[];
  readonly fees: TransferFees;
}> {
  const made: { at: string; isFee: boolean }[] = [];
  for (const isFee of kinds)
    made.push({ at: await deployer.deploy(isFee ? feeToken : plainToken, 'T', 'T', 18), isFee });
  made.sort((a, b) => (a.at.toLowerCase() < b.at.toLowerCase() ? -1 : 1));
  const tokens = made.map(({ at }) => at);
  const factoryAt = await deployer.deploy(factory, deployer.from);
  const routerAt = await deployer.deploy(router, factoryAt, tokens[0]);
  await deployer.call(factoryAt, factory, 'createPair', ...tokens);
  const at = await deployer.read(factoryAt, factory, 'getPair', ...tokens);
  const asHolder = new Deployer(node, holder);
  for (const token of tokens) {
    await deployer.call(token, plainToken, 'mint', [at], 10n ** 6n * wad);
    await deployer.call(token, plainToken, 'mint', [holder], 10n ** 9n * wad);
    await asHolder.call(token, plainToken, 'approve', routerAt, never);
  }
  await deployer.call(at, pair, 'sync');
  return { at, routerAt, tokens, fees: [made[0]?.isFee ? 10_000 : 0, made[1]?.isFee ? 10_000 : 0] };
}

test.each([
  ['the one token', [true, false]],
  ['both tokens', [true, true]],
] as const)(
  "swaps where %s keep a part of each transfer are the router's and the pair's",
  { timeout: 120_000 },
  async (_, kinds) => {
    const { at, routerAt, tokens, fees } = await scene(kinds);
    const asHolder = new Deployer(node, holder);
    const random = seededRandom(91);
    const held = async (token: string, who: string): Promise<bigint> =>
      BigInt(await deployer.read(token, plainToken, 'balanceOf', who));
    const pool = new ExactPool({
      kind: 'uniswapV2',
      reserve0: 10n ** 6n * wad,
      reserve1: 10n ** 6n * wad,
      feePpm0: 3000,
      feePpm1: 3000,
    });
    for (let round = 0; round < 24; round += 1) {
      const from = random.below(2);
      const direction = { in: from, out: 1 - from, exactIn: true };
      const amount = BigInt(1 + random.below(1e9)) * 10n ** BigInt(random.below(14)) + BigInt(random.below(200));
      const path = [tokens[from], tokens[1 - from]];
      const tokenOut = present(path[1], 'token');
      const before = await held(tokenOut, holder);
      const predicted = swapWithTransferFees(pool, direction, amount, fees);
      const trade = asHolder.call(routerAt, router, swapMethod, amount, 0, path, holder, never);
      if (!predicted.ok || predicted.amountOut === 0n) {
        await trade.catch(() => null);
        continue;
      }
      await trade;
      expect((await held(tokenOut, holder)) - before).toBe(predicted.amountOut);
      const balances = [await held(present(tokens[0], 'token'), at), await held(present(tokens[1], 'token'), at)];
      expect(pool.after()).toEqual({ balances });
    }
  },
);

test('an exact output is paid by what is asked for it, and by no unit less', () => {
  const state = {
    kind: 'uniswapV2',
    reserve0: 10n ** 9n,
    reserve1: 3n * 10n ** 9n,
    feePpm0: 3000,
    feePpm1: 2500,
  } as const;
  const random = seededRandom(92);
  for (let round = 0; round < 2000; round += 1) {
    const fees: TransferFees = [random.below(400_000), random.below(400_000)];
    const from = random.below(2);
    const wanted = 1n + BigInt(random.below(10 ** random.below(9)));
    const ask = (exactIn: boolean, amount: bigint) =>
      swapWithTransferFees(new ExactPool(state), { in: from, out: 1 - from, exactIn }, amount, fees);
    const asked = ask(false, wanted);
    if (!asked.ok) continue;
    const paid = ask(true, asked.amountIn);
    expect(paid.ok && paid.amountOut >= wanted).toBe(true);
    // The library asks a unit more than the pair needs where nothing is rounded, which may be a little more to send.
    const less = ask(true, asked.amountIn - 4n > 0n ? asked.amountIn - 4n : 0n);
    expect(less.ok && less.amountOut > wanted).toBe(false);
  }
  for (let sent = 0n; sent < 500n; sent += 1n)
    for (const fee of [0, 1, 10_000, 333_333, 999_999]) {
      const arrives = arriving(sent, fee);
      expect(leastSent(arrives, fee)).toBeLessThanOrEqual(sent);
      expect(arriving(leastSent(arrives, fee), fee)).toBe(arrives);
    }
});
