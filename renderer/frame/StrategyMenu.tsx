import { DropdownMenu } from 'radix-ui';
import type { JSX } from 'react';
import { strategyModes } from '../../app/domain/mode.ts';
import { displayAmount } from '../format/amount.ts';
import { displayAge } from '../format/time.ts';
import { strategyModeMeanings, strategyModeNames } from '../format/words.ts';
import { useClock } from '../state/clock.ts';
import { setStrategyMode } from '../state/commands.ts';
import { useStatus } from '../state/panelStore.ts';
import { nativeDecimals } from '../state/tokens.ts';
import { openDialog } from './frameStore.ts';
import { Menu, menuItemClass } from './Menu.tsx';

/** What is left of the grant under which the strategy automates. */
function GrantLeft(): JSX.Element | null {
  const left = useStatus((status) => status.strategies[0]?.grantLeft ?? null);
  const expires = useStatus((status) => status.strategies[0]?.grantExpiresAtMs ?? null);
  const symbol = useStatus((status) => status.nativeSymbol);
  const time = useClock((nowMs) => (expires === null || expires === undefined ? '' : displayAge(expires - nowMs)));
  if (left === null || left === undefined || time === '') return null;
  return (
    <span className="text-ink-2">
      {displayAmount(left, nativeDecimals)} {symbol} · {time}
    </span>
  );
}

/** The strategy's mode, and the menu that changes it. */
export function StrategyMenu(): JSX.Element {
  const strategy = useStatus((status) => status.strategies[0]?.strategy) ?? 'flash-arbitrage';
  const mode = useStatus((status) => status.strategies[0]?.mode);
  const change = (next: string): void => {
    if (next === 'automate') openDialog('grant');
    else if (next === 'off' || next === 'watch' || next === 'approve') void setStrategyMode(strategy, next);
  };
  return (
    <Menu
      name="strategy"
      trigger={
        <button
          type="button"
          data-testid="strategy-mode"
          className="flex h-6 items-center gap-1.5 rounded-sm bg-raised px-2.5 hover:text-ink"
        >
          <span className="text-ink-2">Arbitrage</span>
          <span className="font-semibold">{mode === undefined ? '—' : strategyModeNames[mode]}</span>
          {mode === 'automate' ? <GrantLeft /> : null}
          <span aria-hidden className="text-ink-3">
            ▾
          </span>
        </button>
      }
    >
      <DropdownMenu.RadioGroup value={mode ?? ''} onValueChange={change}>
        {strategyModes.map((choice) => (
          <DropdownMenu.RadioItem key={choice} value={choice} className={menuItemClass}>
            <span aria-hidden className={`size-1.5 rounded-full ${choice === mode ? 'bg-accent' : ''}`} />
            <span className="w-20 font-semibold">
              {strategyModeNames[choice]}
              {choice === 'automate' ? '…' : ''}
            </span>
            <span className="text-ink-3">{strategyModeMeanings[choice]}</span>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </Menu>
  );
}
