import type { OpportunityRow, OrderRow, TicketRow } from '../../app/contract/panelStream.ts';
import type { StrategyMode, TradingState } from '../../app/domain/mode.ts';
import { type Rejection, type RejectionCode, rejections, rejectionText } from '../../app/domain/rejection.ts';

/** What a state's dot and word look like: colour never stands alone, the word is always beside it. */
export type Tone = 'idle' | 'busy' | 'attention' | 'good' | 'bad';

/** A rejection in a few words for a cell; the code, its facts and its advice are on hover. */
export const rejectionWords: Readonly<Record<RejectionCode, string>> = {
  DETECT_BELOW_COST: 'below cost',
  POLICY_BELOW_MINIMUM: 'below your minimum',
  POLICY_STRATEGY_OFF: 'strategy is off',
  POLICY_WATCH_ONLY: 'watching only',
  POLICY_CONFLICT: 'yields to a better one',
  POLICY_ORDER_OPEN: 'waits for the open order',
  POLICY_TAKEN_ON_PAPER: 'taken on paper already',
  POLICY_NO_FUNDING: 'no lender',
  POLICY_NO_EXECUTOR: 'no executor contract',
  POLICY_NO_RELAY: 'no relay to be had',
  RISK_TRADE_SIZE: 'over the trade size limit',
  RISK_DAILY_LOSS: 'daily loss limit reached',
  RISK_TOKEN_NOT_ALLOWED: 'token not allowed',
  RISK_STALE_STATE: 'market state too old',
  RISK_POOL_QUARANTINED: 'pool in quarantine',
  TOKEN_UNTESTED: 'token not tried yet',
  TOKEN_FEE_ON_TRANSFER: 'token takes a fee',
  TOKEN_PAUSED: 'token refuses to move',
  TOKEN_REBASING: 'token changes balances',
  TOKEN_UNTRUSTED: 'token or pool lies',
  RISK_HALTED: 'trading is halted',
  RISK_REDUCE_ONLY: 'reduce-only',
  RISK_BOOKS_DIFFER: 'books differ from chain',
  RISK_GAS_PRICE: 'gas price over the limit',
  RISK_INSUFFICIENT_GAS_FUNDS: 'wallet cannot pay the gas',
  GRANT_MISSING: 'no grant',
  GRANT_EXPIRED: 'grant expired',
  GRANT_BUDGET_SPENT: 'grant budget spent',
  SIMULATION_MISMATCH: 'simulation differed',
  SIMULATION_REVERTED: 'simulation reverted',
  STATE_MOVED: 'pending trade moved the state',
  SIMULATION_LENDER_CHANGED: 'lender changed',
  SIMULATION_FAILED: 'node could not simulate',
  APPROVAL_REJECTED: 'you rejected it',
  APPROVAL_EXPIRED: 'approval expired',
  SIGNER_REFUSED: 'signer refused',
  SUBMIT_REJECTED: 'node refused it',
  SUBMIT_RELAY_FAILED: 'relay did not take it',
  LANDING_REVERTED: 'reverted on chain',
  LANDING_LOST: 'lost to another',
  LANDING_DROPPED: 'not included in time',
  LANDING_MISSED: 'relay missed it',
  LANDING_REPLACED: 'replaced by our own',
  LANDING_REORGED: 'its block was replaced',
};

/** Code, facts, meaning and what to do. */
export function rejectionTitle(reason: Rejection): string {
  return `${rejectionText(reason)}\n${rejections[reason.code]}`;
}

export interface StateWords {
  readonly tone: Tone;
  readonly words: string;
  readonly title: string;
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');

const shortAddress = /0x([0-9a-f]{2})[0-9a-f]{2}…[0-9a-f]{2}([0-9a-f]{2})/gi;

/** The engine's detail, unless it only repeats the state's own word. */
function detailBeside(word: string, detail: string): string {
  // In a cell the fact behind the address matters more than its middle digits, which are on hover.
  const trimmed = detail.trim().replace(shortAddress, '0x$1…$2');
  if (trimmed === '') return word;
  return trimmed.toLowerCase().startsWith(word.toLowerCase()) ? trimmed : joined(word, trimmed);
}

function withReason(word: string, row: { readonly reason: Rejection | null; readonly detail: string }): string {
  const codeOnly = row.reason !== null && row.detail.startsWith(row.reason.code);
  if (row.detail.trim() !== '' && !codeOnly) return detailBeside(word, row.detail);
  return row.reason === null ? word : joined(word, rejectionWords[row.reason.code]);
}

const opportunityTones: Readonly<Record<OpportunityRow['state'], Tone>> = {
  found: 'busy',
  rejected: 'idle',
  gone: 'idle',
  simulating: 'busy',
  awaitingApproval: 'busy',
  submitted: 'busy',
  landed: 'good',
  reverted: 'bad',
  lost: 'attention',
  dropped: 'attention',
  expired: 'idle',
};

export const opportunityStateNames: Readonly<Record<OpportunityRow['state'], string>> = {
  found: 'found',
  rejected: 'rejected',
  gone: 'gone',
  simulating: 'simulating',
  awaitingApproval: 'awaiting approval',
  submitted: 'submitted',
  landed: 'landed',
  reverted: 'reverted',
  lost: 'lost',
  dropped: 'dropped',
  expired: 'expired',
};

export function opportunityWords(row: Pick<OpportunityRow, 'state' | 'reason' | 'detail'>): StateWords {
  const tone = opportunityTones[row.state];
  const title = row.reason === null ? row.detail : rejectionTitle(row.reason);
  // Why it was rejected says that it was.
  if (row.state === 'rejected' && row.reason !== null) return { tone, words: rejectionWords[row.reason.code], title };
  // Why it had been rejected no longer matters once the market has moved on.
  const words = row.state === 'gone' ? opportunityStateNames.gone : withReason(opportunityStateNames[row.state], row);
  return { tone, words, title };
}

const orderTones: Readonly<Record<OrderRow['state'], Tone>> = {
  intended: 'busy',
  signed: 'busy',
  submitted: 'busy',
  cancelling: 'attention',
  landed: 'good',
  reverted: 'bad',
  replaced: 'idle',
  dropped: 'attention',
  refused: 'bad',
};

export function orderWords(row: Pick<OrderRow, 'state' | 'reason' | 'detail'>): StateWords {
  const title = row.reason === null ? row.detail : rejectionTitle(row.reason);
  const lost = row.reason?.code === 'LANDING_LOST' || row.detail.startsWith('lost');
  const word = lost ? 'lost' : row.state;
  return { tone: lost ? 'attention' : orderTones[row.state], words: withReason(word, row), title };
}

export const ticketStateNames: Readonly<Record<TicketRow['state'], string>> = {
  simulating: 'simulating',
  awaitingApproval: 'awaiting approval',
  ordered: 'ordered',
  rejected: 'rejected',
  expired: 'expired',
};

export const strategyModeNames: Readonly<Record<StrategyMode, string>> = {
  off: 'Off',
  watch: 'Watch',
  approve: 'Approve',
  automate: 'Automate',
};

export const strategyModeMeanings: Readonly<Record<StrategyMode, string>> = {
  off: 'looks at nothing',
  watch: 'shows what it finds, trades nothing',
  approve: 'asks you about every trade',
  automate: 'trades by itself within a grant',
};

export const tradingStateNames: Readonly<Record<TradingState, string>> = {
  active: 'Active',
  reduceOnly: 'Reduce-only',
  halted: 'Halted',
};
