import { useQuery } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SizingReport, SizingRequest } from '../../../app/contract/sizing.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { ExportButtons } from '../../components/ExportButtons.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { adviceOf } from '../../format/advice.ts';
import { displayCount } from '../../format/amount.ts';
import { displayChance, displayNumber, displayPercent } from '../../format/statistic.ts';
import { RuinCurve } from './RuinCurve.tsx';

/** What a person has typed; kept while the window is open. Fractions and bounds begin as the limits have them. */
const sizingStore = createStore<SizingRequest>(() => ({
  wins: 0,
  losses: 0,
  averageWin: 1,
  averageLoss: 1,
  fraction: 0.25,
  rho: 0,
  least: 0.005,
  most: 0.25,
  capital: 100,
  riskShare: 0.02,
  entry: 100,
  stop: 95,
  targetVolatility: 0.2,
  volatility: 0.6,
  leverage: 3,
}));

function Field({
  of,
  label,
  percent = false,
}: {
  of: keyof SizingRequest;
  label: string;
  percent?: boolean;
}): JSX.Element {
  const value = useStore(sizingStore, (state) => state[of]);
  const scale = percent ? 100 : 1;
  return (
    <label className="flex h-6 items-center justify-between gap-2 text-ink-2">
      {label}
      <input
        type="number"
        step="any"
        data-testid={`sizing-${of}`}
        className="h-5 w-24 rounded-sm bg-raised px-1 text-right outline-none focus-visible:outline"
        defaultValue={Number((value * scale).toPrecision(12))}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
        onBlur={({ currentTarget }) => {
          const typed = currentTarget.valueAsNumber;
          if (Number.isFinite(typed)) sizingStore.setState({ [of]: typed / scale });
          else currentTarget.value = String(value * scale);
        }}
      />
    </label>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <p className="flex h-6 items-center justify-between gap-2 border-t border-rule">
      <span className="text-ink-3">{name}</span>
      <span>{children}</span>
    </p>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  return (
    <section className="min-w-60 flex-1 px-2 py-1">
      <h2 className="text-caption font-semibold text-ink-3">{title}</h2>
      {children}
    </section>
  );
}

function Results({ report, part }: { report: SizingReport; part: 'kelly' | 'fixed' | 'volatility' }): JSX.Element {
  const { kelly, fixedFractional, volatilityTarget } = report;
  if (part === 'fixed')
    return (
      <>
        <Line name="Units">{displayNumber(fixedFractional.units, 5)}</Line>
        <Line name="Notional">{displayNumber(fixedFractional.notional, 5)}</Line>
        <Line name="Of capital">{displayPercent(fixedFractional.share)}</Line>
      </>
    );
  if (part === 'volatility')
    return (
      <>
        <Line name="Exposure">
          {displayNumber(volatilityTarget.exposure)} ×{volatilityTarget.capped ? ' capped by leverage' : ''}
        </Line>
        <Line name="Notional">{displayNumber(volatilityTarget.notional, 5)}</Line>
      </>
    );
  return (
    <>
      <Line name={`From ${displayCount(kelly.trades)} trades, shrunk`}>
        p {displayNumber(kelly.p)} · b {displayNumber(kelly.b)}
      </Line>
      <Line name="Full Kelly">{displayPercent(kelly.full)}</Line>
      <p data-testid="sizing-stake" className="flex h-8 items-center justify-between border-t border-rule">
        <span className="text-ink-3">Stake</span>
        <span className="text-figure font-semibold">
          {kelly.stake === 0 ? '0 % · no edge' : displayPercent(kelly.stake)}
        </span>
      </p>
      <Line name="Amount">{displayNumber(kelly.amount, 5)}</Line>
      <Line name="Chance of ever losing half">{displayChance(kelly.ruin)}</Line>
    </>
  );
}

/** Kelly, fixed fractional and volatility target, side by side. */
export function SizingPanel(): JSX.Element {
  const asked = useStore(sizingStore);
  const { data, error } = useQuery({
    queryKey: ['sizing', asked],
    queryFn: async () => unwrap(await window.syndicate.sizing(asked)),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const result = (part: 'kelly' | 'fixed' | 'volatility'): JSX.Element | null =>
    data === undefined || error !== null ? null : <Results report={data} part={part} />;
  return (
    <div className="flex h-full min-h-0 flex-col overflow-auto">
      <div className="flex shrink-0 justify-end border-b border-rule px-2 py-1">
        <ExportButtons
          name="sizing"
          table={
            data === undefined
              ? null
              : {
                  columns: ['stake', 'growth', 'chanceOfLosingHalf'],
                  rows: data.curve.map(({ stake, growth, ruin }) => [stake, growth, ruin]),
                }
          }
          about={{ asked, report: data ?? null }}
        />
      </div>
      {error === null ? null : (
        <p role="alert" data-testid="sizing-problem" className="shrink-0 px-2 py-1 text-warn">
          {error.message}. {adviceOf(error)}
        </p>
      )}
      {data === undefined && error === null ? <PanelState title="Calculating" /> : null}
      <div className="flex flex-wrap gap-2">
        <Section title="Fractional Kelly">
          <Field of="wins" label="Trades won" />
          <Field of="losses" label="Trades lost" />
          <Field of="averageWin" label="Average win" />
          <Field of="averageLoss" label="Average loss" />
          <Field of="rho" label="Correlation with what is held" />
          <Field of="fraction" label="Fraction of Kelly %" percent />
          <Field of="least" label="Least %" percent />
          <Field of="most" label="Most %" percent />
          <Field of="capital" label="Capital" />
          {result('kelly')}
        </Section>
        <Section title="Fixed fractional">
          <Field of="riskShare" label="Lost at the stop, % of capital" percent />
          <Field of="entry" label="Entry" />
          <Field of="stop" label="Stop" />
          {result('fixed')}
          <h2 className="pt-2 text-caption font-semibold text-ink-3">Volatility target</h2>
          <Field of="targetVolatility" label="Target % a year" percent />
          <Field of="volatility" label="Volatility % a year" percent />
          <Field of="leverage" label="Leverage at most" />
          {result('volatility')}
        </Section>
      </div>
      {data === undefined || error !== null ? null : <RuinCurve report={data} />}
    </div>
  );
}

export function SizingFacts(): JSX.Element {
  return <span>what you type · nothing is traded from here</span>;
}
