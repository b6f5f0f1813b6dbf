import { blockSpaceDemand, wordsFor } from '../../app/devnet/blockSpaceDemand.ts';
import type { Account } from './account.ts';
import type { Courier } from './courier.ts';
import type { Actor, Market } from './market.ts';

/** A transaction's own cost and what the contract does besides expanding memory. */
const overheadGas = 25_000;

/** Everybody else's use of the chain, in one transaction a block, at the lowest bid. */
export async function blockSpaceActor(market: Market, courier: Courier, account: Account): Promise<Actor> {
  const sender = await courier.sender(account);
  const decisions = market.random.fork('decisions');
  const { abi } = market.artifacts.BlockSpace;
  let tradersUse = 0;
  let lastUse = 0;
  return {
    act: async ({ head }) => {
      // What the block held besides our own transaction, smoothed: the traders' share.
      tradersUse += 0.2 * (Math.max(0, head.gasUsed - lastUse) - tradersUse);
      const gas = Math.floor(blockSpaceDemand(decisions, Number(head.baseFeePerGas), head.gasLimit, tradersUse));
      lastUse = 0;
      if (gas < 2 * overheadGas) return;
      const data = abi.encodeFunctionData('use', [wordsFor(gas - overheadGas)]);
      const fees = { maxFeePerGas: (head.baseFeePerGas * 1_270n) / 1_000n, maxPriorityFeePerGas: 1_000_000n };
      const sent = await courier.send(
        sender,
        { to: market.deployment.blockSpace, data, gasLimit: gas + overheadGas },
        fees,
        { actor: 'blockSpace', intent: 'use', detail: `${gas} gas`, block: head.number },
      );
      lastUse = sent === null ? 0 : gas;
    },
  };
}
