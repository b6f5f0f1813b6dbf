import { type FormEvent, type JSX, useId, useState } from 'react';
import { type CalibrationOrder, calibrationOrderSchema } from '../../../app/contract/calibration.ts';
import { startCalibration } from '../../state/commands.ts';

const fieldClass =
  'h-6 w-16 rounded-sm border border-line bg-ground px-1.5 text-right text-ink aria-invalid:border-warn';

const fields = [
  ['minutes', 'Minutes side by side', '0.1 to 720'],
  ['measureMinutes', 'Minutes of measuring before', '0 to 60'],
  ['rivals', 'Rivals of each strength', '1 to 4'],
  ['lagMs', 'Node late by ms', '0 to 5000'],
] as const;

type Draft = Readonly<Record<keyof CalibrationOrder, string>>;

const firstDraft: Draft = { minutes: '30', measureMinutes: '3', rivals: '1', lagMs: '0' };

/** The order that a draft is; null where a field is out of its bounds. */
export function readDraft(draft: Draft): CalibrationOrder | null {
  const numbers = Object.fromEntries(
    Object.entries(draft).map(([name, text]) => [
      name,
      /^\d{1,6}(\.\d{1,3})?$/.test(text.trim()) ? Number(text) : null,
    ]),
  );
  return calibrationOrderSchema.safeParse(numbers).data ?? null;
}

function isWrong(name: keyof CalibrationOrder, text: string): boolean {
  return readDraft({ ...firstDraft, [name]: text }) === null;
}

/** What is run, said before it is started. */
export function StartForm(): JSX.Element {
  const id = useId();
  const [draft, setDraft] = useState<Draft>(firstDraft);
  const order = readDraft(draft);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (order !== null) void startCalibration(order);
  };
  return (
    <form
      aria-label="Calibration"
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-line px-2 py-1.5"
      onSubmit={submit}
    >
      {fields.map(([name, label, bounds]) => (
        <div key={name} className="flex items-center gap-1.5">
          <label htmlFor={`${id}-${name}`} className="text-ink-2">
            {label}
          </label>
          <input
            id={`${id}-${name}`}
            data-testid={`calibration-${name}`}
            inputMode="decimal"
            title={bounds}
            aria-invalid={isWrong(name, draft[name])}
            className={fieldClass}
            value={draft[name]}
            onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
          />
        </div>
      ))}
      <button
        type="submit"
        data-testid="calibration-start"
        disabled={order === null}
        className="h-6 rounded-sm bg-raised px-3 text-ink-2 hover:text-ink disabled:text-ink-3"
      >
        Calibrate
      </button>
      <p className="basis-full text-caption text-ink-3">
        The same strategy for real and on paper at once, on an embedded chain of its own beside this one. It takes the
        machine’s cores, and on a busy machine both come late.
      </p>
    </form>
  );
}
