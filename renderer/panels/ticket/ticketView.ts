import type { HopRow, OpportunityRow, TicketRow } from '../../../app/contract/panelStream.ts';
import { displayExact } from '../../format/amount.ts';
import type { Tone } from '../../format/words.ts';

/** What a ticket and a mere opportunity have in common: the money. */
export interface Breakdown {
  readonly id: string;
  readonly hops: readonly HopRow[];
  readonly profitToken: OpportunityRow['profitToken'];
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly gross: bigint;
  readonly loans: OpportunityRow['loans'];
  readonly flashFee: bigint;
  readonly gasUnits: number;
  readonly gasCost: bigint;
  readonly net: bigint;
  readonly blockNumber: number;
}

export function breakdownOf(
  ticket: TicketRow | undefined,
  opportunity: OpportunityRow | undefined,
): Breakdown | undefined {
  if (ticket !== undefined) return ticket;
  if (opportunity === undefined) return undefined;
  return { ...opportunity, amountOut: opportunity.amountIn + opportunity.gross + opportunity.flashFee };
}

/** Who brings the input: the lenders, or the first pool by its flash swap. */
export function fundedBy({ hops, loans }: Pick<Breakdown, 'hops' | 'loans'>): string {
  if (loans.length > 0) return `flash loan, ${loans.map(({ lender }) => lender).join(' + ')}`;
  return hops[0] === undefined ? '' : `flash, ${hops[0].venue}`;
}

export interface Verdict {
  readonly tone: Tone;
  readonly words: string;
}

const waiting: Verdict = { tone: 'busy', words: 'waiting for the node' };
const never: Verdict = { tone: 'idle', words: 'not made' };

/** The chain's answer at the prediction's own block: it must equal the prediction to the wei. */
export function atBlockVerdict(ticket: TicketRow, decimals: number): Verdict {
  if (ticket.simulatedAtBlock === null) return ticket.state === 'simulating' ? waiting : never;
  const difference = ticket.simulatedAtBlock - ticket.gross;
  if (difference === 0n) return { tone: 'good', words: 'equal to the wei' };
  return { tone: 'bad', words: `differs by ${displayExact(difference, decimals, 'always')}` };
}

/** The chain's answer on pending state: it must be at least the minimum. */
export function onPendingVerdict(ticket: TicketRow, decimals: number): Verdict {
  if (ticket.simulatedOnPending === null) return ticket.state === 'simulating' ? waiting : never;
  if (ticket.simulatedOnPending === ticket.gross) return { tone: 'good', words: 'equal to the wei' };
  if (ticket.simulatedOnPending >= ticket.minProfit) return { tone: 'good', words: '≥ minimum' };
  return {
    tone: 'bad',
    words: `${displayExact(ticket.minProfit - ticket.simulatedOnPending, decimals)} under the minimum`,
  };
}

/** The gas price behind a gas cost, in wei; exact because the cost is their product. */
export function gasPrice(breakdown: Pick<Breakdown, 'gasCost' | 'gasUnits'>): bigint {
  return breakdown.gasUnits === 0 ? 0n : breakdown.gasCost / BigInt(breakdown.gasUnits);
}
