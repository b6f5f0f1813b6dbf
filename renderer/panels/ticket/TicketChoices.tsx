import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { TicketRow } from '../../../app/contract/panelStream.ts';
import { unwrap } from '../../../app/domain/result.ts';
import type { TicketChoice } from '../../../app/domain/ticketChoice.ts';
import { displayAmount, exactTitle } from '../../format/amount.ts';
import { reasonWords, rejectionTitle } from '../../format/words.ts';
import { reviseTicket } from '../../state/commands.ts';
import { useStatus, useTokens } from '../../state/panelStore.ts';
import { useReplaying } from '../../state/replay.ts';
import { tokenOf } from '../../state/tokens.ts';
import { isChosen, type Offer, offeredChoices } from './choices.ts';

function Offers({
  label,
  offers,
  ticket,
  beside,
  whole = beside,
}: {
  label: string;
  offers: readonly Offer[];
  ticket: TicketRow;
  beside: string;
  /** Of `beside`, on hover. */
  whole?: string;
}): JSX.Element {
  return (
    <fieldset className="flex min-h-6 min-w-0 items-center gap-0.5" aria-label={label}>
      <span className="w-12 shrink-0 text-ink-2">{label}</span>
      {offers.map(({ id, words, title, choice }) => {
        const chosen = isChosen(ticket, choice);
        return (
          <button
            key={id}
            type="button"
            data-testid={`ticket-${id}`}
            aria-pressed={chosen}
            title={title}
            disabled={ticket.state !== 'awaitingApproval'}
            className={`h-5 shrink-0 rounded-sm px-1 whitespace-nowrap disabled:text-ink-3 ${chosen ? 'bg-selected text-ink' : 'bg-raised text-ink-2 hover:text-ink'}`}
            onClick={() => chosen || void reviseTicket(ticket.id, { ...ticket.choice, ...choice })}
          >
            {words}
          </button>
        );
      })}
      <span className="min-w-0 flex-1 truncate text-right text-caption text-ink-2" title={whole}>
        {beside}
      </span>
    </fieldset>
  );
}

function refusedWords({ sizePpm, leastProfitPpm, submission }: TicketChoice): string {
  const parts = [`${sizePpm / 10_000} %`];
  if (leastProfitPpm !== null) parts.push(`at least ${leastProfitPpm / 10_000} %`);
  if (submission !== null) parts.push(submission === 'relay' ? 'private' : 'public');
  return parts.join(', ');
}

/**
 * Size, least profit and way of a ticket that waits. What is chosen is quoted, checked and simulated by the engine, whose
 * amounts stand beside; nothing here reckons one. It is out of sight where there is nothing to choose.
 */
export function TicketChoices({ ticket }: { ticket: TicketRow }): JSX.Element | null {
  const tokens = useTokens();
  const relays = useStatus((status) => status.relays.length) ?? 0;
  const replaying = useReplaying();
  const { data } = useQuery({
    queryKey: ['settings'],
    queryFn: async () => unwrap(await window.syndicate.settings({})).rows,
  });
  const isOpen = ticket.state === 'awaitingApproval' || (ticket.state === 'simulating' && ticket.authority !== 'grant');
  if (!isOpen || replaying || data === undefined) return null;
  const { symbol, decimals } = tokenOf(tokens, ticket.profitToken);
  const { sizes, leastProfits, ways } = offeredChoices(data, ticket, relays > 0);
  return (
    <section
      aria-label="What is put before you"
      data-testid="ticket-choices"
      className="shrink-0 border-t border-line px-3 py-1"
    >
      <Offers
        label="Size"
        offers={sizes}
        ticket={ticket}
        beside={`${displayAmount(ticket.amountIn, decimals)} ${symbol}`}
        whole={exactTitle(ticket.amountIn, decimals, symbol)}
      />
      <Offers
        label="At least"
        offers={leastProfits}
        ticket={ticket}
        // Its unit stands in the line above.
        beside={displayAmount(ticket.minProfit, decimals, 'always')}
        whole={exactTitle(ticket.minProfit, decimals, symbol)}
      />
      <Offers label="Way" offers={ways} ticket={ticket} beside={ticket.submission} />
      {ticket.refused === null ? null : (
        <p
          role="status"
          data-testid="ticket-refused"
          className="truncate text-caption text-warn"
          title={rejectionTitle(ticket.refused.reason)}
        >
          Not {refusedWords(ticket.refused.choice)}: {reasonWords(ticket.refused.reason)}
        </p>
      )}
    </section>
  );
}
