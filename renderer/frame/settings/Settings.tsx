import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type JSX, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { SettingRow, SettingValue } from '../../../app/contract/settings.ts';
import { failureFrom, type Result, unwrap } from '../../../app/domain/result.ts';
import { buttonClass, fieldClass } from '../../components/fieldClasses.ts';
import { adviceOf } from '../../format/advice.ts';
import { preferencesSchema, preferencesStore, setPreferences } from '../../state/preferences.ts';
import { commands } from '../commandList.ts';
import { soundKeys } from '../keyBindings.ts';
import { windowChange, windowRows } from './windowSettings.ts';

function valueWords(row: SettingRow, value: SettingValue): string {
  if (value === null || value === '') return row.whenEmpty === '' ? 'none' : row.whenEmpty;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return row.unit === '' ? String(value) : `${value} ${row.unit}`;
}

function NumberField({ row, id, onChange }: FieldProps): JSX.Element {
  const [text, setText] = useState(row.value === null ? '' : String(row.value));
  const settle = (): void => {
    const value = text.trim() === '' && row.whenEmpty !== '' ? null : Number(text.trim() === '' ? Number.NaN : text);
    if (value !== row.value) onChange(Number.isNaN(value) ? text : value);
  };
  return (
    <input
      id={id}
      data-testid={`setting-${row.id}`}
      className={`${fieldClass} w-24 text-right`}
      inputMode="decimal"
      placeholder={row.whenEmpty}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={settle}
      onKeyDown={({ key }) => key === 'Enter' && settle()}
    />
  );
}

function TextField({ row, id, onChange }: FieldProps): JSX.Element {
  const [text, setText] = useState(String(row.value ?? ''));
  const settle = (): void => {
    if (text.trim() !== row.value) onChange(text.trim());
  };
  return (
    <input
      id={id}
      data-testid={`setting-${row.id}`}
      className={`${fieldClass} w-32 text-right`}
      maxLength={64}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={settle}
      onKeyDown={({ key }) => key === 'Enter' && settle()}
    />
  );
}

/** What came of the last change. */
interface Said {
  readonly words: string;
  readonly isRefusal: boolean;
}

interface FieldProps {
  readonly row: SettingRow;
  readonly id: string;
  readonly onChange: (value: SettingValue) => void;
}

