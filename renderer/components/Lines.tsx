import type { JSX, ReactNode } from 'react';
import { copyableAmount, displayExact, exactTitle, type SignStyle } from '../format/amount.ts';
import type { Tone } from '../format/words.ts';

/** A block of label and value lines with a hairline above. */
export function Lines({ label, children }: { label: string; children: ReactNode }): JSX.Element {
  return (
    <dl aria-label={label} className="flex flex-col gap-px border-t border-line py-1.5">
      {children}
    </dl>
  );
}

export function Line({
  label,
  title,
  children,
}: {
  label: ReactNode;
  title?: string;
  children: ReactNode;
}): JSX.Element {
  return (
    <div className="flex min-h-[18px] flex-wrap items-baseline gap-x-3" title={title}>
      <dt className="shrink-0 text-ink-2">{label}</dt>
      <dd className="ml-auto text-right break-words">{children}</dd>
    </div>
  );
}

export interface ExactAmountProps {
  readonly value: bigint;
  readonly decimals: number;
  readonly symbol: string;
  readonly sign?: SignStyle;
}

/** Every digit of an amount: a ticket is where one checks them. */
export function ExactAmount({ value, decimals, symbol, sign = 'negative' }: ExactAmountProps): JSX.Element {
  return (
    <span title={exactTitle(value, decimals, symbol)} data-exact={copyableAmount(value, decimals)}>
      {displayExact(value, decimals, sign)} <span className="text-ink-2">{symbol}</span>
    </span>
  );
}

const toneText: Readonly<Record<Tone, string>> = {
  idle: 'text-ink-2',
  busy: 'text-accent',
  attention: 'text-warn',
  good: 'text-gain',
  bad: 'text-loss',
};

export function ToneText({ tone, children }: { tone: Tone; children: ReactNode }): JSX.Element {
  return <span className={toneText[tone]}>{children}</span>;
}
