import { type JSX, useEffect } from 'react';
import { Card } from './Card.tsx';
import { useCard } from './useCard.ts';

/** The approve view: what waits for a person, or that nothing does. */
export function ApprovePage(): JSX.Element {
  const card = useCard();
  const mode = card?.kind === 'plan' ? card.mode : undefined;
  useEffect(() => {
    if (mode === undefined) delete document.documentElement.dataset.mode;
    else document.documentElement.dataset.mode = mode;
  }, [mode]);
  return (
    <main className="h-full bg-panel">
      {card === null ? (
        <div className="flex h-full flex-col items-center justify-center gap-0.5 rounded-sm border border-dashed border-line px-4 text-center">
          <p className="text-ink-2">Nothing waits for your approval</p>
          <p className="text-caption text-ink-3">
            With the strategy on Approve, each trade that passes every check comes here.
          </p>
        </div>
      ) : (
        <Card key={card.digest} card={card} />
      )}
    </main>
  );
}
