import { DropdownMenu } from 'radix-ui';
import type { JSX } from 'react';
import { Menu, menuItemClass } from '../../frame/Menu.tsx';
import { mostSavedFilters, setPreferences, usePreference } from '../../state/preferences.ts';

/** Filters that were kept, newest first: a choice puts one into the box. */
export function SavedFilters({ text, problem }: { text: string; problem: string | null }): JSX.Element {
  const saved = usePreference('savedFilters');
  const typed = text.trim();
  const isSaved = saved.includes(typed);
  const canSave = typed !== '' && problem === null && !isSaved;
  return (
    <Menu
      name="opportunity-filters"
      trigger={
        <button
          type="button"
          data-testid="saved-filters"
          className="h-5 shrink-0 rounded-sm px-1.5 text-caption text-ink-3 hover:bg-raised hover:text-ink"
        >
          kept {saved.length} ▾
        </button>
      }
    >
      <DropdownMenu.Item
        className={menuItemClass}
        data-testid="save-filter"
        disabled={!canSave}
        onSelect={() => setPreferences({ savedFilters: [typed, ...saved].slice(0, mostSavedFilters) })}
      >
        <span className={`max-w-96 truncate ${canSave ? '' : 'text-ink-3'}`}>
          {canSave ? `Keep "${typed}"` : 'Type a filter to keep it'}
        </span>
      </DropdownMenu.Item>
      <DropdownMenu.Item
        className={menuItemClass}
        data-testid="forget-filter"
        disabled={!isSaved}
        onSelect={() => setPreferences({ savedFilters: saved.filter((other) => other !== typed) })}
      >
        <span className={`max-w-96 truncate ${isSaved ? '' : 'text-ink-3'}`}>
          {isSaved ? `Forget "${typed}"` : 'A kept filter in the box can be forgotten'}
        </span>
      </DropdownMenu.Item>
      {saved.length === 0 ? null : <DropdownMenu.Separator className="my-1 h-px bg-line" />}
      {saved.map((filter) => (
        <DropdownMenu.Item
          key={filter}
          data-testid="saved-filter"
          className={menuItemClass}
          onSelect={() => setPreferences({ opportunityFilter: filter })}
        >
          <span className="max-w-96 truncate font-mono text-caption">{filter}</span>
        </DropdownMenu.Item>
      ))}
    </Menu>
  );
}
