import type { Address, Bytes } from '../../domain/hex.ts';
import type { ContractAnswer } from './multicall.ts';

const maxSymbolLength = 16;

/**
 * A symbol that is safe to show: printable ASCII without spaces at its ends, at most 16 characters. Reads both `string`
 * and the `bytes32` of the oldest tokens; what is left of anything else is the start of the address.
 */
export function readSymbol(answer: ContractAnswer, token: Address): string {
  const text = answer === null ? '' : symbolText(answer);
  const cleaned = text
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, maxSymbolLength)
    .trim();
  return cleaned === '' ? token.slice(0, 10) : cleaned;
}

function symbolText(answer: Bytes): string {
  const bytes = Buffer.from(answer.slice(2), 'hex');
  if (bytes.length === 32) {
    const end = bytes.indexOf(0);
    return bytes.subarray(0, end < 0 ? 32 : end).toString('latin1');
  }
  if (bytes.length < 64 || bytes.readBigUInt64BE(24) !== 32n) return '';
  const length = bytes.readBigUInt64BE(56);
  return bytes.subarray(64, 64 + Math.min(Number(length), 4 * maxSymbolLength, bytes.length - 64)).toString('utf8');
}

/** The decimals, or null where the token does not say a number from 0 to 77 (10^77 still fits 256 bits). */
export function readDecimals(answer: ContractAnswer): number | null {
  if (answer === null || answer.length !== 66) return null;
  const decimals = BigInt(answer);
  return decimals <= 77n ? Number(decimals) : null;
}

/**
 * Makes equal symbols different by the start of their address, or by a number where even that was made to look the same:
 * two tokens must never have one name.
 */
export function distinctSymbols<T extends { readonly address: Address; readonly symbol: string }>(
  tokens: readonly T[],
): readonly T[] {
  const count = new Map<string, number>();
  for (const { symbol } of tokens) count.set(symbol, (count.get(symbol) ?? 0) + 1);
  const taken = new Set(tokens.map(({ symbol }) => symbol));
  return tokens.map((token) => {
    if (count.get(token.symbol) === 1) return token;
    let symbol = `${token.symbol.slice(0, maxSymbolLength - 7)}~${token.address.slice(2, 8)}`;
    for (let number = 2; taken.has(symbol); number += 1)
      symbol = `${token.symbol.slice(0, maxSymbolLength - 7)}#${number}`;
    taken.add(symbol);
    return { ...token, symbol };
  });
}
