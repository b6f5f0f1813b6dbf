import { type JSX, useEffect } from 'react';
import type { ApprovalCard } from '../../app/contract/windowCommands.ts';
import { Card } from './Card.tsx';
import { useCard } from './useCard.ts';
import { useKeyboardHere } from './useKeyboardHere.ts';
import { modeOf } from './words.tsx';

function Key({ children }: { children: string }): JSX.Element {
  return <kbd className="rounded-sm border border-line px-1 font-sans text-ink-2">{children}</kbd>;
}

/** A card that is to be read anew: another digest, or the second yes to the same. */
function cardKey(card: ApprovalCard): string {
  return card.kind === 'plan' ? `${card.digest} ${card.secondStep}` : card.digest;
}

/** The approve view: what waits for a person, or that nothing does. */
export function ApprovePage(): JSX.Element {
  const card = useCard();
  const keyboardHere = useKeyboardHere();
  const mode = card === null ? null : modeOf(card);
  useEffect(() => {
    if (mode === null) delete document.documentElement.dataset.mode;
    else document.documentElement.dataset.mode = mode;
  }, [mode]);
  return (
    <main className="h-full bg-panel">
      {card === null ? (
        <div
          className={`flex h-full flex-col items-center justify-center gap-0.5 rounded-sm border border-dashed px-4 text-center ${keyboardHere ? 'border-accent' : 'border-line'}`}
        >
          <p className="text-ink-2">Nothing waits for your approval</p>
          <p className="text-caption text-ink-3">
            With the strategy on Approve, each trade that passes every check comes here.
          </p>
          <p className="text-caption text-ink-3">
            <Key>F8</Key>{' '}
            {keyboardHere ? 'takes the keyboard back to the panels.' : 'brings the keyboard here and back.'}
          </p>
        </div>
      ) : (
        <Card key={cardKey(card)} card={card} keyboardHere={keyboardHere} />
      )}
    </main>
  );
}
