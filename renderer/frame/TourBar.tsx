import type { JSX, ReactNode } from 'react';
import { useStore } from 'zustand';
import { usePreference } from '../state/preferences.ts';
import { tourSteps } from './tourSteps.ts';
import { goToStep, leaveTour, putTourAway, startTour, tourStore } from './tourStore.ts';

function Button({
  children,
  onClick,
  testId,
}: {
  children: ReactNode;
  onClick: () => void;
  testId: string;
}): JSX.Element {
  return (
    <button
      type="button"
      className="h-6 shrink-0 rounded-sm bg-raised px-2 hover:text-accent"
      onClick={onClick}
      data-testid={testId}
    >
      {children}
    </button>
  );
}

/** A strip under the title bar, which covers nothing: the offer of the tour, or one of its steps. */
export function TourBar(): JSX.Element | null {
  const phase = useStore(tourStore, (tour) => tour.phase);
  const left = usePreference('tourStep');
  if (phase === 'hidden' || (phase === 'invited' && left === null)) return null;
  const index = left ?? 0;
  const step = phase === 'open' ? tourSteps[index] : undefined;
  return (
    <section
      aria-label="Tour"
      className="flex shrink-0 items-center gap-3 border-b border-line bg-panel px-3 py-1.5"
      data-testid="tour"
    >
      {step === undefined ? (
        <>
          <p className="min-w-0 flex-1 text-ink-2">
            {index < 0
              ? 'New here? Seven short steps explain the modes, the stops and the panels in under a minute.'
              : `The tour was left at step ${index + 1} of ${tourSteps.length}.`}
          </p>
          <Button onClick={startTour} testId="tour-start">
            {index < 0 ? 'Take the tour' : 'Go on'}
          </Button>
          <Button onClick={putTourAway} testId="tour-away">
            No, thanks
          </Button>
        </>
      ) : (
        <>
          <p className="min-w-0 flex-1" aria-live="polite">
            <span className="text-ink-3">
              {index + 1}/{tourSteps.length}
            </span>{' '}
            <strong className="font-semibold">{step.title}.</strong> <span className="text-ink-2">{step.text}</span>
          </p>
          {index === 0 ? null : (
            <Button onClick={() => goToStep(index - 1)} testId="tour-back">
              Back
            </Button>
          )}
          <Button onClick={() => goToStep(index + 1)} testId="tour-next">
            {index === tourSteps.length - 1 ? 'Done' : 'Next'}
          </Button>
          <Button onClick={leaveTour} testId="tour-leave">
            Later
          </Button>
        </>
      )}
    </section>
  );
}
