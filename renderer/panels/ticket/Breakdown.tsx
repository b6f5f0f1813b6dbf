import type { JSX } from 'react';
import type { TokenRow } from '../../../app/contract/panelStream.ts';
import { venueLabel } from '../../../app/contract/routeText.ts';
import type { LinkSubject } from '../../../app/contract/workspace.ts';
import { ExactAmount, Line, Lines } from '../../components/Lines.tsx';
import { displayAmount, displayCount, displayGwei } from '../../format/amount.ts';
import { drive, useMarkedAddress } from '../../state/links.ts';
import { nativeDecimals, tokenOf } from '../../state/tokens.ts';
import { type Breakdown, fundedBy, gasPrice } from './ticketView.ts';

type AddressSubject = Extract<LinkSubject, { address: unknown }>;

export interface BreakdownLinesProps {
  readonly breakdown: Breakdown;
  readonly tokens: ReadonlyMap<string, TokenRow>;
  readonly nativeSymbol: string;
}

/** What goes in, what comes out, and each cost between gross and net. */
export function BreakdownLines({ breakdown, tokens, nativeSymbol }: BreakdownLinesProps): JSX.Element {
  const { symbol, decimals } = tokenOf(tokens, breakdown.profitToken);
  const lender = fundedBy(breakdown);
  return (
    <Lines label="Costs and proceeds">
      <Line label={lender === '' ? 'In' : `In (${lender})`}>
        <ExactAmount value={breakdown.amountIn} decimals={decimals} symbol={symbol} />
      </Line>
      <Line label="Out">
        <ExactAmount value={breakdown.amountOut} decimals={decimals} symbol={symbol} />
      </Line>
      <Line label="Lender fee">
        <ExactAmount value={breakdown.flashFee} decimals={decimals} symbol={symbol} />
      </Line>
      <Line label="Gross">
        <ExactAmount value={breakdown.gross} decimals={decimals} symbol={symbol} sign="always" />
      </Line>
      <Line
        label={
          <>
            Gas{' '}
            <span className="text-caption text-ink-3">
              {displayCount(breakdown.gasUnits)} × {displayGwei(gasPrice(breakdown))} gwei
            </span>
          </>
        }
      >
        <ExactAmount value={-breakdown.gasCost} decimals={nativeDecimals} symbol={nativeSymbol} />
      </Line>
    </Lines>
  );
}

/** A token or a pool of the route: a click shows it in the panels of the same link group. */
function Part({
  words,
  subject,
  marked,
}: {
  words: string;
  subject: AddressSubject;
  marked: string | null;
}): JSX.Element {
  const colour = subject.address === marked ? 'text-accent' : subject.kind === 'pool' ? 'text-ink-3' : '';
  return (
    <button type="button" className={`hover:text-accent ${colour}`} onClick={() => drive('ticket', subject)}>
      {words}
    </button>
  );
}

/** Each swap of the route with its exact amounts. */
export function HopLines({ breakdown, tokens }: Omit<BreakdownLinesProps, 'nativeSymbol'>): JSX.Element {
  const marked = useMarkedAddress('ticket');
  return (
    <Lines label="Route">
      {breakdown.hops.map((hop, index) => {
        const from = tokenOf(tokens, hop.tokenIn);
        const to = tokenOf(tokens, hop.tokenOut);
        return (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: a route never reorders
            key={index}
            title={`${hop.pool}\nin ${hop.amountIn}\nout ${hop.amountOut}`}
            label={
              <>
                <Part words={from.symbol} subject={{ kind: 'token', address: hop.tokenIn }} marked={marked} /> →{' '}
                <Part words={to.symbol} subject={{ kind: 'token', address: hop.tokenOut }} marked={marked} />{' '}
                <Part words={venueLabel(hop)} subject={{ kind: 'pool', address: hop.pool }} marked={marked} />
              </>
            }
          >
            <span className="text-ink-2">
              {displayAmount(hop.amountIn, from.decimals)} → {displayAmount(hop.amountOut, to.decimals)}
            </span>
          </Line>
        );
      })}
    </Lines>
  );
}
