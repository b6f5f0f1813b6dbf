import type { JSX, ReactNode } from 'react';
import type { OpportunityDetail } from '../../../app/contract/opportunityDetail.ts';
import type { OpportunityRow, TicketRow, TokenRow } from '../../../app/contract/panelStream.ts';
import { venueLabel } from '../../../app/contract/routeText.ts';
import { moneyClass } from '../../components/Amount.tsx';
import { ExactAmount, Line } from '../../components/Lines.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { RejectionReason } from '../../components/RejectionReason.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { TopicBody } from '../../components/TopicBody.tsx';
import { displayAmount, displayCount, displayCounted, displayGwei } from '../../format/amount.ts';
import { checkWords } from '../../format/checkWords.ts';
import { displayLatency } from '../../format/time.ts';
import { opportunityWords, orderWords } from '../../format/words.ts';
import { useStatus, useTokens } from '../../state/panelStore.ts';
import { nativeDecimals, tokenOf } from '../../state/tokens.ts';
import { ProfitCurve } from './ProfitCurve.tsx';
import { RouteGraph } from './RouteGraph.tsx';
import { Trace } from './Trace.tsx';
import { type DetailView, useDetail } from './useDetail.ts';

function Section({ title, children }: { title: ReactNode; children: ReactNode }): JSX.Element {
  return (
    <section className="border-t border-line py-1.5">
      <h2 className="pb-0.5 text-caption font-semibold text-ink-3">{title}</h2>
      {children}
    </section>
  );
}

function percent(ppm: number): string {
  return `${(ppm / 10_000).toFixed(ppm < 1_000 ? 3 : 2)} %`;
}

interface KnownProps {
  readonly opportunity: OpportunityRow;
  readonly detail: OpportunityDetail;
  readonly tokens: ReadonlyMap<string, TokenRow>;
  readonly nativeSymbol: string;
}

/** What the engine quoted again at the state it was found at. */
function Quoted({ opportunity, detail, tokens, nativeSymbol }: KnownProps): JSX.Element {
  const { symbol, decimals } = tokenOf(tokens, detail.profitToken);
  return (
    <>
      <Section title={`Net by size, on the pools as they were after block ${displayCount(detail.blockNumber)}`}>
        <ProfitCurve detail={detail} symbol={symbol} decimals={decimals} nativeSymbol={nativeSymbol} />
        <p className={`text-caption ${detail.agrees ? 'text-ink-3' : 'text-loss'}`} data-testid="detail-agrees">
          {detail.agrees
            ? 'Quoted again, its own size brings its own gross to the wei.'
            : 'Quoted again, its own size brings another gross: do not trust this one.'}
        </p>
      </Section>
      <Section title="Price impact by swap, its fee apart">
        <dl aria-label="Price impact">
          {detail.hops.map((hop, index) => {
            const row = opportunity.hops.find(({ pool }) => pool === hop.pool);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a route never reorders
              <Line key={index} label={row === undefined ? hop.pool : venueLabel(row)} title={hop.pool}>
                {percent(hop.impactPpm)}
                <span className="text-ink-2">
                  {' '}
                  · fee {row === undefined ? '—' : percent(row.feePpm)}
                  {hop.ticksCrossed > 0 ? ` · ${displayCounted(hop.ticksCrossed, 'tick')} crossed` : ''}
                </span>
              </Line>
            );
          })}
        </dl>
      </Section>
      <Section title="Gas">
        <dl aria-label="Gas">
          <Line label={`${displayCount(detail.gasUnits)} × ${displayGwei(detail.gasPrice)} gwei`}>
            <ExactAmount value={-detail.gasCost} decimals={nativeDecimals} symbol={nativeSymbol} />
          </Line>
        </dl>
      </Section>
      <Section title="Stage clock, from when it was seen">
        <dl aria-label="Stage clock">
          {detail.clock.map(({ stage, ms }) => (
            <Line key={stage} label={stage}>
              {stage === 'seen' ? '0' : displayLatency(ms)}
            </Line>
          ))}
        </dl>
      </Section>
    </>
  );
}

