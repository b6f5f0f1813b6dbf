import type { JSX } from 'react';
import type { Holding } from '../../app/contract/analyses.ts';
import { type ChartInterval, chartIntervals } from '../../app/contract/charts.ts';
import { addHolding, removeHolding, setBasketInterval, setHeld, useBasket } from '../state/basket.ts';
import { barFieldClass } from './fieldClasses.ts';
import { SeriesPicker } from './SeriesPicker.tsx';

function Chip({ holding, withValue }: { holding: Holding; withValue: boolean }): JSX.Element {
  const { name, value } = holding;
  return (
    <span
      data-testid="basket-holding"
      className="flex h-5 max-w-56 min-w-0 items-center gap-1 rounded-sm bg-raised pl-2 text-ink-2"
      title={name}
    >
      <span className="truncate">{name}</span>
      {withValue ? (
        <input
          type="number"
          step="any"
          aria-label={`Held of ${name}`}
          data-testid="basket-value"
          className="w-16 shrink-0 rounded-sm bg-panel px-1 text-right outline-none focus-visible:outline"
          defaultValue={value}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') currentTarget.blur();
          }}
          onBlur={({ currentTarget }) => {
            const held = currentTarget.valueAsNumber;
            if (Number.isFinite(held)) setHeld(name, held);
            else currentTarget.value = String(value);
          }}
        />
      ) : null}
      <button
        type="button"
        aria-label={`Leave out ${name}`}
        className="w-5 shrink-0 text-ink-3 hover:text-ink"
        onClick={() => removeHolding(name)}
      >
        ×
      </button>
    </span>
  );
}

/** The series that the risk panels share, and the length of their bars. */
export function BasketBar({ withValues = false }: { withValues?: boolean }): JSX.Element {
  const { interval, holdings } = useBasket();
  return (
    <div className="relative flex min-h-7 shrink-0 flex-wrap items-center gap-1 border-b border-rule px-1 py-1">
      {holdings.map((holding) => (
        <Chip key={holding.name} holding={holding} withValue={withValues} />
      ))}
      <SeriesPicker
        label="What to analyse"
        testId="basket"
        buttonTestId="basket-add"
        className="h-5 rounded-sm bg-raised px-2 text-ink-2 hover:text-ink"
        onChoose={addHolding}
      >
        {holdings.length === 0 ? 'Choose a series…' : 'Add…'}
      </SeriesPicker>
      <label className="ml-auto flex items-center gap-1 text-caption text-ink-3">
        Bars
        <select
          data-testid="basket-interval"
          className={barFieldClass}
          value={interval}
          onChange={({ currentTarget }) => setBasketInterval(currentTarget.value as ChartInterval)}
        >
          {chartIntervals.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
    </div>
  );
}
