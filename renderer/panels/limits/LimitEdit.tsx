import { type FormEvent, type JSX, useState } from 'react';
import { type LimitId, limitScales, limitTable, limitText } from '../../../app/domain/riskLimit.ts';
import { changeLimit } from '../../state/commands.ts';

/** What was typed, in millionths; or why it cannot be set. */
export function readLimit(id: LimitId, text: string): { readonly to: number } | { readonly problem: string } {
  const { unit, from, to: most } = limitTable[id];
  const number = /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : Number.NaN;
  const to = Math.round(number * limitScales[unit].scale);
  if (!Number.isFinite(to) || to < from || to > most)
    return { problem: `From ${limitText(id, from)} to ${limitText(id, most)}.` };
  return { to };
}

/** One limit being changed. */
export function LimitEdit({ id, set, onDone }: { id: LimitId; set: number; onDone: () => void }): JSX.Element {
  const { unit, name } = limitTable[id];
  const { scale, symbol } = limitScales[unit];
  const [text, setText] = useState(String(set / scale));
  const reading = readLimit(id, text);
  const problem = 'problem' in reading ? reading.problem : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ('to' in reading)
      void changeLimit(id, reading.to).then((isTaken) => {
        if (isTaken) onDone();
      });
  };
  return (
    <form className="flex flex-wrap items-center gap-2 py-1" onSubmit={submit}>
      <input
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
        autoFocus
        aria-label={name}
        aria-invalid={problem !== null}
        data-testid="limit-input"
        className="h-6 w-20 rounded-sm border border-line bg-ground px-1.5 text-right text-ink"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') onDone();
        }}
      />
      <span className="text-ink-2">{symbol}</span>
      <button
        type="submit"
        data-testid="limit-save"
        disabled={problem !== null}
        className="h-6 rounded-sm bg-raised px-2 text-ink hover:text-accent disabled:text-ink-3"
      >
        Set
      </button>
      <button type="button" className="h-6 rounded-sm px-2 text-ink-2 hover:text-ink" onClick={onDone}>
        Cancel
      </button>
      <span role="status" data-testid="limit-problem" className="text-caption text-warn">
        {problem ?? ''}
      </span>
    </form>
  );
}
