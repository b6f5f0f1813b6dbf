import type { Chain } from '../domain/chain.ts';
import { ensure, present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Pool } from '../domain/pool.ts';
import { requireWords, wordAt } from './decode/words.ts';
import { confirmedRead } from './rpc/confirmedRead.ts';
import type { RpcClient } from './rpc/rpcClient.ts';
import { addressWord, callData, selectors, word } from './snapshot/callData.ts';
import { type ContractAnswer, type ContractCall, multicall } from './snapshot/multicall.ts';
import type { AnsweredCheck, TripwireCheck } from './tripwire.ts';

/** The price limits that QuoterV2 sets when it is given none: one inside TickMath's. */
const lowestLimit = 4_295_128_740n;
const highestLimit = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341n;

/**
 * The chain's own quotes at one block: Router02.getAmountsOut for V2, QuoterV2.quoteExactInputSingle for V3, each
 * in a Multicall3 of its own (so that one that uses up its gas fails alone), all sent at once. A revert is null; so is a V3
 * answer whose price ran into the limit, as only part of the input was swapped. An answer that differs from our own is
 * asked for again until the node says it twice.
 * @throws ExpectedError RPC_*
 */
export async function readChainQuotes(
  rpc: RpcClient,
  chain: Chain,
  pools: ReadonlyMap<Address, Pool>,
  block: BlockReference,
  checks: readonly TripwireCheck[],
): Promise<readonly AnsweredCheck[]> {
  const ask = (some: readonly TripwireCheck[]): Promise<readonly AnsweredCheck[]> =>
    askQuotes(rpc, chain, pools, block, some);
  const first = await ask(checks);
  const differing = first.filter((check) => check.local !== check.chain);
  if (differing.length === 0) return first;
  const confirmed = await confirmedRead(() => ask(differing));
  const replaced = new Map(differing.map((check, index) => [check, confirmed[index] ?? check]));
  return first.map((check) => replaced.get(check) ?? check);
}

async function askQuotes(
  rpc: RpcClient,
  chain: Chain,
  pools: ReadonlyMap<Address, Pool>,
  block: BlockReference,
  checks: readonly TripwireCheck[],
): Promise<readonly AnsweredCheck[]> {
  const calls = checks.map((check) =>
    quoteCall(chain, present(pools.get(check.pool), 'the pool of a quote check'), check),
  );
  const answers = await multicall(calls, { rpc, multicall3: chain.multicall3, block, batchSize: 1, parallel: 16 });
  return checks.map((check, index) => {
    const kind = present(pools.get(check.pool), 'the pool of a quote check').kind;
    const answer = answers[index] ?? null;
    return { ...check, chain: kind === 'uniswapV2' ? amountsOut(answer) : quotedOut(answer) };
  });
}

function quoteCall(chain: Chain, pool: Pool, { zeroForOne, amountIn }: TripwireCheck): ContractCall {
  const dex = chain.dexes.find(({ id }) => id === pool.dexId);
  ensure(dex !== undefined && dex.kind === pool.kind, 'pool of a DEX that the chain does not have', {
    dex: pool.dexId,
  });
  const [tokenIn, tokenOut] = zeroForOne ? [pool.token0, pool.token1] : [pool.token1, pool.token0];
  if (dex.kind === 'uniswapV2') {
    return {
      target: dex.router,
      data: callData(
        selectors.getAmountsOut,
        word(amountIn),
        word(64),
        word(2),
        addressWord(tokenIn),
        addressWord(tokenOut),
      ),
    };
  }
  return {
    target: dex.quoter,
    data: callData(
      selectors.quoteExactInputSingle,
      addressWord(tokenIn),
      addressWord(tokenOut),
      word(amountIn),
      word(pool.feePpm),
      word(0),
    ),
  };
}

/** uint256[] of two: what goes in and what comes out. */
function amountsOut(answer: ContractAnswer): bigint | null {
  if (answer === null) return null;
  requireWords(answer, 4, 'getAmountsOut');
  return wordAt(answer, 3);
}

/** (amountOut, sqrtPriceX96After, initializedTicksCrossed, gasEstimate) */
function quotedOut(answer: ContractAnswer): bigint | null {
  if (answer === null) return null;
  requireWords(answer, 4, 'quoteExactInputSingle');
  const after = wordAt(answer, 1);
  return after === lowestLimit || after === highestLimit ? null : wordAt(answer, 0);
}
