import type { DockviewApi } from 'dockview-react';
import type { PanelId } from '../../app/contract/workspace.ts';

/** The docked panels as the workspace on show has them. */
export interface DockedPanels {
  readonly api: DockviewApi;
  /** Docks a panel that is not there yet. */
  open(id: PanelId): void;
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

/** Brings a panel to the front, docks it first where it is not, and puts the keyboard into it. */
export function focusPanel(id: PanelId): void {
  if (workspace === undefined) return;
  if (workspace.api.getPanel(id) === undefined) workspace.open(id);
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

/** Enter on a row: its ticket is the linked panel's content already, so this only goes there. */
export function openTicket(): void {
  focusPanel('ticket');
}

/** Takes a panel out of the layout; the last one stays. */
export function closePanel(id: PanelId): void {
  const panel = workspace?.api.getPanel(id);
  if (panel !== undefined && (workspace?.api.panels.length ?? 0) > 1) panel.api.close();
}
