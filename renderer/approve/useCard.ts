import { useEffect, useState } from 'react';
import { type ApprovalCard, approvalCardSchema } from '../../app/contract/windowCommands.ts';

/** The card on show, as main sends it; null when nothing waits or what came is not a card. */
export function useCard(): ApprovalCard | null {
  const [card, setCard] = useState<ApprovalCard | null>(null);
  useEffect(
    () =>
      window.syndicateApprove.onCard((sent) => {
        const parsed = approvalCardSchema.nullable().safeParse(sent);
        setCard(parsed.success ? parsed.data : null);
      }),
    [],
  );
  return card;
}
