import type { JSX, ReactNode } from 'react';
import { useOpener } from '../../components/useOpener.ts';

export interface ChartPopoverProps {
  readonly name: string;
  readonly testId: string;
  /** Said to a screen reader beside the name. */
  readonly label: string;
  readonly children: (close: () => void) => ReactNode;
}

/** A word of the tool bar that opens a small sheet under it; Escape and leaving it close it. */
export function ChartPopover({ name, testId, label, children }: ChartPopoverProps): JSX.Element {
  const { button, open, setOpen, close } = useOpener();
  return (
    <>
      <button
        ref={button}
        type="button"
        data-testid={testId}
        aria-haspopup="dialog"
        aria-expanded={open}
        className={`${toolClass} aria-expanded:text-accent`}
        onClick={() => setOpen(!open)}
      >
        {name}
      </button>
      {open ? (
        <div
          role="dialog"
          aria-label={label}
          tabIndex={-1}
          className="absolute top-13 left-1 z-20 max-h-[calc(100%-60px)] w-96 max-w-[calc(100%-8px)] overflow-y-auto rounded-sm border border-line bg-panel outline-none"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            close();
          }}
          onBlur={({ currentTarget, relatedTarget }) => {
            // Where the keyboard goes nowhere, what had it was taken away: the sheet stays.
            if (relatedTarget !== null && !currentTarget.contains(relatedTarget) && relatedTarget !== button.current)
              setOpen(false);
          }}
        >
          {children(close)}
        </div>
      ) : null}
    </>
  );
}

export const toolClass =
  'flex h-5 items-center rounded-sm px-1.5 text-caption text-ink-3 hover:text-ink aria-pressed:bg-selected aria-pressed:text-accent disabled:opacity-40';
