import { BugError } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';

/**
 * The two kinds of 32-byte words that our calldata and plan hash are made of, as hex without 0x. Source: Contract ABI
 * Specification, "Formal Specification of the Encoding". By hand because the library takes 20 times as long, and every
 * ticket pays for it; tests compare the two.
 */
export function uintWord(value: bigint | number): string {
  const text = value.toString(16);
  if (text.length > 64 || !/^[0-9a-f]+$/.test(text))
    throw new BugError('this is no unsigned 256-bit integer', { value });
  return text.padStart(64, '0');
}

export function addressWord(address: Address): string {
  return address.slice(2).padStart(64, '0');
}

/** The number of a word. */
export function readUint(word: string): bigint {
  return BigInt(`0x${word}`);
}

/** The lower 20 bytes of a word; whether the upper ones are zero is seen by writing it again. */
export function readAddress(word: string): Address {
  return `0x${word.slice(24)}` as Address;
}
