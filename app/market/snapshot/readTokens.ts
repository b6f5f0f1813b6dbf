import type { Address } from '../../domain/hex.ts';
import type { Token } from '../../domain/token.ts';
import { callData, selectors } from './callData.ts';
import { type MulticallOptions, multicall } from './multicall.ts';
import { readDecimals, readSymbol } from './tokenText.ts';

/**
 * Symbol and decimals of each token. A token that does not tell its decimals is left out: no amount of it could be shown
 * or valued.
 * @throws ExpectedError RPC_*
 */
export async function readTokens(tokens: readonly Address[], options: MulticallOptions): Promise<readonly Token[]> {
  const answers = await multicall(
    tokens.flatMap((target) => [
      { target, data: callData(selectors.symbol) },
      { target, data: callData(selectors.decimals) },
    ]),
    options,
  );
  return tokens.flatMap((address, index) => {
    const decimals = readDecimals(answers[2 * index + 1] ?? null);
    return decimals === null ? [] : [{ address, symbol: readSymbol(answers[2 * index] ?? null, address), decimals }];
  });
}
