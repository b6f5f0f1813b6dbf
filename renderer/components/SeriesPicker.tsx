import type { JSX, ReactNode } from 'react';
import type { ChartSeries } from '../../app/contract/charts.ts';
import { SeriesList } from './SeriesList.tsx';
import { useOpener } from './useOpener.ts';

export interface SeriesPickerProps {
  /** What is chosen: "What to chart". */
  readonly label: string;
  /** Of the list. */
  readonly testId: string;
  readonly buttonTestId: string;
  readonly className: string;
  /** On the button. */
  readonly children: ReactNode;
  readonly onChoose: (series: ChartSeries) => void;
}

/** A button that opens the list of all series; choosing one gives the keyboard back to it. */
export function SeriesPicker(props: SeriesPickerProps): JSX.Element {
  const { label, testId, buttonTestId, className, children, onChoose } = props;
  const { button, open, setOpen, close } = useOpener();
  return (
    <>
      <button
        ref={button}
        type="button"
        data-testid={buttonTestId}
        aria-haspopup="listbox"
        aria-expanded={open}
        className={className}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open ? (
        <SeriesList
          label={label}
          testId={testId}
          opener={button.current}
          onChoose={(series) => {
            close();
            onChoose(series);
          }}
          onClose={(byEscape) => (byEscape ? close() : setOpen(false))}
        />
      ) : null}
    </>
  );
}