/** What the chain answered, and each check with its value and its limit. */
function Checked({
  ticket,
  tokens,
  nativeSymbol,
}: {
  ticket: TicketRow | undefined;
  tokens: ReadonlyMap<string, TokenRow>;
  nativeSymbol: string;
}): JSX.Element {
  if (ticket === undefined)
    return (
      <Section title="Simulation and checks">
        <p className="text-ink-3">It came to no ticket, so it was not simulated; its state above says why.</p>
      </Section>
    );
  const { symbol, decimals } = tokenOf(tokens, ticket.profitToken);
  const said = (profit: bigint | null): JSX.Element | string =>
    profit === null ? 'not reached' : <ExactAmount value={profit} decimals={decimals} symbol={symbol} sign="always" />;
  return (
    <Section title="Simulation and checks">
      <dl aria-label="Simulation and checks">
        <Line label={`At block ${displayCount(ticket.blockNumber)}`}>{said(ticket.simulatedAtBlock)}</Line>
        <Line label="On pending">{said(ticket.simulatedOnPending)}</Line>
        {ticket.checks.map((check) => {
          const { label, value, limit, title } = checkWords(check, nativeSymbol);
          return (
            <Line key={check.name} label={label} title={title}>
              {value}
              {limit === null ? null : <span className="text-ink-2"> of {limit}</span>}
            </Line>
          );
        })}
      </dl>
    </Section>
  );
}

function Became({ orders, nativeSymbol }: { orders: DetailView['orders']; nativeSymbol: string }): JSX.Element {
  return (
    <Section title="What became of it">
      {orders.length === 0 ? <p className="text-ink-3">No order was made of it.</p> : null}
      <dl aria-label="Orders">
        {orders.map((order) => {
          const { tone, words, title } = orderWords(order);
          return (
            <Line key={order.id} label={<StateLabel tone={tone}>{words}</StateLabel>} title={title}>
              {order.blockNumber === null ? '' : `block ${displayCount(order.blockNumber)} · `}
              {order.net === null ? (
                'no result yet'
              ) : (
                <span className={moneyClass(order.net)}>
                  {displayAmount(order.net, nativeDecimals, 'always')} {nativeSymbol}
                </span>
              )}
              <span className="text-ink-2">
                {' '}
                · predicted {displayAmount(order.predictedNet, nativeDecimals, 'always')} · {order.submission}
              </span>
            </Line>
          );
        })}
      </dl>
    </Section>
  );
}

/** One opportunity at the state it was found at. */
export function DetailPanel(): JSX.Element {
  const { opportunity, ticket, orders, detail } = useDetail();
  const tokens = useTokens();
  const nativeSymbol = useStatus((status) => status.nativeSymbol) ?? '';
  if (opportunity === undefined)
    return (
      <TopicBody topic="opportunities" waitingFor="opportunities" empty={null}>
        <PanelState title="No opportunity selected">
          Select a row of the opportunities to see all of it here.
        </PanelState>
      </TopicBody>
    );
  const { tone, words, title } = opportunityWords(opportunity);
  const { reason } = opportunity;
  return (
    <TopicBody topic="opportunities" waitingFor="opportunities" empty={null}>
      <div data-testid="detail" className="h-full overflow-y-auto px-2 pb-2" tabIndex={-1}>
        <header className="flex flex-wrap items-baseline gap-x-3 py-1.5">
          <span className={`text-[20px] leading-6 font-semibold ${moneyClass(opportunity.net)}`}>
            {displayAmount(opportunity.net, nativeDecimals, 'always')} {nativeSymbol}
          </span>
          <StateLabel tone={tone} title={title}>
            {words}
          </StateLabel>
          <span className="ml-auto text-caption text-ink-3">{opportunity.id}</span>
        </header>
        <RejectionReason
          reason={reason}
          profitToken={tokenOf(tokens, opportunity.profitToken)}
          nativeSymbol={nativeSymbol}
        />
        <RouteGraph hops={opportunity.hops} tokens={tokens} />
        {detail === undefined ? <p className="py-1 text-ink-3">Asking the engine…</p> : null}
        {detail?.ok === false ? (
          <p role="status" className="border-t border-line py-1.5 text-ink-2">
            {detail.message}. <span className="text-ink-3">{detail.advice}</span>
          </p>
        ) : null}
        {detail?.ok === true ? (
          <Quoted opportunity={opportunity} detail={detail.value} tokens={tokens} nativeSymbol={nativeSymbol} />
        ) : null}
        <Checked ticket={ticket} tokens={tokens} nativeSymbol={nativeSymbol} />
        <Section title="Trace of the call">
          <Trace opportunity={opportunity} tokens={tokens} />
        </Section>
        <Became orders={orders} nativeSymbol={nativeSymbol} />
      </div>
    </TopicBody>
  );
}