function Field({ row, id, onChange }: FieldProps): JSX.Element {
  const testId = `setting-${row.id}`;
  switch (row.kind) {
    case 'number':
      return <NumberField key={String(row.value)} row={row} id={id} onChange={onChange} />;
    case 'text':
      return <TextField key={String(row.value)} row={row} id={id} onChange={onChange} />;
    case 'toggle':
      return (
        <input
          id={id}
          type="checkbox"
          data-testid={testId}
          checked={row.value === true}
          onChange={({ target }) => onChange(target.checked)}
        />
      );
    case 'choice':
      return (
        <select
          id={id}
          data-testid={testId}
          className={fieldClass}
          value={String(row.value)}
          onChange={({ target }) => onChange(target.value)}
        >
          {row.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      );
    default:
      return (
        <output id={id} data-testid={testId} className="max-w-64 truncate text-ink-2" title={String(row.value ?? '')}>
          {valueWords(row, row.value)}
        </output>
      );
  }
}

function Row({ row, onChange }: Omit<FieldProps, 'id'>): JSX.Element {
  const id = useId();
  const isDefault = row.value === row.default;
  return (
    <li className="flex items-center gap-3 border-b border-rule py-1.5">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="font-semibold text-ink">
          {row.title}
        </label>
        <p className="text-ink-2">{row.effect}</p>
        <p className="text-caption text-ink-3">
          Default: {valueWords(row, row.default)}
          {row.takesEffect === 'next start' ? ' · from the next start on' : ''}
        </p>
      </div>
      <Field row={row} id={id} onChange={onChange} />
      <span className="w-8 text-caption text-ink-3">{row.unit}</span>
      <button
        type="button"
        className={buttonClass}
        disabled={isDefault || (row.kind === 'list' && row.id !== 'reports.folder')}
        aria-label={`Default: ${row.title}`}
        onClick={() => onChange(row.default)}
      >
        Default
      </button>
    </li>
  );
}

/** Every setting of main and of the window, searched by any word of it. */
export function Settings(): JSX.Element {
  const client = useQueryClient();
  const preferences = useStore(preferencesStore);
  const [sought, setSought] = useState('');
  const [said, setSaid] = useState<Said>({ words: '', isRefusal: false });
  const { data, error } = useQuery({
    queryKey: ['settings'],
    queryFn: async () => unwrap(await window.syndicate.settings({})).rows,
    retry: false,
  });
  const finish = async (result: Result<unknown>, done: string): Promise<void> => {
    setSaid(
      result.ok ? { words: done, isRefusal: false } : { words: `${result.message}. ${result.advice}`, isRefusal: true },
    );
    await client.invalidateQueries({ queryKey: ['settings'] });
    await client.invalidateQueries({ queryKey: ['alerts'] });
  };
  const change = async (row: SettingRow, value: SettingValue): Promise<void> => {
    const own = windowChange(preferences, row.id, value);
    if (typeof own === 'string') return setSaid({ words: own, isRefusal: true });
    if (own !== null) {
      setPreferences(own);
      return setSaid({ words: '', isRefusal: false });
    }
    const result = await window.syndicate.changeSetting({ id: row.id, value }).catch(failureFrom);
    await finish(result, '');
  };
  const exportAll = async (): Promise<void> => {
    const result = await window.syndicate.exportSettings({ window: { ...preferences } }).catch(failureFrom);
    await finish(result, result.ok && result.value.path !== null ? `Written to ${result.value.path}` : '');
  };
  const importAll = async (): Promise<void> => {
    const result = await window.syndicate.importSettings({}).catch(failureFrom);
    const looks = result.ok ? result.value?.window : undefined;
    if (looks !== undefined) {
      const imported = preferencesSchema.parse({ ...preferences, ...looks });
      setPreferences({ ...imported, keys: soundKeys(imported.keys, commands), tourStep: preferences.tourStep });
    }
    await finish(result, looks === undefined ? '' : 'Imported. What says so takes effect at the next start.');
  };
  const chooseFolder = async (): Promise<void> =>
    finish(await window.syndicate.chooseReportFolder({}).catch(failureFrom), '');
  const wanted = sought.trim().toLowerCase();
  const rows = [...windowRows(preferences), ...(data ?? [])].filter(({ group, title, effect, id }) =>
    `${group} ${title} ${effect} ${id}`.toLowerCase().includes(wanted),
  );
  const groups = [...new Set(rows.map(({ group }) => group))];
  return (
    <>
      <div className="flex gap-2">
        <input
          aria-label="Find a setting"
          data-testid="settings-search"
          placeholder="Find a setting"
          className="h-7 min-w-0 flex-1 rounded-sm border border-line bg-ground px-2 text-ink"
          value={sought}
          onChange={({ target }) => setSought(target.value)}
        />
        <button type="button" data-testid="settings-folder" className={buttonClass} onClick={() => void chooseFolder()}>
          Folder of reports…
        </button>
        <button type="button" data-testid="settings-export" className={buttonClass} onClick={() => void exportAll()}>
          Export…
        </button>
        <button type="button" data-testid="settings-import" className={buttonClass} onClick={() => void importAll()}>
          Import…
        </button>
      </div>
      <p
        role="status"
        data-testid="settings-said"
        className={`min-h-6 py-1 text-caption break-words ${said.isRefusal || error !== null ? 'text-warn' : 'text-ink-2'}`}
      >
        {said.words === '' && error !== null
          ? `Only those of this window: ${error.message}. ${adviceOf(error)}`
          : said.words}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too */}
      <section className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} aria-label="All settings">
        {groups.map((group) => (
          <div key={group} className="mb-3">
            <h3 className="text-caption font-semibold text-ink-3">{group}</h3>
            <ul>
              {rows
                .filter((row) => row.group === group)
                .map((row) => (
                  <Row key={row.id} row={row} onChange={(value) => void change(row, value)} />
                ))}
            </ul>
          </div>
        ))}
        {rows.length === 0 ? <p className="text-ink-3">No setting has these words.</p> : null}
      </section>
    </>
  );
}
