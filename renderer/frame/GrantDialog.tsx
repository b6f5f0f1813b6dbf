import { Dialog } from 'radix-ui';
import { type FormEvent, type JSX, useId, useState } from 'react';
import { proposeGrant } from '../state/commands.ts';
import { useCover } from '../state/covers.ts';
import { useStatus } from '../state/panelStore.ts';
import { openDialog, useDialog } from './frameStore.ts';
import { readBudget, readMinutes } from './grantForm.ts';
import { focusPanel } from './workspaceApi.ts';

const durations = [
  { minutes: '15', words: '15 min' },
  { minutes: '60', words: '1 h' },
  { minutes: '240', words: '4 h' },
  { minutes: '1440', words: '24 h' },
];

const fieldClass = 'h-7 rounded-sm border border-line bg-ground px-2 text-ink aria-invalid:border-warn';

function GrantForm(): JSX.Element {
  const symbol = useStatus((status) => status.nativeSymbol) ?? '';
  const [budgetText, setBudgetText] = useState('0.05');
  const [minutesText, setMinutesText] = useState('60');
  const ids = { budget: useId(), minutes: useId(), problem: useId() };
  const budget = readBudget(budgetText);
  const minutes = readMinutes(minutesText);
  const problem = budget.ok ? (minutes === null ? 'The duration is 1 to 10080 minutes.' : null) : budget.problem;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!budget.ok || minutes === null) return;
    openDialog(null);
    focusPanel('ticket');
    await proposeGrant('flash-arbitrage', budget.budget, minutes);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <div className="flex flex-col gap-1">
        <label htmlFor={ids.budget} className="text-ink-2">
          Budget in {symbol}
        </label>
        <input
          id={ids.budget}
          className={fieldClass}
          inputMode="decimal"
          value={budgetText}
          maxLength={40}
          aria-invalid={!budget.ok}
          aria-describedby={ids.problem}
          onChange={(event) => setBudgetText(event.target.value)}
        />
        <p className="text-caption text-ink-3">
          What its orders may put at risk in all, counted at the worst gas cost.
        </p>
      </div>
      <div className="flex flex-col gap-1">
        <label htmlFor={ids.minutes} className="text-ink-2">
          Duration in minutes
        </label>
        <div className="flex gap-1">
          <input
            id={ids.minutes}
            className={`${fieldClass} w-20`}
            inputMode="numeric"
            value={minutesText}
            aria-invalid={minutes === null}
            aria-describedby={ids.problem}
            onChange={(event) => setMinutesText(event.target.value)}
          />
          {durations.map((duration) => (
            <button
              key={duration.minutes}
              type="button"
              className={`h-7 rounded-sm px-2 hover:text-ink ${duration.minutes === minutesText ? 'bg-selected text-ink' : 'bg-raised text-ink-2'}`}
              onClick={() => setMinutesText(duration.minutes)}
            >
              {duration.words}
            </button>
          ))}
        </div>
      </div>
      <p id={ids.problem} role="status" className="min-h-4 text-caption text-warn">
        {problem}
      </p>
      <div className="flex justify-end gap-2">
        <Dialog.Close className="h-7 rounded-sm bg-raised px-3 text-ink-2 hover:text-ink">Cancel</Dialog.Close>
        <button
          type="submit"
          disabled={problem !== null}
          className="h-7 rounded-sm bg-approve px-3 font-semibold text-approve-ink disabled:bg-raised disabled:text-ink-3"
        >
          Propose grant
        </button>
      </div>
    </form>
  );
}

/** Asks for a budget and a duration; what it proposes is confirmed in the approve view, not here. */
export function GrantDialog(): JSX.Element {
  const open = useDialog() === 'grant';
  useCover('grant', open);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => openDialog(next ? 'grant' : null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-x-0 top-9 bottom-0 z-40 bg-ground/50" />
        <Dialog.Content className="fixed top-[16vh] left-1/2 z-50 w-[400px] -translate-x-1/2 rounded-sm border border-line bg-panel p-4 outline-none">
          <Dialog.Title className="text-[14px] leading-5 font-semibold">Automate arbitrage</Dialog.Title>
          <Dialog.Description className="mt-0.5 mb-3 text-ink-2">
            It trades by itself until the budget or the time runs out. You confirm the grant in the approve view.
          </Dialog.Description>
          <GrantForm />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
