import type { Cycle } from '../../../app/devnet/cycleSearch.ts';
import type { DevnetToken } from '../../../app/devnet/token.ts';
import { present } from '../../../app/domain/errors.ts';
import type { Address } from '../../../app/domain/hex.ts';
import type { ContractChain } from './contractChain.ts';

export const never = 2n ** 64n;
export const devnetId = 7_777_001n;

export function tokenAddress(chain: ContractChain, token: DevnetToken): Address {
  return present(chain.deployment.tokens[token.symbol], token.symbol);
}

/** The `Hop[]` argument of `execute`. */
export function hopsOf(chain: ContractChain, cycle: Cycle): readonly unknown[] {
  return cycle.hops.map((hop) => {
    const pool = present(chain.pools[hop.pool], 'pool');
    return [
      pool.kind === 'uniswapV2' ? 0 : 1,
      pool.address,
      hop.zeroForOne,
      pool.kind === 'uniswapV2' ? pool.feePpm : 0,
    ];
  });
}

/** What the published contracts themselves answer for a route, hop by hop: Router02's getAmountsOut and QuoterV2. */
export async function quotedOutput(chain: ContractChain, cycle: Cycle, amountIn: bigint): Promise<bigint> {
  let amount = amountIn;
  for (const hop of cycle.hops) {
    const pool = present(chain.pools[hop.pool], 'pool');
    const [from, to] = hop.zeroForOne ? [pool.token0, pool.token1] : [pool.token1, pool.token0];
    const path = [tokenAddress(chain, from), tokenAddress(chain, to)];
    if (pool.kind === 'uniswapV2') {
      const { router } = pool.dexId === 'uniswap-v2' ? chain.deployment.uniswapV2 : chain.deployment.sushiswap;
      const amounts = (await chain.read(router, chain.artifacts.UniswapV2Router02.abi, 'getAmountsOut', [
        amount,
        path,
      ])) as readonly bigint[];
      amount = present(amounts[1], 'amount out');
    } else {
      const parameters = [path[0], path[1], amount, pool.feePpm, 0];
      amount = (await chain.read(
        chain.deployment.uniswapV3.quoter,
        chain.artifacts.QuoterV2.abi,
        'quoteExactInputSingle',
        [parameters],
      )) as bigint;
    }
  }
  return amount;
}

/** "V2-V3-V2": which kinds of pools a route runs through. */
export function shapeOf(chain: ContractChain, cycle: Cycle): string {
  return cycle.hops.map((hop) => (chain.pools[hop.pool]?.kind === 'uniswapV2' ? 'V2' : 'V3')).join('-');
}
