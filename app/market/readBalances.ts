import type { Chain } from '../domain/chain.ts';
import type { Address } from '../domain/hex.ts';
import type { Asset, ChainBalances } from '../domain/ledger.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import { confirmedRead } from './rpc/confirmedRead.ts';
import { decodeCount } from './rpc/quantity.ts';
import { requestAtBlock } from './rpc/requestAtBlock.ts';
import type { RpcClient } from './rpc/rpcClient.ts';
import { rpcError } from './rpc/rpcError.ts';
import { addressWord, callData, selectors } from './snapshot/callData.ts';
import { multicall } from './snapshot/multicall.ts';

/**
 * Native currency and tokens of our wallet and executor, and the wallet's nonce, all at one block and read twice. Without
 * an executor its map is empty.
 * @throws ExpectedError RPC_*; RPC_MALFORMED_REPLY when a token does not answer balanceOf with a number
 */
export async function readBalances(
  rpc: RpcClient,
  chain: Chain,
  wallet: Address,
  tokens: readonly Address[],
  executor: Address | null,
  block: BlockReference,
): Promise<ChainBalances> {
  const assets: readonly Asset[] = ['native', ...tokens];
  const holders = executor === null ? [wallet] : [wallet, executor];
  const calls = holders.flatMap((holder) =>
    assets.map((asset) =>
      asset === 'native'
        ? { target: chain.multicall3, data: callData(selectors.getEthBalance, addressWord(holder)) }
        : { target: asset, data: callData(selectors.balanceOf, addressWord(holder)) },
    ),
  );
  const [answers, nonce] = await confirmedRead(() =>
    Promise.all([
      multicall(calls, { rpc, multicall3: chain.multicall3, block }),
      requestAtBlock(rpc, 'eth_getTransactionCount', [wallet], block),
    ]),
  );
  const balancesOf = (holder: number): ReadonlyMap<Asset, bigint> =>
    new Map(
      assets.map((asset, index) => {
        const answer = answers[holder * assets.length + index] ?? null;
        if (answer?.length === 66) return [asset, BigInt(answer)];
        throw rpcError('RPC_MALFORMED_REPLY', 'a token does not tell its balances', { token: asset });
      }),
    );
  return {
    block,
    wallet: balancesOf(0),
    executor: executor === null ? new Map() : balancesOf(1),
    nonce: decodeCount(nonce, 'eth_getTransactionCount'),
  };
}
