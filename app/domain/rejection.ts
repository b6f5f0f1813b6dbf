/**
 * Every reason for which we do not trade, or stopped trading, an opportunity. CATEGORY_CONDITION; the text says what it
 * means and what to do. docs/rejections.md is generated from this table by a test.
 */
export const rejections = {
  DETECT_BELOW_COST: 'The gross profit does not cover gas. Nothing to do: it is shown so that you see what was there.',
  POLICY_BELOW_MINIMUM: "The net profit is under the strategy's minimum. Lower the minimum to take smaller ones.",
  POLICY_STRATEGY_OFF: 'The strategy is Off. Set it to Watch, Approve or Automate.',
  POLICY_WATCH_ONLY: 'The strategy only watches. Set it to Approve or Automate to trade.',
  POLICY_CONFLICT:
    'Opportunities that bring more, one or several of the same block together, use its pools: heldBy names them, netBehind what it would still bring after them. It is looked at again in the next block.',
  POLICY_ORDER_OPEN:
    'An order is still open and its outcome decides the next nonce and the next state. It is looked at again when that order is resolved.',
  POLICY_TAKEN_ON_PAPER:
    'A trade of ours on paper has taken this already; the chain still shows it because nothing was sent. The pools are free again once somebody closes the gap.',
  POLICY_NO_FUNDING:
    'No allowed source can fund the route: allow its first pool or another lender (fundingSources), or wait for liquidity.',
  POLICY_NO_EXECUTOR: 'No executor contract is configured for this chain. Add its address to the chain table.',
  POLICY_NO_RELAY:
    'Only a private relay is allowed and none can be used. Check the relay in the health panel, or allow the public pool.',
  RISK_TRADE_SIZE: 'The trade is larger than the single-trade limit. Raise the limit or wait for a smaller one.',
  RISK_TIER: 'The strategy may not trade with so little capital. It may in a larger tier.',
  RISK_STRATEGY_EXPOSURE:
    'The strategy would have too much at risk at once. It goes on when open orders are resolved, or raise the limit.',
  RISK_RELATED_ASSETS: 'Holdings that move together would exceed their limit. Sell some of them, or raise the limit.',
  RISK_LEVERAGE: 'Holdings and open risk would exceed the multiple of capital that is allowed. Wait, or reduce them.',
  RISK_DRAWDOWN:
    'Equity has fallen too far from its height, or would if everything open went wrong. Look at what was lost, then resume with other limits or next month.',
  RISK_POSITION_SIZE: 'The position would be smaller or larger than positions may be.',
  RISK_CORRELATION: 'The position would move with what is held already, or nobody knows whether it would.',
  RISK_CHAIN_CAPITAL: "The capital of the chain's group is used up. Wait, or raise its share.",
  RISK_RESERVE: 'Too little cash would be left. Add some, or lower the reserve.',
  RISK_VALUE_AT_RISK: 'The value at risk of what is held is over its limit, or not known. Reduce holdings.',
  RISK_KELLY:
    'The edge of the trade, by how such trades ended, does not carry its stake: where it is negative, no stake at all.',
  RISK_DAILY_LOSS: "The day's loss limit is reached. Trading resumes at the next UTC day, or when you raise the limit.",
  RISK_TOKEN_NOT_ALLOWED:
    'A token of the route is not trusted so far: its routes are only watched, or need your approval. Raise its trust (tokenTrust) if you trust its contract.',
  RISK_STALE_STATE: 'The market state is older than the limit. Check the feed in the health panel.',
  RISK_POOL_QUARANTINED:
    'A pool of the route answered differently from our mathematics. See the tripwire in the health panel.',
  TOKEN_UNTESTED:
    'A token of the route has not been moved out of its pool and back on a copy of the chain yet; that is done within a block or two. If it stays so, the endpoint lacks eth_simulateV1 or the pool is empty.',
  TOKEN_FEE_ON_TRANSFER: 'A token of the route brings less than it is told to move. Our quotes do not hold for it.',
  TOKEN_PAUSED: 'A token of the route refuses to be moved. It is tried again every few blocks.',
  TOKEN_REBASING:
    'Balances of a token of the route change without a transfer, or by other amounts than asked. Our quotes do not hold for it.',
  TOKEN_UNTRUSTED:
    'A token of the route can be bought but not sold, or says that it moved what it did not; or the pool itself did other than it says. Keep away from it.',
  RISK_HALTED: 'Trading is halted. Resume it when you know why it was stopped.',
  RISK_REDUCE_ONLY: 'Trading is reduce-only: nothing new is opened. Set it to Active to trade.',
  RISK_BOOKS_DIFFER: 'The books do not agree with the chain. Trading stays halted until they do.',
  RISK_GAS_PRICE: 'The gas price is over the limit. Raise the limit or wait.',
  RISK_INSUFFICIENT_GAS_FUNDS: 'The wallet cannot pay for the gas. Fund it.',
  GRANT_MISSING: "No grant covers this strategy. Give one in the strategy's mode menu.",
  GRANT_EXPIRED: 'The grant has expired. Give a new one.',
  GRANT_BUDGET_SPENT: "The grant's budget is spent. Give a new one.",
  SIMULATION_MISMATCH:
    'The chain returned another amount than we computed for the same block. The pools were quarantined and a report was kept.',
  SIMULATION_REVERTED:
    'The chain refused the trade at the block it was computed for. The pools were quarantined and a report was kept.',
  STATE_MOVED: "Somebody else's pending transaction moved a pool of the route, so it would no longer pay.",
  SIMULATION_LENDER_CHANGED:
    'A lender of the route asks another fee or has less than at the last look. The route is looked at again with what it asks now.',
  SIMULATION_FAILED: 'The node could not simulate the trade. Check the endpoint in the health panel.',
  APPROVAL_REJECTED: 'You rejected it.',
  APPROVAL_EXPIRED: 'It expired before somebody approved it.',
  SIGNER_REFUSED: 'The signer refused to sign; its reason is beside it.',
  SUBMIT_REJECTED: 'The node refused the transaction; its reason is beside it.',
  SUBMIT_RELAY_FAILED:
    'The private relay did not take the bundle before the deadline; nothing was sent anywhere else, and nothing was paid.',
  LANDING_REVERTED: 'The transaction was included but reverted, so only gas was paid.',
  LANDING_LOST: 'Somebody else took it first.',
  LANDING_DROPPED: 'The transaction was not included before its deadline and was cancelled.',
  LANDING_MISSED: 'No block that the relay was asked for included it. Nothing was paid, and its nonce is free again.',
  LANDING_REPLACED: 'Another transaction of ours used its nonce.',
  LANDING_REORGED: 'The block it landed in was replaced; it is pending again or lost.',
} as const;

export type RejectionCode = keyof typeof rejections;

/** A reason with the facts behind it, such as RISK_TRADE_SIZE {size: …, limit: …}. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly facts: Readonly<Record<string, string>>;
}

export function rejection(
  code: RejectionCode,
  facts: Readonly<Record<string, string | number | bigint>> = {},
): Rejection {
  return { code, facts: Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, String(value)])) };
}

/** `RISK_TRADE_SIZE size=12 limit=10`: one line for logs and exports. */
export function rejectionText(reason: Rejection): string {
  return [reason.code, ...Object.entries(reason.facts).map(([key, value]) => `${key}=${value}`)].join(' ');
}
