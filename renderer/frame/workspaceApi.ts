import type { DockviewApi } from 'dockview-react';

let workspace: DockviewApi | undefined;
const layoutListeners = new Set<() => void>();

/** Called by the workspace alone. Returns how to forget it. */
export function registerWorkspace(api: DockviewApi): () => void {
  workspace = api;
  const subscription = api.onDidLayoutChange(() => {
    for (const listener of layoutListeners) listener();
  });
  return () => {
    subscription.dispose();
    if (workspace === api) workspace = undefined;
  };
}

/** Runs `listener` after panels were moved, resized, shown or hidden. Returns how to stop. */
export function onWorkspaceLayout(listener: () => void): () => void {
  layoutListeners.add(listener);
  return () => {
    layoutListeners.delete(listener);
  };
}

/** Brings a panel to the front and puts the keyboard into it. */
export function focusPanel(id: string): void {
  workspace?.getPanel(id)?.api.setActive();
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

/** Changes the arrangement as a whole, such as back to the default. */
export function withWorkspace(change: (api: DockviewApi) => void): void {
  if (workspace !== undefined) change(workspace);
}
