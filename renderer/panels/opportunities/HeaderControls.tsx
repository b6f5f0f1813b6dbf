import type { JSX } from 'react';
import { ThroughChip } from '../../components/ThroughChip.tsx';
import { setPreferences, usePreference } from '../../state/preferences.ts';
import { parseFilter } from './filter.ts';
import { filterStore, useFilterText } from './filterStore.ts';

/** The filter box and the toggle in the panel's header. */
export function OpportunityControls(): JSX.Element {
  const text = useFilterText();
  const hideBelowCost = usePreference('hideBelowCost');
  const { problem } = parseFilter(text);
  return (
    <>
      <ThroughChip panel="opportunities" />
      <input
        aria-label="Filter opportunities"
        aria-invalid={problem !== null}
        title={problem ?? 'Words and comparisons: WETH UniV2 net > 0.001 hops <= 3'}
        className={`h-5 w-60 min-w-24 shrink rounded-sm bg-transparent px-1.5 placeholder:text-ink-3 hover:bg-raised focus:bg-raised ${problem === null ? 'text-ink-2' : 'text-warn'}`}
        placeholder="Filter, such as net > 0.001 hops <= 3"
        maxLength={120}
        spellCheck={false}
        value={text}
        onChange={(event) => filterStore.setState({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') filterStore.setState({ text: '' });
        }}
      />
      <button
        type="button"
        role="switch"
        aria-checked={hideBelowCost}
        className={`flex h-5 shrink-0 items-center gap-1.5 rounded-sm px-1.5 text-caption hover:bg-raised ${hideBelowCost ? 'text-accent' : 'text-ink-3'}`}
        onClick={() => setPreferences({ hideBelowCost: !hideBelowCost })}
      >
        <span
          aria-hidden
          className={`size-2.5 rounded-[2px] border ${hideBelowCost ? 'border-accent bg-accent' : 'border-ink-3'}`}
        />
        hide below cost
      </button>
    </>
  );
}
