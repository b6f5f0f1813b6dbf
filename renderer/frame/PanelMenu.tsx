import { DropdownMenu } from 'radix-ui';
import type { JSX } from 'react';
import type { PanelId } from '../../app/contract/workspace.ts';
import { panels } from '../panels/registry.tsx';
import { setLinkGroup, useActiveWorkspace } from '../state/workspaces.ts';
import { isDetachable } from './detachable.ts';
import { LinkChip } from './LinkChip.tsx';
import { LinkGroupItems } from './LinkGroupItems.tsx';
import { Menu, menuItemClass } from './Menu.tsx';
import { closePanel, detachPanel } from './workspaceApi.ts';

const noteClass = 'max-w-72 px-2 py-1 text-caption text-ink-3';

/** A panel's menu: what it shows and how it is used, its link group, and closing it. */
export function PanelMenu({ panel }: { panel: PanelId }): JSX.Element {
  const { shows, help, link } = panels[panel];
  const locked = useActiveWorkspace()?.locked ?? true;
  return (
    <Menu name={`panel-${panel}`} trigger={<LinkChip panel={panel} />}>
      <p className="max-w-72 px-2 pt-1 text-ink-2">{shows}</p>
      <p className={noteClass}>{help}</p>
      {link === null ? null : (
        <>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <p className={noteClass}>
            A click here shows its {link.drives.join(', ')} in the panels of the group; where another panel is clicked,
            this one {link.follows}.
          </p>
          <LinkGroupItems panel={panel} onChoose={(group) => setLinkGroup(panel, group)} />
        </>
      )}
      <DropdownMenu.Separator className="my-1 h-px bg-line" />
      {isDetachable(panel) ? (
        <DropdownMenu.Item
          className={menuItemClass}
          data-testid={`detach-${panel}`}
          onSelect={() => detachPanel(panel)}
        >
          Move to a window of its own
        </DropdownMenu.Item>
      ) : null}
      <DropdownMenu.Item
        className={`${menuItemClass} data-[disabled]:text-ink-3`}
        disabled={locked}
        data-testid={`close-${panel}`}
        onSelect={() => closePanel(panel)}
      >
        Close{locked ? ': unlock the layout first' : ''}
      </DropdownMenu.Item>
    </Menu>
  );
}
