import { type FormEvent, type JSX, useId, useState } from 'react';
import { allAssets, mostShocks, type Scenario, type ShockKind, shockKinds } from '../../../app/domain/scenario.ts';
import { fieldClass } from '../../components/fieldClasses.ts';
import { type DraftShock, freshShock, readScenario, shockUnits } from './draft.ts';

interface ShockLineProps {
  readonly draft: DraftShock;
  readonly symbols: readonly string[];
  readonly onChange: (draft: DraftShock | null) => void;
}

function ShockLine({ draft, symbols, onChange }: ShockLineProps): JSX.Element {
  const { kind, of, amount, from, to, key } = draft;
  const { label, unit } = shockUnits[kind];
  const text = (name: 'amount' | 'from' | 'to', value: string, width: string): JSX.Element => (
    <input
      aria-label={`${label} ${name}`}
      data-testid={`shock-${kind}-${name}`}
      className={`${fieldClass} ${width} text-right`}
      value={value}
      onChange={({ target }) => onChange({ ...draft, [name]: target.value })}
    />
  );
  return (
    <li className="flex flex-wrap items-center gap-1.5 py-0.5" data-key={key}>
      <span className="w-24 text-ink-2">{label}</span>
      {kind === 'price' ? (
        <select
          aria-label="Whose price"
          data-testid="shock-price-of"
          className={fieldClass}
          value={of}
          onChange={({ target }) => onChange({ ...draft, of: target.value })}
        >
          {[allAssets, ...symbols].map((symbol) => (
            <option key={symbol} value={symbol}>
              {symbol === allAssets ? 'all' : symbol}
            </option>
          ))}
        </select>
      ) : null}
      {kind === 'recorded' ? (
        <>
          {text('from', from, 'w-24')}
          <span className="text-ink-3">to</span>
          {text('to', to, 'w-24')}
        </>
      ) : (
        <>
          {text('amount', amount, 'w-16')}
          <span className="text-ink-2">{unit}</span>
        </>
      )}
      <button type="button" className="px-1 text-ink-3 hover:text-ink" onClick={() => onChange(null)}>
        Leave out
      </button>
    </li>
  );
}

export interface ScenarioFormProps {
  readonly symbols: readonly string[];
  readonly newId: () => string;
  /** Answers why it was not kept; an empty text where it was. */
  readonly onKeep: (scenario: Scenario) => Promise<string>;
  readonly onDone: () => void;
}

/** A scenario of one's own: shocks that happen together. */
export function ScenarioForm({ symbols, newId, onKeep, onDone }: ScenarioFormProps): JSX.Element {
  const nameId = useId();
  const [name, setName] = useState('');
  const [drafts, setDrafts] = useState<readonly DraftShock[]>([freshShock('price', '0')]);
  const [made, setMade] = useState(1);
  const [refused, setRefused] = useState('');
  const read = readScenario(name, drafts, 'draft');
  const problem = 'problem' in read ? read.problem : refused;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!('scenario' in read)) return;
    void onKeep({ ...read.scenario, id: newId() }).then((why) => {
      if (why === '') onDone();
      else setRefused(why);
    });
  };
  return (
    <form data-testid="scenario-form" className="border-b border-line px-2 py-1.5" onSubmit={submit}>
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={nameId} className="text-ink-2">
          Name
        </label>
        <input
          id={nameId}
          // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
          autoFocus
          data-testid="scenario-name"
          maxLength={64}
          className={`${fieldClass} min-w-32 flex-1`}
          value={name}
          onChange={({ target }) => setName(target.value)}
          onKeyDown={({ key }) => {
            if (key === 'Escape') onDone();
          }}
        />
        <select
          aria-label="Add a shock"
          data-testid="scenario-add-shock"
          className={fieldClass}
          value=""
          disabled={drafts.length >= mostShocks}
          onChange={({ target }) => {
            setDrafts([...drafts, freshShock(target.value as ShockKind, String(made))]);
            setMade(made + 1);
          }}
        >
          <option value="">Add a shock…</option>
          {shockKinds.map((kind) => (
            <option key={kind} value={kind}>
              {shockUnits[kind].label}
            </option>
          ))}
        </select>
        <button
          type="submit"
          data-testid="scenario-keep"
          disabled={'problem' in read}
          className="h-6 rounded-sm bg-raised px-2 text-ink hover:text-accent disabled:text-ink-3"
        >
          Keep
        </button>
        <button type="button" className="h-6 rounded-sm px-2 text-ink-2 hover:text-ink" onClick={onDone}>
          Cancel
        </button>
      </div>
      <ul className="py-1">
        {drafts.map((draft) => (
          <ShockLine
            key={draft.key}
            draft={draft}
            symbols={symbols}
            onChange={(next) =>
              setDrafts(drafts.flatMap((each) => (each.key !== draft.key ? each : next === null ? [] : next)))
            }
          />
        ))}
      </ul>
      <p role="status" data-testid="scenario-problem" className="min-h-4 text-caption text-warn">
        {problem}
      </p>
    </form>
  );
}
