import type { JSX } from 'react';
import { ThroughChip } from '../../components/ThroughChip.tsx';
import { useRow } from '../../state/panelStore.ts';
import { longestFilterText, setPreferences, usePreference } from '../../state/preferences.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { SavedFilters } from './SavedFilters.tsx';

const filterHint = 'net > 0.02 and chain = base · token contains US or venue = UniV2 · not gone · state = "below cost"';

/** The filter box, the kept filters, the columns and the toggle in the panel's header. */
export function OpportunityControls(): JSX.Element {
  const text = usePreference('opportunityFilter');
  const hideBelowCost = usePreference('hideBelowCost');
  const problem = useRow('ranking', 'opportunities')?.problem ?? null;
  return (
    <>
      <ThroughChip panel="opportunities" />
      <input
        aria-label="Filter opportunities"
        aria-invalid={problem !== null}
        data-testid="opportunity-filter"
        title={problem ?? filterHint}
        className={`h-5 w-52 min-w-24 shrink rounded-sm bg-transparent px-1.5 placeholder:text-ink-3 hover:bg-raised focus:bg-raised ${problem === null ? 'text-ink-2' : 'text-warn'}`}
        placeholder="Filter: net > 0.001 and hops <= 3"
        maxLength={longestFilterText}
        spellCheck={false}
        value={text}
        onChange={(event) => setPreferences({ opportunityFilter: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setPreferences({ opportunityFilter: '' });
        }}
      />
      <SavedFilters text={text} problem={problem} />
      <ColumnsMenu />
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
