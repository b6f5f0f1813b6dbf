import type { Address, Bytes, Hash } from '../../domain/hex.ts';
import { printable } from './printable.ts';
import { rpcError } from './rpcError.ts';

const quantityPattern = /^0x[0-9a-fA-F]{1,64}$/;
const hashPattern = /^0x[0-9a-fA-F]{64}$/;
const addressPattern = /^0x[0-9a-fA-F]{40}$/;
const bytesPattern = /^0x(?:[0-9a-fA-F]{2})*$/;

/** Fails with RPC_MALFORMED_REPLY naming the field and showing the value, escaped and cut. */
export function malformed(what: string, value: unknown): never {
  throw rpcError('RPC_MALFORMED_REPLY', `${what} is malformed`, { field: what, value: printable(textOf(value), 80) });
}

/** Never calls what a hostile object brings along, such as a toString that is no function. */
function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'an object') : String(value);
}

/** A hex quantity of at most 256 bits. @throws ExpectedError RPC_MALFORMED_REPLY */
export function decodeQuantity(value: unknown, what: string): bigint {
  return typeof value === 'string' && quantityPattern.test(value) ? BigInt(value) : malformed(what, value);
}

/** A hex quantity that fits a safe integer. @throws ExpectedError RPC_MALFORMED_REPLY */
export function decodeCount(value: unknown, what: string): number {
  if (typeof value !== 'string' || !quantityPattern.test(value)) return malformed(what, value);
  const count = Number(value);
  return Number.isSafeInteger(count) ? count : malformed(what, value);
}

/** @throws ExpectedError RPC_MALFORMED_REPLY */
export function decodeHash(value: unknown, what: string): Hash {
  return typeof value === 'string' && hashPattern.test(value) ? (value.toLowerCase() as Hash) : malformed(what, value);
}

/** @throws ExpectedError RPC_MALFORMED_REPLY */
export function decodeAddress(value: unknown, what: string): Address {
  return typeof value === 'string' && addressPattern.test(value)
    ? (value.toLowerCase() as Address)
    : malformed(what, value);
}

/** Bytes of any length within the frame cap. @throws ExpectedError RPC_MALFORMED_REPLY */
export function decodeBytes(value: unknown, what: string): Bytes {
  return typeof value === 'string' && bytesPattern.test(value)
    ? (value.toLowerCase() as Bytes)
    : malformed(what, value);
}

/** A plain object. @throws ExpectedError RPC_MALFORMED_REPLY */
export function decodeRecord(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return malformed(what, value);
}

/** 0x-prefixed hex without leading zeros, as requests want their quantities. */
export function encodeQuantity(value: number | bigint): `0x${string}` {
  return `0x${value.toString(16)}`;
}
