import { toast } from 'sonner';
import { linkGroups, type PanelId } from '../../app/contract/workspace.ts';
import { panels } from '../panels/registry.tsx';
import { activeWorkspace, removeActive, setLinkGroup, workspaceStore } from '../state/workspaces.ts';
import type { Command } from './command.ts';
import { isDetachable } from './detachable.ts';
import { activePanel, closePanel, detachPanel } from './workspaceApi.ts';

function refuse(why: string, advice: string): void {
  toast.warning(why, { description: advice });
}

/** Runs it with the panel that was used last, of the docked ones. */
function withActive(act: (panel: PanelId) => void): void {
  const panel = activePanel();
  if (panel === null) refuse('No panel was used yet', 'Click into one, or go to one by name.');
  else act(panel);
}

function isLocked(): boolean {
  const locked = activeWorkspace()?.locked ?? true;
  if (locked) refuse('The layout is locked', 'Unlock it first.');
  return locked;
}

function link(group: (typeof linkGroups)[number] | null): void {
  withActive((panel) => {
    if (panels[panel].link === null) refuse(`${panels[panel].title} shares nothing`, 'Choose a panel that does.');
    else setLinkGroup(panel, group);
  });
}

/** What the menus of panels and of the layout offer, for the palette and the keys. */
export const layoutCommands: readonly Command[] = [
  ...linkGroups.map(
    (group): Command => ({
      id: `link-${group}`,
      group: 'Panels',
      title: `The active panel into link group ${group}`,
      run: () => link(group),
    }),
  ),
  { id: 'link-none', group: 'Panels', title: 'The active panel out of its link group', run: () => link(null) },
  {
    id: 'detach-panel',
    group: 'Panels',
    title: 'The active panel into a window of its own',
    run: () =>
      withActive((panel) => {
        if (isDetachable(panel)) detachPanel(panel);
        else refuse(`${panels[panel].title} stays in this window`, 'Charts, blotters and health can have their own.');
      }),
  },
  {
    id: 'close-panel',
    group: 'Panels',
    title: 'Close the active panel',
    run: () => withActive((panel) => (isLocked() ? undefined : closePanel(panel))),
  },
  {
    id: 'remove-workspace',
    group: 'Workspace',
    title: 'Remove the workspace',
    run: () => {
      if (isLocked()) return;
      if ((workspaceStore.getState().arrangement?.workspaces.length ?? 0) > 1) removeActive();
      else refuse('It is the only workspace', 'Make another one first.');
    },
  },
];
