import type { Dex } from '../../domain/chain.ts';
import type { Pool } from '../../domain/pool.ts';
import type { RawLog } from '../rpc/decodeLog.ts';
import { logTopics } from './logTopics.ts';
import { addressOf, malformedAbi, requireWords, signed, topicAt, unsigned, wordAt } from './words.ts';

/**
 * The pool that one of our factories created, or null for any other log: what a stranger's contract says in a factory's
 * words counts for nothing.
 * @throws ExpectedError MARKET_MALFORMED_LOG
 */
export function decodePoolCreated(log: RawLog, dexes: readonly Dex[]): Pool | null {
  const dex = dexes.find(({ factory }) => factory === log.address);
  if (dex === undefined) return null;
  if (dex.kind === 'uniswapV2')
    return log.topics[0] === logTopics.v2PairCreated ? decodePairCreated(log, dex.id, dex.venue, dex.feePpm) : null;
  return log.topics[0] === logTopics.v3PoolCreated ? decodeV3PoolCreated(log, dex.id, dex.venue) : null;
}

function tokensOf(log: RawLog, what: string): Pick<Pool, 'token0' | 'token1'> {
  const token0 = addressOf(topicAt(log.topics, 1, `${what}.token0`), `${what}.token0`);
  const token1 = addressOf(topicAt(log.topics, 2, `${what}.token1`), `${what}.token1`);
  if (token0 >= token1) throw malformedAbi(what);
  return { token0, token1 };
}

/** PairCreated(token0 indexed, token1 indexed, pair, count) */
function decodePairCreated(log: RawLog, dexId: string, venue: string, feePpm: number): Pool {
  if (log.topics.length !== 3) throw malformedAbi('PairCreated');
  requireWords(log.data, 2, 'PairCreated');
  return {
    address: addressOf(wordAt(log.data, 0), 'PairCreated.pair'),
    kind: 'uniswapV2',
    dexId,
    venue,
    ...tokensOf(log, 'PairCreated'),
    feePpm,
    tickSpacing: 0,
  };
}

/** PoolCreated(token0 indexed, token1 indexed, fee indexed, tickSpacing, pool); the fee is in parts per million. */
function decodeV3PoolCreated(log: RawLog, dexId: string, venue: string): Pool {
  if (log.topics.length !== 4) throw malformedAbi('PoolCreated');
  requireWords(log.data, 2, 'PoolCreated');
  const feePpm = Number(unsigned(topicAt(log.topics, 3, 'PoolCreated.fee'), 24, 'PoolCreated.fee'));
  const tickSpacing = Number(signed(wordAt(log.data, 0), 24, 'PoolCreated.tickSpacing'));
  if (feePpm >= 1_000_000 || tickSpacing <= 0 || tickSpacing >= 16_384) throw malformedAbi('PoolCreated');
  return {
    address: addressOf(wordAt(log.data, 1), 'PoolCreated.pool'),
    kind: 'uniswapV3',
    dexId,
    venue,
    ...tokensOf(log, 'PoolCreated'),
    feePpm,
    tickSpacing,
  };
}
