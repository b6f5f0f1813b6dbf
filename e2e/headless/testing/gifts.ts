import { AbiCoder, id } from 'ethers';
import { type StrangersRequest, strangerSends } from '../../../app/devnet/testing/stranger.ts';
import type { Address } from '../../../app/domain/hex.ts';
import type { HeadlessRun } from './headlessRun.ts';
import { currentEpoch } from './journalView.ts';

/** What a gift needs of a run, with a window or without. */
export type GiftedRun = Pick<HeadlessRun, 'data' | 'node' | 'until'>;

async function strangerGives(run: GiftedRun, request: StrangersRequest): Promise<void> {
  const { node } = run;
  const hash = await strangerSends(node.call, request);
  const receipt = await run.until(() => node.call('eth_getTransactionReceipt', hash), 'the gift in a block');
  if ((receipt as { status: string }).status !== '0x1') throw new Error(`the gift failed: ${JSON.stringify(receipt)}`);
}

/**
 * Buys a token with ether at a V2 router and has it sent to the wallet. Answers the token.
 * @param choose of the chain's profit tokens but the wrapped native one
 */
export async function giveToken(
  run: GiftedRun,
  amountIn: bigint,
  choose = (tokens: readonly Address[]) => tokens.at(0),
): Promise<string> {
  const chain = currentEpoch(run.data)?.epoch.chain;
  const dex = chain?.dexes.find(({ kind }) => kind === 'uniswapV2');
  if (chain === undefined || dex?.kind !== 'uniswapV2') throw new Error('a chain without a V2 exchange');
  const token = choose(chain.profitTokens.filter((address) => address !== chain.wrappedNative)) ?? '';
  const data = AbiCoder.defaultAbiCoder().encode(
    ['uint256', 'address[]', 'address', 'uint256'],
    [0n, [chain.wrappedNative, token], walletOf(run), 2n ** 63n],
  );
  const selector = id('swapExactETHForTokens(uint256,address[],address,uint256)').slice(0, 10);
  await strangerGives(run, { to: dex.router, value: amountIn, data: `${selector}${data.slice(2)}` });
  return token;
}

/** A contract that destroys itself while it is made leaves its ether to the wallet: no code of ours is asked. */
export async function forceEther(run: GiftedRun, amount: bigint): Promise<void> {
  await strangerGives(run, { value: amount, data: `0x73${walletOf(run).slice(2)}ff` });
}

export function walletOf(run: GiftedRun): string {
  return currentEpoch(run.data)?.epoch.wallet ?? '';
}
