import { DropdownMenu } from 'radix-ui';
import type { JSX } from 'react';
import { useStore } from 'zustand';
import { type PanelId, panelIds, panelsOf, type Workspace } from '../../app/contract/workspace.ts';
import { panels } from '../panels/registry.tsx';
import {
  activeOf,
  beginAnew,
  canAdd,
  removeActive,
  setLocked,
  showWorkspace,
  useActiveWorkspace,
  workspaceStore,
} from '../state/workspaces.ts';
import { openDialog } from './frameStore.ts';
import { Menu, menuItemClass } from './Menu.tsx';
import { focusPanel } from './workspaceApi.ts';

/** Panels that have no place in a workspace. */
function missingPanels({ docked, detached }: Workspace): readonly PanelId[] {
  const placed = new Set<PanelId>([...panelsOf(docked), ...detached]);
  return panelIds.filter((id) => !placed.has(id));
}

function LayoutMenu({ workspace }: { workspace: Workspace }): JSX.Element {
  const several = useStore(workspaceStore, ({ arrangement }) => (arrangement?.workspaces.length ?? 0) > 1);
  const mayAdd = useStore(workspaceStore, canAdd);
  const { locked } = workspace;
  const missing = missingPanels(workspace);
  return (
    <Menu
      name="layout"
      trigger={
        <button
          type="button"
          data-testid="layout-menu"
          title={
            locked
              ? 'Nothing is moved, resized or closed by a slip of the hand'
              : 'Panels can be dragged, resized and closed'
          }
          className={`flex h-6 items-center gap-1.5 rounded-sm px-2 whitespace-nowrap hover:text-ink ${locked ? 'text-ink-3' : 'text-warn'}`}
        >
          {locked ? 'Locked' : 'Unlocked'} <span aria-hidden>▾</span>
        </button>
      }
    >
      <DropdownMenu.Item className={menuItemClass} data-testid="layout-lock" onSelect={() => setLocked(!locked)}>
        {locked ? 'Unlock the layout: drag tabs and borders' : 'Lock the layout'}
      </DropdownMenu.Item>
      <DropdownMenu.Separator className="my-1 h-px bg-line" />
      {missing.map((id) => (
        <DropdownMenu.Item key={id} className={menuItemClass} data-testid={`add-${id}`} onSelect={() => focusPanel(id)}>
          Add {panels[id].title} <span className="text-ink-3">{panels[id].shows}</span>
        </DropdownMenu.Item>
      ))}
      {missing.length === 0 ? <p className="px-2 py-1 text-caption text-ink-3">Every panel is here.</p> : null}
      <DropdownMenu.Separator className="my-1 h-px bg-line" />
      <DropdownMenu.Item
        className={`${menuItemClass} data-[disabled]:text-ink-3`}
        disabled={!mayAdd}
        data-testid="workspace-add"
        onSelect={() => openDialog('addWorkspace')}
      >
        New workspace from this one…
      </DropdownMenu.Item>
      <DropdownMenu.Item className={menuItemClass} onSelect={() => openDialog('renameWorkspace')}>
        Rename {workspace.name}…
      </DropdownMenu.Item>
      <DropdownMenu.Item className={menuItemClass} data-testid="layout-anew" onSelect={beginAnew}>
        Back to the starter layout
      </DropdownMenu.Item>
      <DropdownMenu.Item
        className={`${menuItemClass} data-[disabled]:text-ink-3`}
        disabled={!several || locked}
        data-testid="workspace-remove"
        onSelect={removeActive}
      >
        Remove {workspace.name}
        {several ? (locked ? ': unlock it first' : '') : ': it is the only one'}
      </DropdownMenu.Item>
    </Menu>
  );
}

/** The workspaces by name, and what can be done with the one on show. */
export function WorkspaceTabs(): JSX.Element | null {
  const workspaces = useStore(workspaceStore, ({ arrangement }) => arrangement?.workspaces);
  const active = useStore(workspaceStore, (state) => activeOf(state)?.id);
  const workspace = useActiveWorkspace();
  if (workspaces === undefined || workspace === null) return null;
  return (
    <nav aria-label="Workspaces" className="flex min-w-0 items-center">
      <div className="flex min-w-0 items-center overflow-x-auto [scrollbar-width:none]">
        {workspaces.map(({ id, name }, index) => (
          <button
            key={id}
            type="button"
            data-testid={`workspace-${id}`}
            aria-current={id === active ? 'page' : undefined}
            title={index < 9 ? `Ctrl ${index + 1}` : name}
            className={`h-6 shrink-0 rounded-sm px-2.5 whitespace-nowrap ${id === active ? 'bg-raised text-ink' : 'text-ink-2 hover:text-ink'}`}
            onClick={() => showWorkspace(id)}
          >
            {name}
          </button>
        ))}
      </div>
      <LayoutMenu workspace={workspace} />
    </nav>
  );
}
