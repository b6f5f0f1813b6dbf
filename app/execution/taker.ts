import { type TokenAmount, type Wei, wei } from '../domain/amount.ts';
import { type Address, parseHash } from '../domain/hex.ts';
import type { Taker, TokenDelta } from '../domain/order.ts';
import { type ReceiptReply, tokenDeltas } from './track.ts';

/** What is known of the market that a stranger's transaction is read against. */
export interface KnownMarket {
  readonly wrappedNative: Address;
  /** Tokens whose transfer logs are believed. */
  readonly tokens: { has(token: Address): boolean };
  readonly pools: { has(pool: Address): boolean };
}

/** keccak256 of "Deposit(address,uint256)" and "Withdrawal(address,uint256)": wrapped native made and unmade. Source: WETH9. */
const wrappingTopics: ReadonlySet<string> = new Set([
  parseHash('0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c'),
  parseHash('0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65'),
]);

/** Who sent a transaction, what it paid for its place, and what it brought as far as its receipt tells. */
export function takerFrom(receipt: ReceiptReply, baseFeePerGas: Wei, market: KnownMarket): Taker {
  return {
    sender: receipt.from,
    transactionHash: receipt.transactionHash,
    contract: receipt.to ?? null,
    tipPaid: wei((receipt.effectiveGasPrice - baseFeePerGas) * BigInt(receipt.gasUsed)),
    earned: earnedFrom(receipt, market),
  };
}

/**
 * Token balances that sender and called contract together gained and gave. Null where the transfers do not tell it exactly:
 * ether was wrapped or unwrapped on the way, a token of ours is not known, or nothing stayed with either of them.
 */
function earnedFrom(receipt: ReceiptReply, market: KnownMarket): readonly TokenDelta[] | null {
  const { logs, from, to } = receipt;
  const wraps = logs.some(
    ({ address, topics }) => address === market.wrappedNative && wrappingTopics.has(topics[0] ?? ''),
  );
  if (wraps) return null;
  const own = to === null || to === undefined || to === from || market.pools.has(to) ? [from] : [from, to];
  const sums = new Map<Address, bigint>();
  for (const account of own) {
    for (const { token, amount } of tokenDeltas(logs, account)) sums.set(token, (sums.get(token) ?? 0n) + amount);
  }
  const earned = [...sums].filter(([, amount]) => amount !== 0n);
  if (earned.length === 0 || earned.length > mostTokens || !earned.every(([token]) => market.tokens.has(token)))
    return null;
  return earned.map(([token, amount]) => ({ token, amount: amount as TokenAmount }));
}

/** A route has fewer tokens; what moves more is no such trade, and is not kept. */
const mostTokens = 16;
