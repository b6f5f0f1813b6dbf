import type { JSX, ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { useStatus } from '../state/panelStore.ts';
import { useOnPaper } from '../state/paper.ts';
import { usePreference } from '../state/preferences.ts';
import { useReplaying } from '../state/replay.ts';
import { nativeDecimals } from '../state/tokens.ts';
import { commands } from './commandList.ts';
import { openDialog } from './frameStore.ts';
import { keysOf, keysShown } from './keyBindings.ts';
import { HaltButton, ModeBadge } from './ModeAndStop.tsx';
import { StrategyMenu } from './StrategyMenu.tsx';
import { TradingStateMenu } from './TradingStateMenu.tsx';
import { WorkspaceTabs } from './WorkspaceTabs.tsx';

function Fact(props: {
  readonly label: string;
  readonly children: ReactNode;
  /** Where the window is narrow the first to go: the workspaces and the rest of the money stay whole. */
  readonly isLesser?: boolean;
}): JSX.Element {
  const { label, children, isLesser = false } = props;
  return (
    <span className={`flex items-baseline gap-1.5 whitespace-nowrap ${isLesser ? 'max-[1440px]:hidden' : ''}`}>
      <span className="text-ink-3">{label}</span>
      {children}
    </span>
  );
}

function Money(): JSX.Element {
  const net = useStatus((status) => status.netToday);
  const gas = useStatus((status) => status.gasToday);
  const symbol = useStatus((status) => status.nativeSymbol) ?? '';
  const missing = <span className="text-ink-3">—</span>;
  return (
    <>
      <Fact label="net today">
        <span className="font-semibold" data-testid="net-today">
          {net === undefined ? (
            missing
          ) : (
            <Amount value={net} decimals={nativeDecimals} symbol={symbol} money withSymbol />
          )}
        </span>
      </Fact>
      <Fact label="gas" isLesser>
        {gas === undefined ? missing : <Amount value={gas} decimals={nativeDecimals} symbol={symbol} />}
      </Fact>
    </>
  );
}

function Books(): JSX.Element {
  const equal = useStatus((status) => status.booksEqualChain);
  const block = useStatus((status) => status.blockNumber);
  const against = useOnPaper() ? 'paper' : 'chain';
  return (
    <Fact label="books">
      <span
        data-testid="books-state"
        title={block === undefined ? '' : `every balance of ours, as of block ${block}`}
        className={equal === undefined ? 'text-ink-3' : equal ? 'text-gain' : 'font-semibold text-loss'}
      >
        {equal === undefined ? '—' : `${equal ? '=' : '≠'} ${against}`}
      </span>
    </Fact>
  );
}

function CommandsKey(): JSX.Element | null {
  const chosen = usePreference('keys');
  const command = commands.find(({ id }) => id === 'commands');
  const keys = command === undefined ? null : keysOf(command, chosen);
  if (keys === null) return null;
  return <kbd className="rounded-sm border border-line px-1 font-sans text-caption">{keysShown(keys)}</kbd>;
}

/** The mode, the money and the stop: what the eye must find within a second. */
export function TitleBar(): JSX.Element {
  const replaying = useReplaying();
  return (
    <header className="flex h-[34px] shrink-0 items-center gap-4 bg-panel px-3">
      <h1 className="font-semibold">Syndicate</h1>
      <div className="flex items-center gap-2">
        <ModeBadge />
        {replaying ? null : (
          <>
            <TradingStateMenu />
            <StrategyMenu />
          </>
        )}
      </div>
      <WorkspaceTabs />
      <div className="flex min-w-0 items-center gap-4 overflow-hidden">
        <Money />
        <Books />
      </div>
      <div className="flex flex-1 items-center justify-end gap-3">
        <button
          type="button"
          title="Commands"
          className="flex items-center gap-1.5 whitespace-nowrap text-ink-3 hover:text-ink"
          onClick={() => openDialog('palette')}
        >
          <span className="max-[1440px]:sr-only">Commands</span> <CommandsKey />
        </button>
        <HaltButton />
      </div>
    </header>
  );
}
