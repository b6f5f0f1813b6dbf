import { planStatement } from '../../app/devnet/liars.ts';
import { amountWorth } from '../../app/devnet/startingPrice.ts';
import { lyingPairPlans } from '../../app/devnet/topology.ts';
import { present } from '../../app/domain/errors.ts';
import type { Account } from './account.ts';
import type { Courier } from './courier.ts';
import { orderedPair } from './deploy.ts';
import type { Actor, Market } from './market.ts';

const statementGas = 100_000;

/** Keeps pairs that lie: states reserves at tempting prices, whatever they hold. */
export async function liarActor(market: Market, courier: Courier, account: Account): Promise<Actor> {
  const sender = await courier.sender(account);
  const decisions = market.random.fork('decisions');
  const { abi } = market.artifacts.LyingPair;
  return {
    act: async ({ head, priceOf }) => {
      const statement = planStatement(decisions, lyingPairPlans.length, market.blockTimeMs, market.intensity);
      if (statement === null) return;
      const plan = present(lyingPairPlans[statement.pair], 'plan of a lying pair');
      const to = present(market.deployment.lyingPairs[statement.pair], 'lying pair');
      const { token0, token1 } = orderedPair(market.deployment.tokens, plan);
      const stated = [
        amountWorth(plan.statedUsd, token0, priceOf(token0)),
        amountWorth(plan.statedUsd * statement.factor, token1, priceOf(token1)),
      ];
      const fees = { maxFeePerGas: head.baseFeePerGas * 2n, maxPriorityFeePerGas: 150_000_000n };
      await courier.send(sender, { to, data: abi.encodeFunctionData('state', stated), gasLimit: statementGas }, fees, {
        actor: 'liar',
        name: plan.habit,
        intent: 'state',
        detail: `${plan.pair.join('/')} at ${statement.factor.toFixed(4)} times its price`,
        block: head.number,
        pools: [to],
      });
    },
  };
}
