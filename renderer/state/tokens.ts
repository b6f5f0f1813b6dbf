import type { TokenRow } from '../../app/contract/panelStream.ts';
import { type Address, shortHex } from '../../app/domain/hex.ts';

/** Decimals of the chain's native currency. */
export const nativeDecimals = 18;

/** The token, or its short address and its smallest unit while it is unknown: a guess of decimals would be a wrong number. */
export function tokenOf(tokens: ReadonlyMap<string, TokenRow>, address: Address): TokenRow {
  return tokens.get(address) ?? { id: address, symbol: shortHex(address), decimals: 0 };
}
