import { z } from 'zod';
import { type CycleHop, cyclesOf } from '../../app/devnet/cycleSearch.ts';
import {
  chooseTargets,
  poolsOf,
  type RivalMind,
  type RivalStrength,
  type RivalTarget,
  reactionMs,
  rivalBid,
  rivalHabits,
} from '../../app/devnet/rival.ts';
import { devnetTokens } from '../../app/devnet/token.ts';
import type { PriceOf } from '../../app/devnet/traders.ts';
import { present } from '../../app/domain/errors.ts';
import type { Account } from './account.ts';
import type { Courier } from './courier.ts';
import type { Actor, Market } from './market.ts';
import { devnetChainId } from './node.ts';

/**
 * A rival searcher: sees heads, searches cycles with its own arithmetic, checks what it finds by simulating its own
 * contract, and bids for inclusion. It competes for the same opportunities and knows of nobody's pending orders.
 */
export async function rivalActor(
  market: Market,
  courier: Courier,
  account: Account,
  strength: RivalStrength,
  nowMs: () => number,
): Promise<Actor> {
  const habits = rivalHabits[strength];
  const sender = await courier.sender(account);
  const decisions = market.random.fork('decisions');
  const haste = market.random.fork('haste');
  const bids = market.random.fork('bids');
  const mind: RivalMind = { decisions: new Map() };
  const weth = present(devnetTokens[0], 'WETH');
  const starts = devnetTokens.filter((token) => habits.starts.includes(token.symbol));
  const cycles = cyclesOf(market.pools, starts, habits.mostHops);
  const { abi } = market.artifacts.Executor;
  const to = market.deployment.rivalExecutors[strength];

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
    const profitWei = BigInt(Math.floor(Number(profit) * weiPerUnit));
    const bid = rivalBid(bids, habits, profitWei, gas, baseFee);
    if (bid === null) return;
    const costs = Number(gas * (baseFee + bid.maxPriorityFeePerGas));
    const call = {
      to,
      data: execution(target, BigInt(Math.floor(costs / weiPerUnit))),
      gasLimit: Number((gas * 14n) / 10n),
    };
    const said = {
      actor: 'rival' as const,
      name: strength,
      intent: `arbitrage${target.cycle.hops.length}`,
      detail: `${target.amountIn} raw ${target.cycle.start.symbol}, expects ${profit}`,
      block,
      pools: poolsOf(target.cycle, market.pools).map(({ address }) => address),
      expectedWei: profitWei.toString(),
    };
    if (habits.channel === 'bundle') await courier.sendPrivately(sender, call, bid, said, block + 1);
    else await courier.send(sender, call, bid, said);
  };
  return {
    act: async ({ head, views, priceOf }) => {
      for (const target of chooseTargets(decisions, habits, mind, cycles, views, priceOf, weth, nowMs())) {
        courier.later(reactionMs(haste, habits, market.blockTimeMs), () =>
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
