import type { Brand } from './brand.ts';
import { ExpectedError } from './errors.ts';

/** 20 bytes, lower-case hex with 0x. */
export type Address = Brand<`0x${string}`, 'Address'>;
/** 32 bytes, lower-case hex with 0x. */
export type Hash = Brand<`0x${string}`, 'Hash'>;
/** Any whole number of bytes, lower-case hex with 0x. */
export type Bytes = Brand<`0x${string}`, 'Bytes'>;

const addressPattern = /^0x[0-9a-fA-F]{40}$/;
const hashPattern = /^0x[0-9a-fA-F]{64}$/;
const bytesPattern = /^0x(?:[0-9a-fA-F]{2})*$/;

function parse(text: string, pattern: RegExp, what: string): string {
  if (typeof text === 'string' && pattern.test(text)) return text.toLowerCase();
  throw new ExpectedError('INPUT_MALFORMED_HEX', `expected ${what} in hex`, {
    advice: 'Check the value: it must start with 0x and have the full number of hex digits.',
    facts: { value: String(text).slice(0, 80) },
  });
}

/** Parses a 20-byte address, checksummed or not. @throws ExpectedError INPUT_MALFORMED_HEX */
export function parseAddress(text: string): Address {
  return parse(text, addressPattern, 'an address') as Address;
}

/** Parses a 32-byte hash. @throws ExpectedError INPUT_MALFORMED_HEX */
export function parseHash(text: string): Hash {
  return parse(text, hashPattern, 'a 32-byte hash') as Hash;
}

/** Parses whole bytes. @throws ExpectedError INPUT_MALFORMED_HEX */
export function parseBytes(text: string): Bytes {
  return parse(text, bytesPattern, 'bytes') as Bytes;
}

export const zeroAddress = parseAddress(`0x${'00'.repeat(20)}`);
export const zeroHash = parseHash(`0x${'00'.repeat(32)}`);

/** `0x3f12…a1b2`: for display only, never as a key. */
export function shortHex(hex: string): string {
  return hex.length <= 12 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}
