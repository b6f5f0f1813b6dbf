import type { OpportunityRow, OrderRow, TicketRow } from '../../app/contract/panelStream.ts';
import { opportunityStateNames } from '../../app/contract/routeText.ts';
import type { StrategyMode, TradingState } from '../../app/domain/mode.ts';
import { type Rejection, rejections, rejectionText } from '../../app/domain/rejection.ts';
import { rejectionWords } from '../../app/domain/rejectionWords.ts';

/** What a state's dot and word look like: colour never stands alone, the word is always beside it. */
export type Tone = 'idle' | 'busy' | 'attention' | 'good' | 'bad';

/** Code, facts, meaning and what to do. */
export function rejectionTitle(reason: Rejection): string {
  return `${rejectionText(reason)}\n${rejections[reason.code]}`;
}

/** What a rejection is called; where a person rejected it, with their reason. */
export function reasonWords({ code, facts }: Rejection): string {
  const because = code === 'APPROVAL_REJECTED' ? facts.because : undefined;
  return because === undefined ? rejectionWords[code] : `${rejectionWords[code]}: ${because}`;
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
  return row.reason === null ? word : joined(word, reasonWords(row.reason));
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

export function opportunityWords(row: Pick<OpportunityRow, 'state' | 'reason' | 'detail'>): StateWords {
  const tone = opportunityTones[row.state];
  const title = row.reason === null ? row.detail : rejectionTitle(row.reason);
  // Why it was rejected says that it was.
  if (row.state === 'rejected' && row.reason !== null) return { tone, words: reasonWords(row.reason), title };
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
