import { DropdownMenu } from 'radix-ui';
import type { JSX } from 'react';
import type { TradingState } from '../../app/domain/mode.ts';
import { tradingStateNames } from '../format/words.ts';
import { halt, proposeResume, reduceOnly } from '../state/commands.ts';
import { useStatus } from '../state/panelStore.ts';
import { useEngineState } from '../state/processes.ts';
import { Menu, menuItemClass } from './Menu.tsx';
import { focusPanel } from './workspaceApi.ts';

const badge: Readonly<Record<TradingState, { readonly dot: string; readonly text: string }>> = {
  active: { dot: 'bg-gain', text: 'bg-active-ground text-gain' },
  reduceOnly: { dot: 'bg-warn', text: 'bg-raised text-warn' },
  halted: { dot: 'bg-loss', text: 'bg-danger-ground text-danger' },
};

/** Active, reduce-only or halted, and the menu that changes it. Stopping takes effect at once; resuming is confirmed. */
export function TradingStateMenu(): JSX.Element {
  const streamed = useStatus((status) => status.tradingState);
  // A halt by main while the engine is gone is not in the stream: then the state on show would be of before.
  const engineGone = useEngineState() === 'stopped';
  const state = engineGone ? 'halted' : streamed;
  const look = state === undefined ? { dot: 'bg-ink-3', text: 'bg-raised text-ink-2' } : badge[state];
  return (
    <Menu
      name="trading-state"
      trigger={
        <button
          type="button"
          data-testid="trading-state"
          data-state-name={state ?? 'unknown'}
          className={`flex h-6 items-center gap-1.5 rounded-sm px-2.5 font-semibold uppercase ${look.text}`}
        >
          <span aria-hidden className={`size-1.5 rounded-full ${look.dot}`} />
          {state === undefined ? 'connecting' : tradingStateNames[state]}
        </button>
      }
    >
      <DropdownMenu.Item className={menuItemClass} onSelect={() => void halt()}>
        <span className="flex-1">Halt: send nothing at all</span>
        <kbd className="font-sans text-caption text-ink-3">F12</kbd>
      </DropdownMenu.Item>
      <DropdownMenu.Item className={menuItemClass} disabled={state !== 'active'} onSelect={() => void reduceOnly()}>
        <span className={state === 'active' ? '' : 'text-ink-3'}>Reduce-only: open nothing new</span>
      </DropdownMenu.Item>
      <DropdownMenu.Item
        className={menuItemClass}
        disabled={state === 'active'}
        onSelect={() => {
          focusPanel('ticket');
          void proposeResume();
        }}
      >
        <span className={state === 'active' ? 'text-ink-3' : ''}>Resume… (confirmed in the approve view)</span>
      </DropdownMenu.Item>
    </Menu>
  );
}
