import { type FormEvent, type JSX, useId, useState } from 'react';
import type { AlertRule, AlertRuleDraft, AlertTopic, AlertTopicHelp } from '../../../app/contract/alerts.ts';
import type { ConditionFieldKind } from '../../../app/domain/condition/condition.ts';
import { longestCondition, parseCondition } from '../../../app/domain/condition/parseCondition.ts';
import { ExpectedError } from '../../../app/domain/errors.ts';
import { buttonClass, fieldClass } from '../../components/fieldClasses.ts';
import { Labelled } from '../../components/Labelled.tsx';
import { useKeepRule, useRemoveRule } from './useAlertCommands.ts';

const fresh: AlertRuleDraft = {
  name: '',
  topic: 'opportunities',
  condition: '',
  severity: 'notice',
  notifies: true,
  sounds: false,
  enabled: true,
  repeatAfterS: 60,
  once: false,
};

function draftOf(rule: AlertRule | undefined): AlertRuleDraft {
  if (rule === undefined) return fresh;
  const { id: _id, revision: _revision, ...draft } = rule;
  return draft;
}

/** Why the condition cannot be read, as main would say it; empty where it can. */
export function problemOf(condition: string, help: AlertTopicHelp | undefined): string {
  if (help === undefined) return '';
  try {
    parseCondition(condition, new Map(help.fields.map(({ name, kind }): [string, ConditionFieldKind] => [name, kind])));
    return '';
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return error.message;
  }
}

function Check(props: { label: string; checked: boolean; onChange: (checked: boolean) => void }): JSX.Element {
  return (
    <label className="flex items-center gap-1.5 text-ink-2">
      <input type="checkbox" checked={props.checked} onChange={({ target }) => props.onChange(target.checked)} />
      {props.label}
    </label>
  );
}

function Fields({ help }: { help: AlertTopicHelp }): JSX.Element {
  return (
    <div className="mt-1 border-t border-line pt-1.5">
      <p className="text-caption text-ink-3">
        {help.title}: {help.speaksOf}. For example: <code className="text-ink-2">{help.example}</code>
      </p>
      <dl className="mt-1 grid grid-cols-[96px_1fr] gap-x-2 text-caption">
        {help.fields.map(({ name, kind, unit, means }) => (
          <div key={name} className="contents">
            <dt>
              <code className="text-ink">{name}</code>
            </dt>
            <dd className="text-ink-2">
              {means}
              {unit === '' ? '' : ` (${unit})`}
              {kind === 'yesNo' ? ' (yes or no)' : ''}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** One rule: what it is about, when it fires and how it speaks. */
export function RuleForm(props: {
  readonly id: string | null;
  readonly rule: AlertRule | undefined;
  readonly topics: readonly AlertTopicHelp[];
  readonly onDone: () => void;
}): JSX.Element {
  const { id, rule, topics, onDone } = props;
  const [draft, setDraft] = useState(() => draftOf(rule));
  const [refused, setRefused] = useState('');
  const keep = useKeepRule();
  const remove = useRemoveRule();
  const conditionId = useId();
  const change = (part: Partial<AlertRuleDraft>): void => {
    setRefused('');
    setDraft((before) => ({ ...before, ...part }));
  };
  const help = topics.find(({ topic }) => topic === draft.topic);
  const problem = refused || problemOf(draft.condition, help);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await keep(id, draft);
    if (result.ok) onDone();
    else setRefused(`${result.message}. ${result.advice}`);
  };
  return (
    <form onSubmit={(event) => void submit(event)} aria-label="Alert rule" className="flex flex-col gap-2 p-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Labelled label="Name">
          {(field) => (
            <input
              id={field}
              data-testid="alert-name"
              className={`${fieldClass} w-48`}
              value={draft.name}
              maxLength={64}
              onChange={({ target }) => change({ name: target.value })}
            />
          )}
        </Labelled>
        <Labelled label="About">
          {(field) => (
            <select
              id={field}
              data-testid="alert-topic"
              className={fieldClass}
              value={draft.topic}
              onChange={({ target }) => change({ topic: target.value as AlertTopic })}
            >
              {topics.map(({ topic, title }) => (
                <option key={topic} value={topic}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      </div>
      <div className="flex items-center gap-1.5">
        <label htmlFor={conditionId} className="text-ink-2">
          When
        </label>
        <input
          id={conditionId}
          data-testid="alert-condition"
          className={`${fieldClass} min-w-0 flex-1 font-mono`}
          value={draft.condition}
          maxLength={longestCondition}
          spellCheck={false}
          placeholder={help?.example}
          aria-invalid={problem !== ''}
          onChange={({ target }) => change({ condition: target.value })}
        />
      </div>
      <p role="status" data-testid="alert-problem" className="min-h-4 text-caption text-warn">
        {problem}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Check label="Desktop notification" checked={draft.notifies} onChange={(notifies) => change({ notifies })} />
        <Check label="Sound" checked={draft.sounds} onChange={(sounds) => change({ sounds })} />
        <Check label="Once, then off" checked={draft.once} onChange={(once) => change({ once })} />
        <Check
          label="Urgent: in quiet hours too"
          checked={draft.severity === 'urgent'}
          onChange={(urgent) => change({ severity: urgent ? 'urgent' : 'notice' })}
        />
        <Labelled label="At most once in (s)">
          {(field) => (
            <input
              id={field}
              type="number"
              min={0}
              max={86_400}
              step={1}
              className={`${fieldClass} w-20 text-right`}
              value={draft.repeatAfterS}
              onChange={({ target }) =>
                change({ repeatAfterS: Math.min(86_400, Math.max(0, Math.round(Number(target.value)))) })
              }
            />
          )}
        </Labelled>
      </div>
      <div className="flex justify-between gap-2">
        {id === null ? (
          <span />
        ) : (
          <button
            type="button"
            data-testid="alert-remove"
            className={`${buttonClass} text-warn`}
            onClick={() => void remove(id).then(onDone)}
          >
            Remove
          </button>
        )}
        <div className="flex gap-2">
          <button type="button" className={buttonClass} onClick={onDone}>
            Cancel
          </button>
          <button
            type="submit"
            data-testid="alert-keep"
            disabled={problem !== '' || draft.name.trim() === ''}
            className="h-6 rounded-sm bg-selected px-3 font-semibold text-ink disabled:bg-raised disabled:text-ink-3"
          >
            {id === null ? 'Add' : `Keep as revision ${(rule?.revision ?? 0) + 1}`}
          </button>
        </div>
      </div>
      {help === undefined ? null : <Fields help={help} />}
    </form>
  );
}
