import type { PoolEvent } from '../../domain/block.ts';
import type { RawLog } from '../rpc/decodeLog.ts';
import { logTopics } from './logTopics.ts';
import { addressOf, malformedAbi, requireWords, signed, topicAt, unsigned, wordAt } from './words.ts';

/** TickMath.MAX_TICK and the bounds of sqrtPriceX96 [MIN_SQRT_RATIO, MAX_SQRT_RATIO) of Uniswap V3. */
const maxTick = 887_272n;
const minSqrtPriceX96 = 4_295_128_739n;
const maxSqrtPriceX96 = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n;

/**
 * A pool's event, or null for a log that is none. The topic count and the data's length must be exactly the event's, and
 * every word within its type and Uniswap's own bounds.
 * @throws ExpectedError MARKET_MALFORMED_LOG
 */
export function decodePoolEvent(log: RawLog): PoolEvent | null {
  switch (log.topics[0]) {
    case logTopics.v2Sync:
      return decodeV2Sync(log);
    case logTopics.v2Swap:
      return decodeV2Swap(log);
    case logTopics.v3Initialize:
      return decodeV3Initialize(log);
    case logTopics.v3Swap:
      return decodeV3Swap(log);
    case logTopics.v3Mint:
      return decodeV3Mint(log);
    case logTopics.v3Burn:
      return decodeV3Burn(log);
    default:
      return null;
  }
}

const place = (log: RawLog): Pick<PoolEvent, 'pool' | 'transactionHash' | 'logIndex'> => ({
  pool: log.address,
  transactionHash: log.transactionHash,
  logIndex: log.logIndex,
});

function shape(log: RawLog, topics: number, words: number, what: string): void {
  if (log.topics.length !== topics) throw malformedAbi(what);
  requireWords(log.data, words, what);
}

function tick(word: bigint, what: string): number {
  const value = signed(word, 24, what);
  if (value > maxTick || value < -maxTick) throw malformedAbi(what);
  return Number(value);
}

function sqrtPrice(word: bigint, what: string): bigint {
  if (word < minSqrtPriceX96 || word >= maxSqrtPriceX96) throw malformedAbi(what);
  return word;
}

function decodeV2Sync(log: RawLog): PoolEvent {
  shape(log, 1, 2, 'Sync');
  return {
    kind: 'v2Sync',
    ...place(log),
    reserve0: unsigned(wordAt(log.data, 0), 112, 'Sync.reserve0'),
    reserve1: unsigned(wordAt(log.data, 1), 112, 'Sync.reserve1'),
  };
}

function decodeV2Swap(log: RawLog): PoolEvent {
  shape(log, 3, 4, 'V2 Swap');
  const [in0, in1, out0, out1] = [0, 1, 2, 3].map((index) => wordAt(log.data, index)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  return {
    kind: 'v2Swap',
    ...place(log),
    amount0: in0 - out0,
    amount1: in1 - out1,
    recipient: addressOf(topicAt(log.topics, 2, 'V2 Swap.to'), 'V2 Swap.to'),
  };
}

function decodeV3Initialize(log: RawLog): PoolEvent {
  shape(log, 1, 2, 'Initialize');
  return {
    kind: 'v3Initialize',
    ...place(log),
    sqrtPriceX96: sqrtPrice(wordAt(log.data, 0), 'Initialize.sqrtPriceX96'),
    tick: tick(wordAt(log.data, 1), 'Initialize.tick'),
  };
}

function decodeV3Swap(log: RawLog): PoolEvent {
  shape(log, 3, 5, 'V3 Swap');
  return {
    kind: 'v3Swap',
    ...place(log),
    amount0: signed(wordAt(log.data, 0), 256, 'V3 Swap.amount0'),
    amount1: signed(wordAt(log.data, 1), 256, 'V3 Swap.amount1'),
    sqrtPriceX96: sqrtPrice(wordAt(log.data, 2), 'V3 Swap.sqrtPriceX96'),
    liquidity: unsigned(wordAt(log.data, 3), 128, 'V3 Swap.liquidity'),
    tick: tick(wordAt(log.data, 4), 'V3 Swap.tick'),
    recipient: addressOf(topicAt(log.topics, 2, 'V3 Swap.recipient'), 'V3 Swap.recipient'),
  };
}

/** Mint(sender, owner indexed, tickLower indexed, tickUpper indexed, amount, amount0, amount1) */
function decodeV3Mint(log: RawLog): PoolEvent {
  shape(log, 4, 4, 'Mint');
  addressOf(wordAt(log.data, 0), 'Mint.sender');
  return liquidityEvent(log, unsigned(wordAt(log.data, 1), 128, 'Mint.amount'), 'Mint');
}

/** Burn(owner indexed, tickLower indexed, tickUpper indexed, amount, amount0, amount1) */
function decodeV3Burn(log: RawLog): PoolEvent {
  shape(log, 4, 3, 'Burn');
  return liquidityEvent(log, -unsigned(wordAt(log.data, 0), 128, 'Burn.amount'), 'Burn');
}

function liquidityEvent(log: RawLog, liquidityDelta: bigint, what: string): PoolEvent {
  const tickLower = tick(topicAt(log.topics, 2, `${what}.tickLower`), `${what}.tickLower`);
  const tickUpper = tick(topicAt(log.topics, 3, `${what}.tickUpper`), `${what}.tickUpper`);
  if (tickLower >= tickUpper) throw malformedAbi(what);
  return { kind: 'v3Liquidity', ...place(log), tickLower, tickUpper, liquidityDelta };
}
