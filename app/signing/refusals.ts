/**
 * Every reason for which the signer does not sign, or does not take an order from main. docs/signer-refusals.md is
 * generated from this table by a test.
 */
export const refusals = {
  SIGNER_NOT_CONFIGURED: 'The signer has no policy yet. Wait until the start-up is finished.',
  SIGNER_LOCKED: 'The signer has no key yet. Wait until the start-up is finished.',
  SIGNER_LIVE_LOCKED:
    'This build may not sign for a public network. Use a packaged, official, sandboxed build, not as root.',
  SIGNER_PUBLIC_CHAIN:
    'The chain id belongs to a public network but the policy says devnet. Give the devnet an id of its own.',
  SIGNER_RECONFIGURED: 'The signer already serves this epoch under another policy. Restart it to change its policy.',
  SIGNER_ALREADY_UNLOCKED: 'The signer already holds another key for this epoch. Restart it to change the key.',
  SIGNER_LOG_CORRUPT:
    'The spend log holds a line that was changed after it was written. Look at the file; move it away only when its orders are known to be resolved.',
  SIGNER_LOG_UNWRITABLE: 'The spend log could not be written and synced, so nothing was signed. Make room on the disk.',
  SIGNER_HALTED: 'Trading is halted: only cancellations are signed. Resume it in the approve view.',
  SIGNER_REDUCE_ONLY: 'Trading is reduce-only: only cancellations are signed. Set it to active to trade.',
  SIGNER_WRONG_CHAIN: 'The plan is for another chain than the epoch. This is a bug or an attack.',
  SIGNER_PLAN_HASH: 'The plan hash is not that of the plan. This is a bug or an attack.',
  SIGNER_FEES: 'A fee or a gas limit is out of bounds. This is a bug or an attack.',
  SIGNER_CONTRACT: 'The plan calls a contract that is not on the allow-list. This is a bug or an attack.',
  SIGNER_LENDER: 'The calldata borrows from a lender that is not on the allow-list. This is a bug or an attack.',
  SIGNER_METHOD: 'The calldata is not a call of execute in its one canonical form. This is a bug or an attack.',
  SIGNER_VALUE: 'The plan sends native currency, which none of ours does. This is a bug or an attack.',
  SIGNER_CALL_CHAIN: 'The calldata names another chain than the plan. This is a bug or an attack.',
  SIGNER_DEADLINE: "The plan's deadline has passed. A later block brings a new plan.",
  SIGNER_ORDER_CHANGED: 'The order was signed before with another plan, nonce or kind. This is a bug or an attack.',
  SIGNER_NONCE_SIGNED:
    'Another transaction was signed at this nonce for everybody to see and may still run. Cancel that one, or wait until it is resolved.',
  SIGNER_CANCEL_UNKNOWN: 'There is nothing of ours to cancel at this nonce.',
  SIGNER_CANCEL_SHAPE: 'A cancellation sends nothing to ourselves, without calldata. This is a bug or an attack.',
  SIGNER_CANCEL_COST: 'The cancellation could cost more than the order it cancels.',
  SIGNER_APPROVAL_UNKNOWN: 'Nobody approved this, or the approval was for an earlier epoch. Approve it again.',
  SIGNER_APPROVAL_EXPIRED: 'The approval has expired. Approve it again.',
  SIGNER_APPROVAL_USED: 'The approval was used before. Approve it again.',
  SIGNER_APPROVAL_OTHER: 'The approval is for another plan, chain or nonce. This is a bug or an attack.',
  SIGNER_GRANT_UNKNOWN: "No such grant is in force. Give one in the strategy's mode menu.",
  SIGNER_GRANT_EXPIRED: 'The grant has expired. Give a new one.',
  SIGNER_GRANT_CHAIN: 'The grant is for another chain. Give one for this chain.',
  SIGNER_GRANT_SUBMISSION:
    'The grant does not allow this way to a block (public pool or private relay). Give one that does.',
  SIGNER_GRANT_BUDGET: "The order could cost more than is left of the grant's budget. Give a new grant.",
  SIGNER_LIMITS_UNKNOWN: 'The signer was not told its limits yet. Wait until the start-up is finished.',
  SIGNER_TRADE_COST:
    'The transaction could cost more than one trade may. Raise the limit of a single trade if that is meant.',
  SIGNER_AT_ONCE:
    'With everything signed whose deadline has not passed, the transaction could cost more than a strategy may have at risk. Wait a few blocks.',
  SIGNER_NOTIONAL:
    'The input of the route is over the limit of flash-funded notional, of what the epoch began with at most. Choose a smaller size, or raise the limit if that is meant.',
  SIGNER_RELAY_BODY: 'The request to a relay is not one of the few forms that are signed. This is a bug or an attack.',
  SIGNER_RELAY_FOREIGN:
    'A bundle holds a transaction that this signer did not sign for that relay. This is a bug or an attack.',
  SIGNER_GRANT_TERMS: 'A grant lasts at most seven days and its budget is above zero. A known grant cannot be changed.',
} as const;

export type RefusalCode = keyof typeof refusals;
