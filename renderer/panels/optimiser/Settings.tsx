import { type JSX, useState } from 'react';
import type { OptimisationSettings } from '../../../app/contract/optimisation.ts';
import { barFieldClass } from '../../components/fieldClasses.ts';
import { useBasket } from '../../state/basket.ts';
import { readGroups, writtenGroups } from './groupText.ts';
import { optimiserStore, useOptimiserSettings } from './useOptimisation.ts';

function NumberField(props: {
  readonly label: string;
  readonly testId: string;
  readonly value: number | null;
  readonly title?: string;
  readonly onSet: (value: number | null) => void;
}): JSX.Element {
  const { label, testId, value, title, onSet } = props;
  return (
    <label className="flex items-center gap-1 text-caption text-ink-3" title={title}>
      {label}
      <input
        type="number"
        step="any"
        data-testid={testId}
        className={`${barFieldClass} w-16 text-right`}
        defaultValue={value ?? ''}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
        onBlur={({ currentTarget }) => {
          const set = currentTarget.valueAsNumber;
          onSet(Number.isFinite(set) ? set : null);
        }}
      />
    </label>
  );
}

/** Bounds, target, turnover and groups belong to some methods alone: the others say so. */
const unbounded: readonly OptimisationSettings['method'][] = ['hrp', 'herc', 'risk-parity'];
const averse: readonly OptimisationSettings['method'][] = ['robust', 'robust-ellipsoid', 'black-litterman'];

function Groups(): JSX.Element {
  const { holdings } = useBasket();
  const { groups } = useOptimiserSettings();
  const [problem, setProblem] = useState('');
  return (
    <label className="flex min-w-64 flex-1 items-center gap-1 text-caption text-ink-3">
      Groups
      <input
        data-testid="optimiser-groups"
        className={`${barFieldClass} min-w-40 flex-1`}
        placeholder="majors: BTC, ETH: 10-60; alts: LINK: 20"
        defaultValue={writtenGroups(groups)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
        onBlur={({ currentTarget }) => {
          const read = readGroups(
            currentTarget.value,
            holdings.map(({ name }) => name),
          );
          setProblem(read.problem);
          if (read.problem === '') optimiserStore.setState({ groups: read.groups });
        }}
      />
      {problem === '' ? null : (
        <span role="alert" data-testid="optimiser-groups-problem" className="text-warn">
          {problem}
        </span>
      )}
    </label>
  );
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** What a person expects of each series a bar, and how surely. */
function Views(): JSX.Element {
  const { holdings } = useBasket();
  const { views } = useOptimiserSettings();
  const change = (
    name: string,
    given: { readonly expectedReturn?: number | null; readonly confidence?: number },
  ): void => {
    const others = views.filter((view) => view.name !== name);
    const before = views.find((view) => view.name === name);
    const expectedReturn = given.expectedReturn === undefined ? (before?.expectedReturn ?? null) : given.expectedReturn;
    const confidence = given.confidence ?? before?.confidence ?? 0.5;
    const view = expectedReturn === null ? [] : [{ name, expectedReturn: clamped(expectedReturn, -1, 1), confidence }];
    optimiserStore.setState({ views: [...others, ...view] });
  };
  return (
    <div className="flex w-full flex-wrap gap-x-4 gap-y-1" data-testid="optimiser-views">
      <span className="text-caption text-ink-3">
        Views: expected % a bar, and how surely (50 % is as sure as the market; what is held is taken for it)
      </span>
      {holdings.map(({ name }, i) => {
        const view = views.find((each) => each.name === name);
        return (
          <span key={name} className="flex items-center gap-1">
            <NumberField
              label={name}
              testId={`optimiser-view-${i}`}
              value={view === undefined ? null : 100 * view.expectedReturn}
              onSet={(value) => change(name, { expectedReturn: value === null ? null : value / 100 })}
            />
            <NumberField
              label="sure %"
              testId={`optimiser-confidence-${i}`}
              value={100 * (view?.confidence ?? 0.5)}
              onSet={(value) => change(name, { confidence: clamped((value ?? 50) / 100, 0, 1) })}
            />
          </span>
        );
      })}
    </div>
  );
}

/** What the weights have to keep, what a change costs, and by which estimates. */
export function OptimiserSettings(): JSX.Element {
  const settings = useOptimiserSettings();
  const { method, least, most, targetReturn, mostTurnover, costPpm, impact, riskAversion, factors } = settings;
  const set = optimiserStore.setState;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-rule px-2 py-1">
      {unbounded.includes(method) ? (
        <span className="text-caption text-ink-3">long only, without bounds, target, turnover or groups</span>
      ) : (
        <>
          <NumberField
            label="Least %"
            testId="optimiser-least"
            value={100 * least}
            onSet={(value) => set({ least: clamped((value ?? 0) / 100, -1, 1) })}
          />
          <NumberField
            label="Most %"
            testId="optimiser-most"
            value={100 * most}
            onSet={(value) => set({ most: clamped((value ?? 100) / 100, -1, 1) })}
          />
          <NumberField
            label="Expected % a bar"
            testId="optimiser-target"
            value={targetReturn === null ? null : 100 * targetReturn}
            onSet={(value) => set({ targetReturn: value === null ? null : clamped(value / 100, -1, 1) })}
          />
          <NumberField
            label="Turnover %"
            testId="optimiser-turnover"
            value={mostTurnover === null ? null : 100 * mostTurnover}
            title="the most of the whole that may be exchanged; empty: as much as it takes"
            onSet={(value) => set({ mostTurnover: value === null ? null : clamped(value / 100, 0, 2) })}
          />
          <Groups />
        </>
      )}
      {averse.includes(method) ? (
        <NumberField
          label="Risk aversion"
          testId="optimiser-aversion"
          value={riskAversion}
          onSet={(value) => set({ riskAversion: clamped(value ?? 2, 0.01, 1_000) })}
        />
      ) : null}
      <NumberField
        label="Factors"
        testId="optimiser-factors"
        value={factors}
        title="covariance by so many statistical factors; empty: the sample's, shrunk"
        onSet={(value) => set({ factors: value === null ? null : clamped(Math.round(value), 1, 10) })}
      />
      <NumberField
        label="Cost bp"
        testId="optimiser-cost"
        value={costPpm / 100}
        onSet={(value) => set({ costPpm: Math.max(0, (value ?? 0) * 100) })}
      />
      <NumberField
        label="Impact σ"
        testId="optimiser-impact"
        value={impact}
        onSet={(value) => set({ impact: Math.max(0, value ?? 0) })}
      />
      {method === 'black-litterman' ? <Views /> : null}
    </div>
  );
}
