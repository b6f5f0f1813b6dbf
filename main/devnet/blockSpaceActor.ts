import { blockSpaceDemand, wordsFor } from '../../app/devnet/blockSpaceDemand.ts';
import type { Account, Fees } from './account.ts';
import type { Courier } from './courier.ts';
import type { Actor, Market } from './market.ts';

/** A transaction's own cost and what the contract does besides expanding memory. */
const overheadGas = 25_000;
/** In thousandths: what a pool of transactions wants before one takes another's place is 1,100. */
const outbidding = 1_125n;

/**
 * Everybody else's use of the chain, in one transaction a block, at the lowest bid. One that found no room is replaced by
 * today's: behind it none of the others could be included, and the base fee would sink for want of demand.
 */
export async function blockSpaceActor(market: Market, courier: Courier, account: Account): Promise<Actor> {
  const sender = await courier.sender(account);
  const decisions = market.random.fork('decisions');
  const { abi } = market.artifacts.BlockSpace;
  let tradersUse = 0;
  let lastUse = 0;
  let lastFees: Fees | null = null;
  return {
    act: async ({ head }) => {
      const waits = lastFees !== null && (await sender.minedNonce()) < sender.nonce();
      // What the block held besides our own transaction, smoothed: the traders' share.
      tradersUse += 0.2 * (Math.max(0, head.gasUsed - (waits ? 0 : lastUse)) - tradersUse);
      const gas = Math.floor(blockSpaceDemand(decisions, Number(head.baseFeePerGas), head.gasLimit, tradersUse));
      lastUse = 0;
      if (gas < 2 * overheadGas) return;
      const data = abi.encodeFunctionData('use', [wordsFor(gas - overheadGas)]);
      const usual = { maxFeePerGas: (head.baseFeePerGas * 1_270n) / 1_000n, maxPriorityFeePerGas: 1_000_000n };
      if (waits) await sender.renumber('latest');
      const fees = waits && lastFees !== null ? above(lastFees, usual) : usual;
      const sent = await courier.send(
        sender,
        { to: market.deployment.blockSpace, data, gasLimit: gas + overheadGas },
        fees,
        { actor: 'blockSpace', intent: 'use', detail: `${gas} gas`, block: head.number },
      );
      lastUse = sent === null ? 0 : gas;
      lastFees = sent === null ? null : fees;
    },
  };
}

/** Enough to take the place of a transaction with fees `old`, and no less than `usual`. */
function above(old: Fees, usual: Fees): Fees {
  const enough = (offered: bigint, before: bigint): bigint => {
    const least = (before * outbidding) / 1_000n + 1n;
    return offered > least ? offered : least;
  };
  return {
    maxFeePerGas: enough(usual.maxFeePerGas, old.maxFeePerGas),
    maxPriorityFeePerGas: enough(usual.maxPriorityFeePerGas, old.maxPriorityFeePerGas),
  };
}
