import { useQuery } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import type { StatusRow } from '../../../app/contract/panelStream.ts';
import { strategyModes, type TradingState, tradingStates } from '../../../app/domain/mode.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { TopicBody } from '../../components/TopicBody.tsx';
import { displayAmount, exactTitle } from '../../format/amount.ts';
import { displayAge, displayTimeSeconds, exactTime } from '../../format/time.ts';
import { strategyModeMeanings, strategyModeNames, tradingStateNames } from '../../format/words.ts';
import { openDialog } from '../../frame/frameStore.ts';
import { focusPanel } from '../../frame/workspaceApi.ts';
import { useClock } from '../../state/clock.ts';
import { halt, proposeResume, reduceOnly, setStrategyMode } from '../../state/commands.ts';
import { useStatus } from '../../state/panelStore.ts';
import { useEngineState } from '../../state/processes.ts';
import { useReplaying } from '../../state/replay.ts';
import { nativeDecimals } from '../../state/tokens.ts';

type StrategyRow = StatusRow['strategies'][number];

function Segment({
  testId,
  chosen,
  disabled,
  title,
  onClick,
  children,
}: {
  testId: string;
  chosen: boolean;
  disabled: boolean;
  title: string;
  onClick: () => void;
  children: ReactNode;
}): JSX.Element {
  return (
    <button
      type="button"
      data-testid={testId}
      aria-pressed={chosen}
      disabled={disabled}
      title={title}
      className={`h-5 rounded-sm px-1.5 whitespace-nowrap disabled:text-ink-3 ${chosen ? 'bg-selected font-semibold text-ink' : 'bg-raised text-ink-2 hover:text-ink'}`}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

/** Stopping takes effect at once; going back to Active is confirmed in the approve view. */
function TradingStates(): JSX.Element {
  const streamed = useStatus((status) => status.tradingState);
  const reason = useStatus((status) => status.haltReason) ?? '';
  const since = useStatus((status) => status.tradingStateAtMs) ?? null;
  const replaying = useReplaying();
  // A halt by main while the engine is gone is not in the stream.
  const state = useEngineState() === 'stopped' ? 'halted' : streamed;
  const actions: Readonly<Record<TradingState, () => void>> = {
    active: () => {
      focusPanel('ticket');
      void proposeResume();
    },
    reduceOnly: () => void reduceOnly(),
    halted: () => void halt(),
  };
  const meanings: Readonly<Record<TradingState, string>> = {
    active: 'Trades as each strategy may; resuming is confirmed in the approve view',
    reduceOnly: 'Opens nothing new',
    halted: 'Sends nothing at all; asks nothing',
  };
  return (
    <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-1 border-b border-line px-3 py-1">
      <span className="w-16 text-ink-2">Trading</span>
      {tradingStates.map((each) => (
        <Segment
          key={each}
          testId={`state-${each}`}
          chosen={each === state}
          // A halt is the stronger stop: reduce-only does not lift it.
          disabled={replaying || (each === 'reduceOnly' && state === 'halted')}
          title={meanings[each]}
          onClick={actions[each]}
        >
          {tradingStateNames[each]}
          {each === 'active' && state !== 'active' ? '…' : ''}
        </Segment>
      ))}
      <span className="min-w-0 flex-1 truncate text-right text-ink-2" title={reason} data-testid="state-reason">
        {reason === '' ? '' : `${reason} · `}
        {since === null ? '' : `since ${displayTimeSeconds(since)}`}
      </span>
    </div>
  );
}

/** Which keys stop trading, and from where. */
function StopKeys(): JSX.Element {
  const { data } = useQuery({
    queryKey: ['stopKey'],
    queryFn: async () => unwrap(await window.syndicate.stopKey({})),
    refetchInterval: 5_000,
    retry: false,
  });
  return (
    <p className="flex shrink-0 flex-wrap gap-x-3 px-3 py-1.5 text-caption text-ink-3" data-testid="stop-keys">
      <span>
        <kbd className="rounded-sm border border-line px-1 font-sans text-ink-2">F12</kbd> halts from any window of
        ours, even a frozen one
      </span>
      {data === undefined ? null : data.keys === 'off' ? (
        <span>from other programs no key halts (settings, “Halt from any program”)</span>
      ) : (
        <span className={data.isTaken ? 'text-warn' : ''}>
          <kbd className="rounded-sm border border-line px-1 font-sans text-ink-2">{data.keys}</kbd>{' '}
          {data.isTaken ? 'is held by another program and halts nothing' : 'halts from any program'}
        </span>
      )}
    </p>
  );
}

function Modes({ row }: { row: StrategyRow }): JSX.Element {
  const replaying = useReplaying();
  return (
    <fieldset className="flex gap-1" aria-label="Mode">
      {strategyModes.map((mode) => (
        <Segment
          key={mode}
          testId={`mode-${mode}`}
          chosen={mode === row.mode}
          disabled={replaying}
          title={strategyModeMeanings[mode]}
          onClick={() => {
            if (mode === 'automate') openDialog('grant');
            else void setStrategyMode(row.strategy, mode);
          }}
        >
          {strategyModeNames[mode]}
          {mode === 'automate' ? '…' : ''}
        </Segment>
      ))}
    </fieldset>
  );
}

/** What its orders have put at risk of what they may. */
function Budget({ row, symbol }: { row: StrategyRow; symbol: string }): JSX.Element {
  const { grantBudget, grantLeft } = row;
  if (grantBudget === null || grantLeft === null) return <span className="text-ink-3">no grant</span>;
  const used = grantBudget - grantLeft;
  const percent = grantBudget === 0n ? 100 : Number((used * 1000n) / grantBudget) / 10;
  return (
    <span
      className="flex items-center gap-2"
      title={`${exactTitle(used, nativeDecimals, symbol)}\nof ${exactTitle(grantBudget, nativeDecimals, symbol)}`}
    >
      <span aria-hidden className="h-1.5 w-8 shrink-0 bg-raised">
        <span
          className={`block h-full ${percent > 90 ? 'bg-warn' : 'bg-accent'}`}
          style={{ width: `${Math.min(100, percent)}%` }}
        />
      </span>
      {displayAmount(used, nativeDecimals)} of {displayAmount(grantBudget, nativeDecimals)}
    </span>
  );
}

function Expiry({ row }: { row: StrategyRow }): JSX.Element {
  const left = useClock((nowMs) => (row.grantExpiresAtMs === null ? null : row.grantExpiresAtMs - nowMs));
  if (left === null || row.grantExpiresAtMs === null) return <span className="text-ink-3">—</span>;
  return (
    <span className={left < 60_000 ? 'text-warn' : ''} title={exactTime(row.grantExpiresAtMs)}>
      {left <= 0 ? 'expired' : `in ${displayAge(left)}`}
    </span>
  );
}

function SetBy({ row }: { row: StrategyRow }): JSX.Element {
  if (row.setBy === null) return <span className="text-ink-3">as it comes</span>;
  return (
    <span title={exactTime(row.setBy.atMs)}>
      {row.setBy.by} <span className="text-ink-3">{displayTimeSeconds(row.setBy.atMs)}</span>
    </span>
  );
}

const names: Readonly<Record<StrategyRow['strategy'], string>> = { 'flash-arbitrage': 'Arbitrage' };

function Strategies(): JSX.Element {
  const strategies = useStatus((status) => status.strategies) ?? [];
  const symbol = useStatus((status) => status.nativeSymbol) ?? '';
  return (
    <ScrollRegion label="Strategies" className="min-h-0 flex-1">
      <SmallTable
        label="Strategies"
        headers={['Strategy', 'Mode', `Budget used ${symbol}`, 'Expires', 'Set by']}
        tracks="64px 240px minmax(130px,1fr) 64px minmax(104px,1fr)"
        numeric={[]}
        minWidth={602}
        folds={[3, 4]}
        rows={strategies.map((row) => ({
          id: row.strategy,
          cells: [
            <span key="name" className="font-semibold">
              {names[row.strategy]}
            </span>,
            <Modes key="mode" row={row} />,
            <Budget key="budget" row={row} symbol={symbol} />,
            <Expiry key="expires" row={row} />,
            <SetBy key="by" row={row} />,
          ],
        }))}
      />
    </ScrollRegion>
  );
}

/** What each strategy may do and until when, who said so, and how trading is stopped. */
export function ModesPanel(): JSX.Element {
  return (
    <TopicBody topic="status" waitingFor="the modes" empty={null}>
      <div className="flex h-full min-h-0 flex-col" data-testid="modes">
        <TradingStates />
        <Strategies />
        <StopKeys />
      </div>
    </TopicBody>
  );
}

/** In the panel's header: of which mode, and how many strategies act by themselves. */
export function ModesFacts(): JSX.Element {
  const mode = useStatus((status) => status.mode) ?? 'not known yet';
  const automated = useStatus((status) => status.strategies.filter((each) => each.mode === 'automate').length) ?? 0;
  return (
    <span>
      {mode} · {automated === 0 ? 'nothing acts by itself' : `${automated} by itself`}
    </span>
  );
}
