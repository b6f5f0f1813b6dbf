import type { Address, Bytes } from '../../domain/hex.ts';

/** One 32-byte word of hex, without 0x; negative values as two's complement. */
export function word(value: bigint | number): string {
  return BigInt.asUintN(256, BigInt(value)).toString(16).padStart(64, '0');
}

export function addressWord(address: Address): string {
  return address.slice(2).padStart(64, '0');
}

/** Call data of a function with static arguments. `selector` is its first four bytes, such as "0x70a08231". */
export function callData(selector: `0x${string}`, ...words: readonly string[]): Bytes {
  return `${selector}${words.join('')}` as Bytes;
}

/** First four bytes of keccak-256 of each signature we call; a test derives them anew. */
export const selectors = {
  /** aggregate3((address,bool,bytes)[]) */
  aggregate3: '0x82ad56cb',
  /** symbol() */
  symbol: '0x95d89b41',
  /** decimals() */
  decimals: '0x313ce567',
  /** getReserves() */
  getReserves: '0x0902f1ac',
  /** slot0() */
  slot0: '0x3850c7bd',
  /** liquidity() */
  liquidity: '0x1a686502',
  /** tickBitmap(int16) */
  tickBitmap: '0x5339c296',
  /** ticks(int24) */
  ticks: '0xf30dba93',
  /** getAmountsOut(uint256,address[]) of Router02 */
  getAmountsOut: '0xd06ca61f',
  /** quoteExactInputSingle((address,address,uint256,uint24,uint160)) of QuoterV2 */
  quoteExactInputSingle: '0xc6a5026a',
} as const;
