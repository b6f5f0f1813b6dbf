import type { JSX } from 'react';
import { moneyClass } from '../../components/Amount.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { RejectionReason } from '../../components/RejectionReason.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { TopicBody } from '../../components/TopicBody.tsx';
import { copyableAmount, displayAmount, exactTitle } from '../../format/amount.ts';
import { displayAge } from '../../format/time.ts';
import { opportunityWords, reasonWords, rejectionTitle, ticketStateNames } from '../../format/words.ts';
import { useClock } from '../../state/clock.ts';
import { useStatus, useTokens } from '../../state/panelStore.ts';
import { nativeDecimals, tokenOf } from '../../state/tokens.ts';
import { ApproveSlot } from './ApproveSlot.tsx';
import { BreakdownLines, HopLines } from './Breakdown.tsx';
import { Checks } from './Checks.tsx';
import { TicketChoices } from './TicketChoices.tsx';
import { type TicketView, useTicket, useTicketOnShow } from './useTicket.ts';

/** How far it got, and why it went no further. */
function TicketState({ ticket, opportunity }: TicketView): JSX.Element | null {
  if (ticket === undefined) {
    if (opportunity === undefined) return null;
    const { tone, words, title } = opportunityWords(opportunity);
    return (
      <StateLabel tone={tone} title={title}>
        {words}
      </StateLabel>
    );
  }
  if (ticket.reason !== null) {
    return (
      <StateLabel tone="idle" title={rejectionTitle(ticket.reason)}>
        {ticketStateNames[ticket.state]} · {reasonWords(ticket.reason)}
      </StateLabel>
    );
  }
  const outcome = ticket.state === 'ordered' && opportunity !== undefined ? opportunityWords(opportunity) : undefined;
  return (
    <StateLabel tone={outcome?.tone ?? 'busy'} title={outcome?.title ?? ''}>
      {outcome?.words ?? ticketStateNames[ticket.state]}
    </StateLabel>
  );
}

function NetFigure({ net, symbol }: { net: bigint; symbol: string }): JSX.Element {
  return (
    <p
      className={`text-figure font-semibold whitespace-nowrap ${moneyClass(net)}`}
      title={exactTitle(net, nativeDecimals, symbol)}
      data-exact={copyableAmount(net, nativeDecimals)}
    >
      {displayAmount(net, nativeDecimals, 'always')} {symbol}
    </p>
  );
}

function TicketContent({ view }: { view: TicketView }): JSX.Element {
  const { ticket, breakdown } = view;
  const tokens = useTokens();
  const nativeSymbol = useStatus((status) => status.nativeSymbol) ?? '';
  if (breakdown === undefined) {
    return (
      <PanelState title="No ticket">
        Select an opportunity to see its breakdown. With the strategy on Approve, a ticket that waits for you comes
        here.
      </PanelState>
    );
  }
  const { symbol, decimals } = tokenOf(tokens, breakdown.profitToken);
  return (
    <div className="fading-end h-full overflow-y-auto pr-1 pb-4 pl-3 [scrollbar-gutter:stable]">
      <div className="pt-2">
        <TicketState {...view} />
      </div>
      <div className="flex items-baseline gap-3 pb-1.5">
        <NetFigure net={breakdown.net} symbol={nativeSymbol} />
        <p className="truncate text-ink-2">net after all costs</p>
      </div>
      <RejectionReason
        reason={ticket?.reason ?? view.opportunity?.reason ?? null}
        profitToken={tokenOf(tokens, breakdown.profitToken)}
        nativeSymbol={nativeSymbol}
      />
      <BreakdownLines breakdown={breakdown} tokens={tokens} nativeSymbol={nativeSymbol} />
      {ticket === undefined ? null : (
        <Checks ticket={ticket} symbol={symbol} decimals={decimals} nativeSymbol={nativeSymbol} />
      )}
      <HopLines breakdown={breakdown} tokens={tokens} />
    </div>
  );
}

export function TicketPanel(): JSX.Element {
  const view = useTicket();
  return (
    <div className="flex h-full min-h-0 flex-col" data-testid="ticket">
      <div className="min-h-0 flex-1">
        <TopicBody topic="tickets" waitingFor="the list of tickets" empty={null}>
          <TicketContent view={view} />
        </TopicBody>
      </div>
      {view.ticket === undefined ? null : <TicketChoices ticket={view.ticket} />}
      <ApproveSlot />
    </div>
  );
}

/** In the panel's header: which ticket, and how long it may still be approved. */
export function TicketFacts(): JSX.Element {
  const { ticket, breakdown } = useTicketOnShow();
  const left = useClock((nowMs) => (ticket === undefined ? '' : displayAge(ticket.expiresAtMs - nowMs)));
  if (breakdown === undefined) return <span>nothing selected</span>;
  if (ticket === undefined) return <span>opportunity {breakdown.id} · no ticket</span>;
  return (
    <span>
      #{ticket.id}
      {ticket.state === 'awaitingApproval' || ticket.state === 'simulating'
        ? ` · expires ${left}`
        : ` · ${ticketStateNames[ticket.state]}`}
    </span>
  );
}
