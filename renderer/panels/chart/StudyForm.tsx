import { type JSX, useId, useState } from 'react';
import type { KeptStudy } from '../../../app/contract/chartMarks.ts';
import {
  barColumnNames,
  isFreeInput,
  mostStudyPeriod,
  type Study,
  type StudyDefinition,
} from '../../../app/contract/studies.ts';
import { definitionOf, studyOf, studyTitle } from './studyStyle.ts';

export interface StudyFormProps {
  readonly kept: KeptStudy;
  readonly catalogue: readonly StudyDefinition[];
  /** Why it has no value; empty where it has. */
  readonly problem: string;
  /** null removes it. */
  readonly onChange: (study: KeptStudy | null) => void;
}

const fieldClass = 'h-5 rounded-sm border border-line bg-panel px-1 text-ink';

/** One study: its options with their bounds, whose convention, of what, and where it is drawn. */
export function StudyForm({ kept, catalogue, problem, onChange }: StudyFormProps): JSX.Element {
  const { study, place } = kept;
  const definition = definitionOf(catalogue, study);
  const change = (part: Partial<Study>): void => onChange({ ...kept, study: { ...study, ...part } });
  const conventions = catalogue.filter(({ name }) => name === study.name);
  const free = definition?.inputs.filter(isFreeInput) ?? [];
  return (
    <fieldset data-testid="study" className="border-b border-rule px-2 py-1">
      <legend className="sr-only">{studyTitle(study)}</legend>
      <div className="flex items-center gap-2">
        <span className="flex-1 truncate font-semibold">{studyTitle(study)}</span>
        {conventions.length > 1 ? (
          <select
            aria-label="Convention"
            data-testid="study-convention"
            className={fieldClass}
            value={study.convention}
            onChange={({ target }) => {
              const other = conventions.find(({ convention }) => convention === target.value);
              // The conventions order their options each in its own way.
              if (other !== undefined) onChange({ ...kept, study: studyOf(other) });
            }}
          >
            {conventions.map(({ convention }) => (
              <option key={convention} value={convention}>
                {convention}
              </option>
            ))}
          </select>
        ) : null}
        <select
          aria-label="Where"
          data-testid="study-place"
          className={fieldClass}
          value={place}
          onChange={({ target }) => onChange({ study, place: target.value === 'price' ? 'price' : 'pane' })}
        >
          <option value="price">over the bars</option>
          <option value="pane">own pane</option>
        </select>
        <button
          type="button"
          data-testid="study-remove"
          className="text-caption text-ink-3 hover:text-ink"
          onClick={() => onChange(null)}
        >
          Remove
        </button>
      </div>
      <div className="flex flex-wrap gap-x-3 gap-y-1 py-1 text-caption text-ink-3">
        {definition?.options.map((option, index) => (
          <OptionField
            key={option.name}
            option={option}
            value={study.options[index] ?? option.default}
            onChange={(value) =>
              change({
                options: definition.options.map((each, at) =>
                  at === index ? value : (study.options[at] ?? each.default),
                ),
              })
            }
          />
        ))}
        {free.map((input, index) => (
          <label key={input} className="flex items-center gap-1">
            {free.length === 1 ? 'of' : input}
            <select
              className={fieldClass}
              data-testid="study-column"
              value={study.columns[index] ?? 'close'}
              onChange={({ target }) => {
                const column = barColumnNames.find((name) => name === target.value) ?? 'close';
                change({ columns: free.map((_, at) => (at === index ? column : (study.columns[at] ?? 'close'))) });
              }}
            >
              {barColumnNames.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        ))}
      </div>
      {problem === '' ? null : (
        <p role="status" data-testid="study-problem" className="text-caption text-warn">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

interface OptionFieldProps {
  readonly option: StudyDefinition['options'][number];
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A number within its bounds: what is not stays in the field, marked, and is not taken. */
function OptionField({ option, value, onChange }: OptionFieldProps): JSX.Element {
  const { name, least, most, whole } = option;
  const bound = name.includes('period') ? Math.min(most, mostStudyPeriod) : most;
  const [text, setText] = useState(String(value));
  const id = useId();
  const isFine = (read: number): boolean => read >= least && read <= bound && (!whole || Number.isInteger(read));
  const read = text.trim() === '' ? Number.NaN : Number(text);
  return (
    <label htmlFor={id} className="flex items-center gap-1">
      {name}
      <input
        id={id}
        inputMode="decimal"
        data-testid={`option-${name.replaceAll(' ', '-')}`}
        className={`${fieldClass} w-16 aria-invalid:border-danger`}
        value={text}
        aria-invalid={!isFine(read)}
        title={`${least} to ${bound}${whole ? ', whole' : ''}`}
        onChange={({ target }) => setText(target.value)}
        onBlur={() => isFine(read) && read !== value && onChange(read)}
        onKeyDown={({ key }) => key === 'Enter' && isFine(read) && read !== value && onChange(read)}
      />
    </label>
  );
}
