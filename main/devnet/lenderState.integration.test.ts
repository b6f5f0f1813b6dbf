import { afterAll, beforeAll, expect, it } from 'vitest';
import { amountWorth } from '../../app/devnet/startingPrice.ts';
import { devnetTokens, profitSymbols } from '../../app/devnet/token.ts';
import type { Lender } from '../../app/domain/chain.ts';
import { present } from '../../app/domain/errors.ts';
import { parseHash } from '../../app/domain/hex.ts';
import type { LenderState } from '../../app/domain/lender.ts';
import { readLenders } from '../../app/execution/readLenders.ts';
import { type ContractChain, startContractChain } from './testing/contractChain.ts';
import { setBalancerFee, treasuryOf } from './testing/lenders.ts';

let chain: ContractChain;
beforeAll(async () => {
  chain = await startContractChain();
});
afterAll(() => chain?.stop());

const listed = () => profitSymbols.map((symbol) => present(chain.deployment.tokens[symbol], symbol));
const lenders = (): readonly Lender[] => [
  { id: 'balancer-v2', kind: 'balancerV2', vault: chain.deployment.balancerV2.vault },
  { id: 'aave-v3', kind: 'aaveV3', pool: chain.deployment.aaveV3.pool },
];

async function read(which = lenders(), tokens = listed()): Promise<readonly LenderState[]> {
  const head = (await chain.rpc.call('eth_getBlockByNumber', 'latest', false)) as { number: string; hash: string };
  const block = { number: Number(head.number), hash: parseHash(head.hash) };
  const rpc = {
    call: (method: string, parameters: readonly unknown[]) => chain.rpc.call(method, ...parameters),
  };
  return readLenders(rpc, { multicall3: chain.deployment.multicall3, lenders: which, tokens, block });
}

async function configure(method: string, parameters: readonly unknown[]): Promise<void> {
  const { deployer } = chain.people;
  const { poolConfigurator } = chain.deployment.aaveV3;
  const done = await chain.send(
    deployer,
    poolConfigurator,
    chain.artifacts.AavePoolConfigurator.abi,
    method,
    parameters,
  );
  expect(done).toMatchObject({ error: null, succeeded: true });
}

it('reads what the set-up put there: fees in each own unit, liquidity of every profit token', async () => {
  const [vault, pool] = await read();
  const worth = (usd: number): readonly bigint[] =>
    profitSymbols.map((symbol) =>
      amountWorth(
        usd,
        present(
          devnetTokens.find((token) => token.symbol === symbol),
          symbol,
        ),
      ),
    );
  expect(vault).toMatchObject({ kind: 'balancerV2', feeRate: 0n });
  expect(vault?.liquidity.map(({ amount }) => amount)).toEqual(worth(10_000_000));
  expect(pool).toMatchObject({ kind: 'aaveV3', feeRate: 5n });
  expect(pool?.liquidity.map(({ amount }) => amount)).toEqual(worth(50_000_000));
});

it('sees fees and reserves that governance changes: raised, closed to flash loans, paused', async () => {
  const [weth, usdc, dai] = [listed()[0], listed()[1], listed()[3]];
  await setBalancerFee(chain, 3n * 10n ** 15n);
  await configure('updateFlashloanPremiumTotal', [9]);
  await configure('setReserveFlashLoaning', [weth, false]);
  await configure('setReservePause', [usdc, true]);
  const [vault, pool] = await read();
  expect([vault?.feeRate, pool?.feeRate]).toEqual([3n * 10n ** 15n, 9n]);
  const closed = pool?.liquidity.filter(({ amount }) => amount === 0n).map(({ token }) => token);
  expect(closed).toEqual([weth, usdc]);
  const inPool = await chain.read(present(dai, 'DAI'), chain.artifacts.Token.abi, 'balanceOf', [
    await treasuryOf(chain, 'aaveV3', present(dai, 'DAI')),
  ]);
  expect(pool?.liquidity[3]?.amount).toBe(inPool);
  await setBalancerFee(chain, 0n);
  await configure('updateFlashloanPremiumTotal', [5]);
  await configure('setReserveFlashLoaning', [weth, true]);
  await configure('setReservePause', [usdc, false]);
});

it('counts a token that no reserve is of as not lent, and leaves out what is no lender', async () => {
  const unlisted = present(chain.deployment.tokens.LINK, 'LINK');
  const [vault, pool] = await read(lenders(), [unlisted]);
  expect(vault?.liquidity).toEqual([{ token: unlisted, amount: 0n }]);
  expect(pool?.liquidity).toEqual([{ token: unlisted, amount: 0n }]);
  const notOne = chain.deployment.uniswapV2.factory;
  const strangers: readonly Lender[] = [
    { id: 'a', kind: 'balancerV2', vault: notOne },
    { id: 'b', kind: 'aaveV3', pool: chain.people.deployer.address },
    { id: 'c', kind: 'aaveV3', pool: chain.deployment.balancerV2.vault },
  ];
  expect(await read([...strangers, ...lenders()])).toEqual(await read());
});
