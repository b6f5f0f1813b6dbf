import type { JSX } from 'react';
import type { TicketRow } from '../../../app/contract/panelStream.ts';
import { shortHex } from '../../../app/domain/hex.ts';
import { ExactAmount, Line, Lines, ToneText } from '../../components/Lines.tsx';
import { displayCount, displayGwei } from '../../format/amount.ts';
import { checkWords } from '../../format/checkWords.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { atBlockVerdict, onPendingVerdict } from './ticketView.ts';

export interface ChecksProps {
  readonly ticket: TicketRow;
  readonly symbol: string;
  readonly decimals: number;
  readonly nativeSymbol: string;
}

/** What was checked before it could be approved, and what it is bound to. */
export function Checks({ ticket, symbol, decimals, nativeSymbol }: ChecksProps): JSX.Element {
  const atBlock = atBlockVerdict(ticket, decimals);
  const onPending = onPendingVerdict(ticket, decimals);
  const worst = BigInt(ticket.gasLimit) * ticket.maxFeePerGas;
  return (
    <>
      <Lines label="Simulations and checks">
        <Line label={`Simulated at block ${displayCount(ticket.blockNumber)}`}>
          <ToneText tone={atBlock.tone}>{atBlock.words}</ToneText>
        </Line>
        <Line label="Simulated on pending">
          <ToneText tone={onPending.tone}>{onPending.words}</ToneText>
        </Line>
        {ticket.checks.map((check) => {
          const { label, value, limit, title } = checkWords(check, nativeSymbol);
          return (
            <Line key={check.name} label={label} title={title}>
              {value}
              {limit === null ? null : <span className="text-ink-2"> of {limit}</span>}
            </Line>
          );
        })}
      </Lines>
      <Lines label="Plan">
        <Line label="Profit at least">
          <ExactAmount value={ticket.minProfit} decimals={decimals} symbol={symbol} />
        </Line>
        <Line
          label={
            <>
              Cost at worst{' '}
              <span className="text-caption text-ink-3">
                {displayCount(ticket.gasLimit)} × {displayGwei(ticket.maxFeePerGas)} gwei
              </span>
            </>
          }
        >
          <ExactAmount value={-worst} decimals={nativeDecimals} symbol={nativeSymbol} />
        </Line>
        <Line label="Executor" title={ticket.executor}>
          <span className="font-mono text-caption">{shortHex(ticket.executor)}</span>
        </Line>
        <Line label="Plan hash" title={ticket.planHash}>
          <span className="font-mono text-caption">{shortHex(ticket.planHash)}</span>
        </Line>
      </Lines>
    </>
  );
}
