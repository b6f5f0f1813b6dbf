import type { JSX } from 'react';
import type { TokenRow } from '../../app/contract/panelStream.ts';
import { type Rejection, rejections } from '../../app/domain/rejection.ts';
import { factWords } from '../format/rejectionFacts.ts';

/** What a rejection means, what to do about it, and the facts behind it, the exact ones on hover. */
export function RejectionReason({
  reason,
  profitToken,
  nativeSymbol,
}: {
  reason: Rejection | null;
  profitToken: TokenRow;
  nativeSymbol: string;
}): JSX.Element | null {
  if (reason === null) return null;
  return (
    <p className="pb-1.5 text-caption break-words text-ink-2" data-testid="rejection-reason">
      {rejections[reason.code]}
      {factWords(reason, profitToken, nativeSymbol).map(({ label, value, title }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of one reason never reorder
        <span key={place} className="text-ink-3" title={title}>
          {place === 0 ? ' ' : ' · '}
          {label} {value}
        </span>
      ))}
    </p>
  );
}
