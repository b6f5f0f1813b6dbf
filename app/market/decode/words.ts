import { ExpectedError } from '../../domain/errors.ts';
import type { Address, Bytes, Hash } from '../../domain/hex.ts';

/** Something a contract or a node gave us that does not follow its ABI. */
export function malformedAbi(what: string): ExpectedError {
  return new ExpectedError('MARKET_MALFORMED_LOG', `${what} does not follow its ABI`, {
    advice: 'The contract is not what it claims to be, or the node corrupts its answers; its pool is left out.',
    facts: { what },
  });
}

/** The number of 32-byte words in `data`. @throws ExpectedError MARKET_MALFORMED_LOG unless it is exactly `count` */
export function requireWords(data: Bytes, count: number, what: string): void {
  if (data.length !== 2 + 64 * count) throw malformedAbi(what);
}

/** The unsigned 256-bit word at `index`. @throws ExpectedError MARKET_MALFORMED_LOG past the end */
export function wordAt(data: Bytes, index: number): bigint {
  const start = 2 + 64 * index;
  if (index < 0 || start + 64 > data.length) throw malformedAbi('a word');
  return BigInt(`0x${data.slice(start, start + 64)}`);
}

/** An unsigned integer of `bits` bits. @throws ExpectedError MARKET_MALFORMED_LOG when higher bits are set */
export function unsigned(word: bigint, bits: number, what: string): bigint {
  if (word >> BigInt(bits) !== 0n) throw malformedAbi(what);
  return word;
}

/** A two's complement integer of `bits` bits, sign-extended to the word. @throws ExpectedError MARKET_MALFORMED_LOG otherwise */
export function signed(word: bigint, bits: number, what: string): bigint {
  const value = BigInt.asIntN(256, word);
  if (BigInt.asIntN(bits, value) !== value) throw malformedAbi(what);
  return value;
}

/** @throws ExpectedError MARKET_MALFORMED_LOG when the upper 12 bytes are not zero */
export function addressOf(word: bigint, what: string): Address {
  return `0x${unsigned(word, 160, what).toString(16).padStart(40, '0')}` as Address;
}

/** An indexed argument. @throws ExpectedError MARKET_MALFORMED_LOG when it is not there */
export function topicAt(topics: readonly Hash[], index: number, what: string): bigint {
  const topic = topics[index];
  if (topic === undefined) throw malformedAbi(what);
  return BigInt(topic);
}
