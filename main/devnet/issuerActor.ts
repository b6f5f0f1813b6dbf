import { z } from 'zod';
import { type IssuerIntent, planIssuers } from '../../app/devnet/issuers.ts';
import { devnetTokens } from '../../app/devnet/token.ts';
import { present } from '../../app/domain/errors.ts';
import type { Address } from '../../app/domain/hex.ts';
import type { Account } from './account.ts';
import type { Courier } from './courier.ts';
import type { Actor, Market } from './market.ts';

const issuerGas = 100_000;

/** The issuers of the tokens that do not move as asked: one pauses and unpauses, one moves everybody's balances. */
export async function issuerActor(market: Market, courier: Courier, account: Account): Promise<Actor> {
  const sender = await courier.sender(account);
  const decisions = market.random.fork('decisions');
  const addressOf = (contract: string): Address => {
    const token = present(
      devnetTokens.find((candidate) => candidate.contract === contract),
      contract,
    );
    return present(market.deployment.tokens[token.symbol], token.symbol);
  };
  const [pausable, rebasing] = [addressOf('PausableToken'), addressOf('RebasingToken')];
  const { PausableToken, RebasingToken } = market.artifacts;
  const isPaused = async (): Promise<boolean> => {
    const request = { to: pausable, data: PausableToken.abi.encodeFunctionData('paused') };
    return BigInt(z.string().parse(await market.rpc.call('eth_call', request, 'latest'))) === 1n;
  };
  const callOf = (intent: IssuerIntent): { readonly to: Address; readonly data: string } =>
    intent.intent === 'rebase'
      ? { to: rebasing, data: RebasingToken.abi.encodeFunctionData('rebase', [intent.ppm]) }
      : { to: pausable, data: PausableToken.abi.encodeFunctionData('setPaused', [intent.intent === 'pause']) };
  return {
    act: async ({ head }) => {
      for (const intent of planIssuers(decisions, await isPaused(), market.blockTimeMs, market.intensity)) {
        const fees = { maxFeePerGas: head.baseFeePerGas * 2n, maxPriorityFeePerGas: 200_000_000n };
        await courier.send(sender, { ...callOf(intent), gasLimit: issuerGas }, fees, {
          actor: 'issuer',
          intent: intent.intent,
          detail: intent.intent === 'rebase' ? `to ${intent.ppm} millionths` : 'every transfer',
          block: head.number,
        });
      }
    },
  };
}
