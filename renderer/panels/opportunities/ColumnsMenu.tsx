import { DropdownMenu } from 'radix-ui';
import type { JSX } from 'react';
import { opportunityColumnIds } from '../../../app/contract/opportunityView.ts';
import { Menu, menuItemClass } from '../../frame/Menu.tsx';
import { setPreferences, usePreference } from '../../state/preferences.ts';
import { columnNames } from './columns.tsx';

/** Which columns are on show; kept. One always stays. */
export function ColumnsMenu(): JSX.Element {
  const chosen = usePreference('opportunityColumns');
  return (
    <Menu
      name="opportunity-columns"
      trigger={
        <button
          type="button"
          data-testid="opportunity-columns"
          className="h-5 shrink-0 rounded-sm px-1.5 text-caption text-ink-3 hover:bg-raised hover:text-ink"
        >
          columns ▾
        </button>
      }
    >
      {opportunityColumnIds.map((id) => {
        const shown = chosen.includes(id);
        return (
          <DropdownMenu.CheckboxItem
            key={id}
            data-testid={`column-${id}`}
            className={menuItemClass}
            checked={shown}
            disabled={shown && chosen.length === 1}
            // Several are chosen in one go.
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(next) =>
              setPreferences({
                opportunityColumns: next ? [...chosen, id] : chosen.filter((other) => other !== id),
              })
            }
          >
            <span
              aria-hidden
              className={`size-2.5 rounded-[2px] border ${shown ? 'border-accent bg-accent' : 'border-ink-3'}`}
            />
            {columnNames[id]}
          </DropdownMenu.CheckboxItem>
        );
      })}
    </Menu>
  );
}
