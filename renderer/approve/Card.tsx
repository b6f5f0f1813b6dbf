import { type JSX, useEffect, useState } from 'react';
import { type ApprovalCard, approveInertMs } from '../../app/contract/windowCommands.ts';
import { type RejectReason, rejectReasons, rejectReasonWords } from '../../app/domain/rejectReason.ts';
import { failureFrom, type Result } from '../../app/domain/result.ts';
import { displayAge } from '../format/time.ts';
import { useClock } from '../state/clock.ts';
import { useArmed } from './useArmed.ts';
import { approveLabel, CardWords, modeOf } from './words.tsx';

type Answer = 'approve' | 'reject';
type GiveAnswer = (which: Answer, because?: RejectReason | null) => void;

/** Sends the answer for exactly the digest on show; main refuses any other. */
function useAnswer(digest: string): { answer: GiveAnswer; sent: Answer | null; problem: string | null } {
  const [sent, setSent] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const answer: GiveAnswer = (which, because = null) => {
    if (sent !== null) return;
    setSent(which);
    setProblem(null);
    const { approve, reject } = window.syndicateApprove;
    const ask = which === 'approve' ? approve({ digest }) : reject({ digest, because });
    void ask.catch(failureFrom).then((result: Result<unknown>) => {
      if (result.ok) return;
      setSent(null);
      setProblem(`${result.message} ${result.advice}`);
    });
  };
  return { answer, sent, problem };
}

/** Enter approves, Backspace rejects; of a plan, the number of a reason rejects for it. */
function useAnswerKeys(canApprove: boolean, takesReasons: boolean, answer: GiveAnswer): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const because = takesReasons && /^[1-9]$/.test(event.key) ? rejectReasons[Number(event.key) - 1] : undefined;
      if (event.key !== 'Enter' && event.key !== 'Backspace' && because === undefined) return;
      event.preventDefault();
      // A key held down since before the card came is not an answer to it.
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      if (because !== undefined) answer('reject', because);
      else if (event.key === 'Backspace') answer('reject');
      else if (canApprove) answer('approve');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

/** In place of the words, so nothing can be approved meanwhile. */
function Reasons({ onChoose }: { onChoose: (because: RejectReason) => void }): JSX.Element {
  return (
    <fieldset aria-label="Why it is rejected" className="flex flex-wrap content-start gap-1">
      {rejectReasons.map((reason, index) => (
        <button
          key={reason}
          type="button"
          data-testid={`reject-${reason}`}
          className="h-7 rounded-sm bg-raised px-2 text-ink-2 hover:text-ink"
          onClick={() => onChoose(reason)}
        >
          <kbd className="font-sans text-ink-3">{index + 1}</kbd> {rejectReasonWords[reason]}
        </button>
      ))}
    </fieldset>
  );
}

/** One thing to approve. Give it the digest as key: a new digest is a new card, with nothing carried over. */
export function Card({ card, keyboardHere }: { card: ApprovalCard; keyboardHere: boolean }): JSX.Element {
  const mode = modeOf(card);
  const armed = useArmed(card.digest);
  const expired = useClock((nowMs) => nowMs >= card.expiresAtMs);
  const left = useClock((nowMs) => displayAge(card.expiresAtMs - nowMs));
  const { answer, sent, problem } = useAnswer(card.digest);
  const [choosing, setChoosing] = useState(false);
  const isPlan = card.kind === 'plan';
  const canApprove = armed && !expired && sent === null && !choosing;
  useAnswerKeys(canApprove, isPlan, answer);
  return (
    <article
      aria-label="Waiting for your approval"
      className={`flex h-full flex-col gap-1 rounded-sm border bg-approve-ground px-3 py-2 text-ink-2 ${keyboardHere ? 'border-accent' : 'border-approve-line'}`}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        {choosing ? (
          <Reasons onChoose={(because) => answer('reject', because)} />
        ) : (
          <>
            <div>
              {mode !== null ? (
                <span
                  data-testid="approve-mode"
                  className="float-right ml-2 rounded-sm bg-mode-ground px-1.5 text-caption font-bold text-mode"
                >
                  {mode}
                </span>
              ) : null}
              <CardWords card={card} />
            </div>
            <p className="font-mono text-[10px] leading-[14px] text-ink-3">
              digest <span data-testid="approve-digest">{card.digest}</span>
            </p>
          </>
        )}
      </div>
      {problem === null ? null : (
        <p role="alert" className="truncate text-warn" title={problem}>
          {problem}
        </p>
      )}
      <div className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1">
        <button
          type="button"
          data-testid="approve-button"
          disabled={!canApprove}
          className="relative h-7 min-w-24 overflow-hidden whitespace-nowrap rounded-sm bg-approve px-3 font-bold text-approve-ink disabled:bg-raised disabled:text-ink-3"
          onClick={() => answer('approve')}
        >
          {armed || expired ? null : (
            <span
              aria-hidden
              className="arming absolute inset-y-0 left-0 bg-approve/40"
              style={{ animationDuration: `${approveInertMs}ms` }}
            />
          )}
          <span className="relative">
            {sent === 'approve' && !asksAgain(card) ? 'Approved' : `${approveLabel(card)} ⏎`}
          </span>
        </button>
        <button
          type="button"
          data-testid="reject-button"
          disabled={sent !== null}
          className="h-7 rounded-sm bg-raised px-3 font-semibold whitespace-nowrap text-ink-2 hover:text-ink disabled:text-ink-3"
          onClick={() => answer('reject')}
        >
          {sent === 'reject' ? 'Rejected' : 'Reject ⌫'}
        </button>
        {isPlan && sent === null ? (
          <button
            type="button"
            data-testid="reject-because"
            aria-expanded={choosing}
            title="Reject and say why; 1 to 5 do it at once"
            className="h-7 rounded-sm px-1 text-caption whitespace-nowrap text-ink-3 hover:text-ink"
            onClick={() => setChoosing(!choosing)}
          >
            {choosing ? 'back' : 'because…'}
          </button>
        ) : null}
        <p className="ml-auto flex items-baseline gap-2 whitespace-nowrap">
          <span data-testid="approve-hint" className="text-caption text-ink-3">
            {keyboardHere ? 'F8 goes back' : 'F8 for the keys'}
          </span>
          <span className={expired ? 'text-warn' : ''} data-testid="approve-countdown">
            {expired ? 'expired' : `${left} left`}
          </span>
        </p>
      </div>
    </article>
  );
}

function asksAgain(card: ApprovalCard): boolean {
  return card.kind === 'plan' && card.secondStep === 'asked';
}
