import { z } from 'zod';
import { type CycleHop, cyclesOf } from '../../app/devnet/cycleSearch.ts';
import { chooseTargets, type RivalMind, type RivalTarget, reactionMs, rivalBid } from '../../app/devnet/rival.ts';
import { devnetTokens } from '../../app/devnet/token.ts';
import type { PriceOf } from '../../app/devnet/traders.ts';
import { present } from '../../app/domain/errors.ts';
import type { Account } from './account.ts';
import type { Courier } from './courier.ts';
import type { Actor, Market } from './market.ts';
import { devnetChainId } from './node.ts';

/** Starts and ends of the rival's routes. */
const startSymbols = ['WETH', 'USDC'] as const;

/**
 * The rival searcher: sees heads, searches cycles with its own arithmetic, checks what it finds by simulating its own
 * contract, and bids for inclusion. It competes for the same opportunities and knows of nobody's pending orders.
 */
export async function rivalActor(
  market: Market,
  courier: Courier,
  account: Account,
  nowMs: () => number,
): Promise<Actor> {
  const sender = await courier.sender(account);
  const decisions = market.random.fork('decisions');
  const haste = market.random.fork('haste');
  const bids = market.random.fork('bids');
  const mind: RivalMind = { decisions: new Map() };
  const starts = devnetTokens.filter((token) => startSymbols.some((symbol) => symbol === token.symbol));
  const weth = present(starts[0], 'WETH');
  const cycles = cyclesOf(market.pools, starts);
  const { abi } = market.artifacts.Executor;
  const to = market.deployment.rivalExecutor;

  const execution = (target: RivalTarget, minProfit: bigint): string =>
    abi.encodeFunctionData('execute', [
      target.cycle.hops.map((hop) => hopArguments(market, hop)),
      [],
      present(market.deployment.tokens[target.cycle.start.symbol], target.cycle.start.symbol),
      BigInt(Math.floor(target.amountIn)),
      minProfit,
      2n ** 64n,
      devnetChainId,
    ]);
  const goFor = async (target: RivalTarget, block: number, baseFee: bigint, priceOf: PriceOf): Promise<void> => {
    const request = { from: account.address, to, data: execution(target, 0n) };
    const answers = await Promise.all([
      market.rpc.call('eth_call', request, 'latest'),
      market.rpc.call('eth_estimateGas', request, 'latest'),
    ]).catch(() => null);
    // Reverted: somebody else was faster, or the arithmetic in doubles was too hopeful. No opportunity, then.
    if (answers === null) return;
    const [profit, gas] = answers.map((answer) => BigInt(z.string().parse(answer)));
    if (profit === undefined || gas === undefined) return;
    const weiPerUnit = (priceOf(target.cycle.start) / priceOf(weth)) * 10 ** (18 - target.cycle.start.decimals);
    const bid = rivalBid(bids, BigInt(Math.floor(Number(profit) * weiPerUnit)), gas, baseFee);
    if (bid === null) return;
    const costs = Number(gas * (baseFee + bid.maxPriorityFeePerGas));
    const call = {
      to,
      data: execution(target, BigInt(Math.floor(costs / weiPerUnit))),
      gasLimit: Number((gas * 14n) / 10n),
    };
    const detail = `${target.cycle.start.symbol} over ${target.cycle.hops.map((hop) => present(market.pools[hop.pool], 'pool').address).join(' ')}, expects ${profit}`;
    await courier.send(sender, call, bid, {
      actor: 'rival',
      intent: `arbitrage${target.cycle.hops.length}`,
      detail,
      block,
    });
  };
  return {
    act: async ({ head, views, priceOf }) => {
      for (const target of chooseTargets(decisions, mind, cycles, views, priceOf, weth, nowMs())) {
        courier.later(reactionMs(haste, market.blockTimeMs), () =>
          goFor(target, head.number, head.baseFeePerGas, priceOf),
        );
      }
    },
  };
}

function hopArguments(market: Market, hop: CycleHop): readonly unknown[] {
  const pool = present(market.pools[hop.pool], 'pool');
  return [pool.kind === 'uniswapV2' ? 0 : 1, pool.address, hop.zeroForOne, pool.kind === 'uniswapV2' ? pool.feePpm : 0];
}
