import type { DockviewApi } from 'dockview-react';
import { type DetachablePanel, type Docked, type PanelId, panelIds } from '../../app/contract/workspace.ts';
import { showDetached } from '../state/commands.ts';
import { activeWorkspace, isDetached, setAttached, setDetached } from '../state/workspaces.ts';

/** The docked panels as the workspace on show has them. */
export interface DockedPanels {
  readonly api: DockviewApi;
  /** Docks a panel that is not there yet: beside others, hiding none, or behind the one that has the keyboard. */
  open(id: PanelId, beside: boolean): void;
  /** Takes a panel out of the layout. */
  close(id: PanelId): void;
}

let workspace: DockedPanels | undefined;
const layoutListeners = new Set<() => void>();

/** Called by the workspace alone. Returns how to forget it. */
export function registerWorkspace(docked: DockedPanels): () => void {
  workspace = docked;
  const subscription = docked.api.onDidLayoutChange(() => {
    for (const listener of layoutListeners) listener();
  });
  return () => {
    subscription.dispose();
    if (workspace === docked) workspace = undefined;
  };
}

/** Runs `listener` after panels were moved, resized, shown or hidden. Returns how to stop. */
export function onWorkspaceLayout(listener: () => void): () => void {
  layoutListeners.add(listener);
  return () => {
    layoutListeners.delete(listener);
  };
}

/** Brings a docked panel to the front; the keyboard stays where it is, and a panel that is not docked where that is. */
export function showPanel(id: PanelId): void {
  workspace?.api.getPanel(id)?.api.setActive();
}

/** Brings a panel to the front, docks it first where it is not, and puts the keyboard into it. */
export function focusPanel(id: PanelId): void {
  if (workspace === undefined) return;
  if (isDetached(id)) {
    void showDetached(id);
    return;
  }
  if (workspace.api.getPanel(id) === undefined) workspace.open(id, false);
  workspace.api.getPanel(id)?.api.setActive();
  if (giveKeyboard(id)) return;
  // One that was behind another is drawn first.
  requestAnimationFrame(() => giveKeyboard(id));
}

function giveKeyboard(id: string): boolean {
  const panel = document.querySelector<HTMLElement>(`[data-panel="${CSS.escape(id)}"]`);
  (panel?.querySelector<HTMLElement>('[role="grid"]') ?? panel)?.focus();
  return panel !== null;
}

/** The docked panel that was used last. */
export function activePanel(): PanelId | null {
  const id = workspace?.api.activePanel?.id;
  return panelIds.find((each) => each === id) ?? null;
}

/** Enter on a row: its ticket is the linked panel's content already, so this only goes there. */
export function openTicket(): void {
  focusPanel('ticket');
}

/** Enter on an opportunity: it is the linked panel's content already. */
export function openDetail(): void {
  focusPanel('detail');
}

/** Takes a panel out of the layout; the last one stays. */
export function closePanel(id: PanelId): void {
  if (canLeave(id)) workspace?.close(id);
}

/** Whether another panel stays docked when this one goes. */
function canLeave(id: PanelId): boolean {
  return workspace?.api.getPanel(id) !== undefined && workspace.api.panels.length > 1;
}

/** The layout that a detached panel left, and that without it: it comes back to its place while nothing else was moved. */
const leftBehind = new Map<DetachablePanel, { readonly before: Docked; readonly after: Docked }>();

/** Gives a docked panel a window of its own; the last docked one stays. */
export function detachPanel(id: DetachablePanel): void {
  const before = activeWorkspace()?.docked;
  if (before === undefined || !canLeave(id)) return;
  workspace?.close(id);
  const after = activeWorkspace()?.docked;
  if (after !== undefined) leftBehind.set(id, { before, after });
  setDetached(id);
}

/** Docks a panel whose window is gone: where it was, or beside others where these were moved since. */
export function attachPanel(id: DetachablePanel): void {
  if (!isDetached(id)) return;
  const left = leftBehind.get(id);
  leftBehind.delete(id);
  const docked = activeWorkspace()?.docked;
  if (left !== undefined && left.after === docked) setAttached(id, left.before);
  else {
    setAttached(id);
    workspace?.open(id, true);
  }
}
