import type { JSX } from 'react';
import { useStore } from 'zustand';
import { type PerformanceReport, performancePeriods } from '../../../app/contract/performance.ts';
import { Choice } from '../../components/Choice.tsx';
import { barFieldClass } from '../../components/fieldClasses.ts';
import { performanceStore, usePerformanceSettings } from './usePerformance.ts';

const dayMs = 86_400_000;

function Select(props: {
  readonly label: string;
  readonly testId: string;
  readonly value: string | null;
  readonly all: string;
  readonly values: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string | null) => void;
}): JSX.Element {
  const { label, testId, value, all, values, onChoose } = props;
  return (
    <label className="flex items-center gap-1 text-caption text-ink-3">
      {label}
      <select
        data-testid={testId}
        className={`${barFieldClass} max-w-44`}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChoose(currentTarget.value === '' ? null : currentTarget.value)}
      >
        <option value="">{all}</option>
        {values.map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Day({ label, of, after }: { label: string; of: 'fromMs' | 'toMs'; after: number }): JSX.Element {
  const value = useStore(performanceStore, (state) => state[of]);
  const shown = value === null ? '' : new Date(value - after).toISOString().slice(0, 10);
  return (
    <label className="flex items-center gap-1 text-caption text-ink-3">
      {label}
      <input
        type="date"
        data-testid={`performance-${of}`}
        className={`${barFieldClass} max-w-44`}
        value={shown}
        onChange={({ currentTarget }) => {
          const day = Date.parse(`${currentTarget.value}T00:00:00Z`);
          performanceStore.setState({ [of]: Number.isFinite(day) ? day + after : null });
        }}
      />
    </label>
  );
}

/** Whose performance, in which mode, of what and when. Modes are never summed: one is always chosen. */
export function Choices({ report }: { report: PerformanceReport | undefined }): JSX.Element {
  const settings = usePerformanceSettings();
  const set = performanceStore.setState;
  const mode = settings?.mode ?? 'DEVNET';
  const modes = [...new Set([mode, ...(report?.accounts.map((account) => account.mode) ?? [])])].sort();
  const accounts = report?.accounts.filter((account) => account.mode === mode) ?? [];
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1">
      <Choice
        label="Mode"
        testId="performance-mode"
        values={modes}
        chosen={mode}
        onChoose={(chosen) => set({ mode: chosen, account: null, strategy: null })}
      />
      <Select
        label="Account"
        testId="performance-account"
        value={settings?.account ?? null}
        all="all of the chain"
        values={accounts.map(({ id, chain, wallet }) => [id, `${chain} ${wallet.slice(0, 6)}…${wallet.slice(-4)}`])}
        onChoose={(account) => set({ account })}
      />
      <Select
        label="Strategy"
        testId="performance-strategy"
        value={settings?.strategy ?? null}
        all="all"
        values={(report?.strategies ?? []).map((name) => [name, name])}
        onChoose={(strategy) => set({ strategy })}
      />
      <Choice
        label="Periods of"
        testId="performance-period"
        values={performancePeriods}
        chosen={settings?.period ?? '1m'}
        onChoose={(period) => set({ period })}
      />
      <Day label="From" of="fromMs" after={0} />
      <Day label="to" of="toMs" after={dayMs} />
    </div>
  );
}
