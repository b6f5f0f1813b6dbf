import { type JSX, useState } from 'react';
import type { ChartMarks, Drawing } from '../../../app/contract/chartMarks.ts';
import { displayPrice } from '../../format/price.ts';
import { removeAlertRule } from '../../state/commands.ts';
import { drawingName } from './drawingShapes.ts';
import { withDrawing, withoutDrawing } from './marks.ts';
import { type ChartAlert, levelText, standingText } from './priceAlerts.ts';

export interface MarksListProps {
  readonly marks: ChartMarks;
  /** Alert rules about single prices of this symbol. */
  readonly alerts: readonly ChartAlert[];
  /** The newest price; null where there is none. */
  readonly last: number | null;
  /** Why no alert of this symbol can be reached now; empty where one can. */
  readonly silent: string;
  readonly onAlert: (price: number) => void;
  readonly onChange: (change: (marks: ChartMarks) => ChartMarks) => void;
  readonly onSelect: (id: string) => void;
}

/** Drawings and alerts of this symbol as a list: all that the pointer does, by keys. */
export function MarksList({ marks, alerts, last, silent, onAlert, onChange, onSelect }: MarksListProps): JSX.Element {
  const { drawings } = marks;
  return (
    <div className="flex flex-col gap-1 p-2 text-caption text-ink-2">
      {silent === '' ? null : (
        <p data-testid="alert-silent" className="text-warn">
          {silent}
        </p>
      )}
      {last === null ? null : (
        <NewPrice
          last={last}
          onAlert={silent === '' ? onAlert : null}
          onLevel={(price) =>
            onChange((before) => withDrawing(before, { id: crypto.randomUUID(), kind: 'level', price }))
          }
        />
      )}
      {alerts.length + drawings.length === 0 ? (
        <p className="text-ink-3">Nothing is drawn here yet: choose a tool above and click on the chart.</p>
      ) : null}
      <ul>
        {alerts.map((alert) => (
          <li key={alert.rule.id} data-testid="alert" className="flex h-6 items-center gap-2 whitespace-nowrap">
            <span className="flex-1 truncate" title={alert.rule.condition}>
              {levelText(alert.level)}
            </span>
            <span data-testid="alert-standing" className="text-ink-3">
              {standingText(alert)}
            </span>
            <Remove what="alert" onClick={() => void removeAlertRule(alert.rule.id)} />
          </li>
        ))}
        {drawings.map((drawing) => (
          <li key={drawing.id} data-testid="drawing" className="flex h-6 items-center gap-2">
            <button
              type="button"
              className="flex-1 truncate text-left hover:text-ink"
              onClick={() => onSelect(drawing.id)}
            >
              {drawingText(drawing)}
            </button>
            <Remove what="drawing" onClick={() => onChange((before) => withoutDrawing(before, drawing.id))} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function drawingText(drawing: Drawing): string {
  const name = drawingName(drawing.kind);
  if (drawing.kind === 'level') return `${name} at ${displayPrice(drawing.price)}`;
  return `${name} from ${displayPrice(drawing.from.price)} to ${displayPrice(drawing.to.price)}`;
}

function Remove({ what, onClick }: { readonly what: string; readonly onClick: () => void }): JSX.Element {
  return (
    <button type="button" data-testid={`${what}-remove`} className="text-ink-3 hover:text-ink" onClick={onClick}>
      Remove
    </button>
  );
}

interface NewPriceProps {
  readonly last: number;
  /** null: no alert can be reached here. */
  readonly onAlert: ((price: number) => void) | null;
  readonly onLevel: (price: number) => void;
}

/** A price by hand: for an alert or a line at it. */
function NewPrice({ last, onAlert, onLevel }: NewPriceProps): JSX.Element {
  const [text, setText] = useState(() => String(Number(last.toPrecision(6))));
  const price = text.trim() === '' ? Number.NaN : Number(text);
  const isFine = price > 0 && Number.isFinite(price);
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isFine) (onAlert ?? onLevel)(price);
      }}
    >
      <label className="flex items-center gap-1">
        price
        <input
          inputMode="decimal"
          data-testid="mark-price"
          className="h-5 w-28 rounded-sm border border-line bg-panel px-1 text-ink aria-invalid:border-danger"
          value={text}
          aria-invalid={!isFine}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button
        type="submit"
        data-testid="add-alert"
        disabled={!isFine || onAlert === null}
        className="text-accent disabled:opacity-40"
      >
        Add alert
      </button>
      <button
        type="button"
        data-testid="add-level"
        disabled={!isFine}
        className="text-accent disabled:opacity-40"
        onClick={() => onLevel(price)}
      >
        Add line
      </button>
    </form>
  );
}
