import type { JSX } from 'react';

export interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly testId: string;
  readonly values: readonly V[];
  readonly chosen: V;
  readonly onChoose: (value: V) => void;
}

/** One of a few words, side by side. */
export function Choice<V extends string>({ label, testId, values, chosen, onChoose }: ChoiceProps<V>): JSX.Element {
  return (
    <div role="radiogroup" aria-label={label} className="flex shrink-0 items-center">
      <span className="pr-1 text-caption text-ink-3">{label}</span>
      {values.map((value) => (
        <label
          key={value}
          className="flex h-6 items-center px-1.5 text-caption text-ink-3 hover:text-ink has-checked:text-accent has-focus-visible:outline"
        >
          <input
            type="radio"
            name={testId}
            data-testid={`${testId}-${value}`}
            className="sr-only"
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          {value}
        </label>
      ))}
    </div>
  );
}
