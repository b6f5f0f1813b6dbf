import { isPlain } from '../../app/devnet/token.ts';
import { planSwaps, type SwapIntent } from '../../app/devnet/traders.ts';
import { present } from '../../app/domain/errors.ts';
import type { Account, Call, Fees } from './account.ts';
import type { Courier } from './courier.ts';
import type { Actor, Market } from './market.ts';

const swapGas = 450_000;
const forEver = 2n ** 256n - 1n;

/** The traders: every block some swaps, by the routers, spread over the time until the next one. */
export async function traderActors(market: Market, courier: Courier, accounts: readonly Account[]): Promise<Actor> {
  const senders = await Promise.all(accounts.map((account) => courier.sender(account)));
  const decisions = market.random.fork('decisions');
  const habits = market.random.fork('habits');
  return {
    act: async ({ head, views, priceOf }) => {
      for (const intent of planSwaps(decisions, views, priceOf, market.blockTimeMs, market.intensity)) {
        const sender = present(senders[habits.below(senders.length)], 'trader');
        const call = swapCall(market, intent, sender.account);
        const fees = traderFees(head.baseFeePerGas, habits.next(), habits.next());
        const delayMs = habits.next() * 0.7 * market.blockTimeMs;
        const { token0, token1, dexId, feePpm } = intent.pool;
        const [from, to] = intent.zeroForOne ? [token0, token1] : [token1, token0];
        const detail = `${intent.amountIn} ${from.symbol} -> ${to.symbol} on ${dexId} ${feePpm}`;
        courier.later(delayMs, () =>
          courier.send(sender, call, fees, {
            actor: 'trader',
            intent: intent.intent,
            detail,
            block: head.number,
            pools: [intent.pool.address],
          }),
        );
      }
    },
  };
}

/** Between the next base fee and half as much again, and a small tip. */
function traderFees(baseFee: bigint, patience: number, generosity: number): Fees {
  const maxPriorityFeePerGas = BigInt(Math.floor(2e7 + 1.2e9 * generosity ** 2));
  return {
    maxFeePerGas: (baseFee * BigInt(Math.floor(1150 + 450 * patience))) / 1000n + maxPriorityFeePerGas,
    maxPriorityFeePerGas,
  };
}

function swapCall(market: Market, intent: SwapIntent, trader: Account): Call {
  const { pool, zeroForOne, amountIn } = intent;
  const { tokens, uniswapV2, sushiswap, uniswapV3 } = market.deployment;
  const symbols = zeroForOne ? [pool.token0.symbol, pool.token1.symbol] : [pool.token1.symbol, pool.token0.symbol];
  const isPlainSwap = isPlain(pool.token0) && isPlain(pool.token1);
  const path = symbols.map((symbol) => present(tokens[symbol], symbol));
  if (pool.kind === 'uniswapV2') {
    const to = pool.dexId === 'uniswap-v2' ? uniswapV2.router : sushiswap.router;
    return {
      to,
      gasLimit: swapGas,
      data: market.artifacts.UniswapV2Router02.abi.encodeFunctionData(
        isPlainSwap ? 'swapExactTokensForTokens' : 'swapExactTokensForTokensSupportingFeeOnTransferTokens',
        [amountIn, 0, path, trader.address, forEver],
      ),
    };
  }
  const parameters = [path[0], path[1], pool.feePpm, trader.address, forEver, amountIn, 0, 0];
  return {
    to: uniswapV3.swapRouter,
    gasLimit: swapGas,
    data: market.artifacts.SwapRouter.abi.encodeFunctionData('exactInputSingle', [parameters]),
  };
}
