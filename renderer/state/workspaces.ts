import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import {
  type DetachablePanel,
  type Docked,
  type LinkGroup,
  mostWorkspaces,
  type PanelId,
  type Workspace,
  type Workspaces,
} from '../../app/contract/workspace.ts';
import { keepWorkspaces } from './commands.ts';
import { setLinkGroups } from './links.ts';

interface Arrangement {
  /** null until main has told. */
  readonly arrangement: Workspaces | null;
  /** The workspaces of a new data folder, by which one begins anew. */
  readonly starters: readonly Workspace[];
}

/** The workspaces of this window. Main keeps them; this page alone changes them. */
export const workspaceStore = createStore<Arrangement>(() => ({ arrangement: null, starters: [] }));

/** A border that is dragged changes the layout with every pixel. */
const keepsAfterMs = 400;
let keeping: ReturnType<typeof setTimeout> | undefined;

/** Keeps what is not kept yet, now. */
export function keepNow(): void {
  if (keeping === undefined) return;
  clearTimeout(keeping);
  keeping = undefined;
  const { arrangement } = workspaceStore.getState();
  if (arrangement !== null) void keepWorkspaces(arrangement);
}

export function activeOf({ arrangement }: Arrangement): Workspace | null {
  return arrangement?.workspaces.find(({ id }) => id === arrangement.active) ?? null;
}

export function activeWorkspace(): Workspace | null {
  return activeOf(workspaceStore.getState());
}

export function useActiveWorkspace(): Workspace | null {
  return useStore(workspaceStore, activeOf);
}

/** Takes what main has kept. */
export function beginWith(arrangement: Workspaces, starters: readonly Workspace[]): void {
  workspaceStore.setState({ arrangement, starters });
  setLinkGroups(activeWorkspace()?.links ?? {});
}

function change(alter: (arrangement: Workspaces) => Workspaces): void {
  const { arrangement } = workspaceStore.getState();
  if (arrangement === null) return;
  workspaceStore.setState({ arrangement: alter(arrangement) });
  setLinkGroups(activeWorkspace()?.links ?? {});
  clearTimeout(keeping);
  keeping = setTimeout(keepNow, keepsAfterMs);
}

/** Changes the workspace on show. */
export function changeActive(alter: (workspace: Workspace) => Workspace): void {
  change((arrangement) => ({
    ...arrangement,
    workspaces: arrangement.workspaces.map((each) => (each.id === arrangement.active ? alter(each) : each)),
  }));
}

export function showWorkspace(id: string): void {
  change((arrangement) =>
    arrangement.workspaces.some((each) => each.id === id) ? { ...arrangement, active: id } : arrangement,
  );
  // Its windows come and go with it.
  keepNow();
}

export function setLocked(locked: boolean): void {
  changeActive((workspace) => ({ ...workspace, locked }));
}

/** The panel has a window of its own from now on; it was taken out of the layout before. */
export function setDetached(panel: DetachablePanel): void {
  changeActive((workspace) => ({ ...workspace, detached: [...workspace.detached, panel] }));
  keepNow();
}

/** The panel's window is gone. */
export function setAttached(panel: DetachablePanel, docked?: Docked): void {
  changeActive((workspace) => ({
    ...workspace,
    docked: docked ?? workspace.docked,
    detached: workspace.detached.filter((each) => each !== panel),
  }));
}

export function isDetached(panel: PanelId): panel is DetachablePanel {
  return activeWorkspace()?.detached.some((each) => each === panel) ?? false;
}

/** null takes the panel out of its group. */
export function setLinkGroup(panel: PanelId, group: LinkGroup | null): void {
  changeActive((workspace) => {
    const links = { ...workspace.links };
    if (group === null) delete links[panel];
    else links[panel] = group;
    return { ...workspace, links };
  });
}

/** An id that no workspace has. */
function freeId(workspaces: readonly Workspace[]): string {
  let number = workspaces.length + 1;
  while (workspaces.some(({ id }) => id === `own-${number}`)) number += 1;
  return `own-${number}`;
}

export function canAdd({ arrangement }: Arrangement): boolean {
  return arrangement !== null && arrangement.workspaces.length < mostWorkspaces;
}

/** A copy of the workspace on show under another name, unlocked, and on show at once. Its panels all begin docked. */
export function addWorkspace(name: string): void {
  change((arrangement) => {
    const active = arrangement.workspaces.find(({ id }) => id === arrangement.active);
    if (active === undefined || arrangement.workspaces.length >= mostWorkspaces) return arrangement;
    const id = freeId(arrangement.workspaces);
    const added = { ...active, id, name: name.trim(), locked: false, detached: [] };
    return { active: id, workspaces: [...arrangement.workspaces, added] };
  });
}

export function renameActive(name: string): void {
  changeActive((workspace) => ({ ...workspace, name: name.trim() }));
}

/** The last one stays. */
export function removeActive(): void {
  change((arrangement) => {
    const left = arrangement.workspaces.filter(({ id }) => id !== arrangement.active);
    const [first] = left;
    return first === undefined ? arrangement : { active: first.id, workspaces: left };
  });
}

/** Lays the workspace on show out anew: as the starter that it began as, else as the first one. */
export function beginAnew(): void {
  const { arrangement, starters } = workspaceStore.getState();
  const starter = starters.find(({ id }) => id === arrangement?.active) ?? starters[0];
  if (starter === undefined) return;
  const { docked, detached, links } = starter;
  // A layout of its own: what is the same layout is not laid out again.
  changeActive((workspace) => ({ ...workspace, docked: structuredClone(docked), detached, links }));
}
