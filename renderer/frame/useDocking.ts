import type { DockviewApi, DockviewReadyEvent } from 'dockview-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type Docked, type PanelId, panelsOf } from '../../app/contract/workspace.ts';
import { panels } from '../panels/registry.tsx';
import { setCover } from '../state/covers.ts';
import { activeWorkspace, changeActive, workspaceStore } from '../state/workspaces.ts';
import { fromDockview, panelComponent, toDockview } from './docking.ts';
import { registerWorkspace } from './workspaceApi.ts';

/** Takes half of the largest group, so that nothing is hidden by what comes back. */
function dockBeside(api: DockviewApi, id: PanelId): void {
  const [largest] = [...api.groups].sort((a, b) => b.width * b.height - a.width * a.height);
  if (largest === undefined) return dock(api, id);
  const { title, least } = panels[id];
  const direction = largest.width > largest.height * 1.5 ? 'right' : 'below';
  api.addPanel({ id, component: panelComponent, title, ...least, position: { referenceGroup: largest, direction } });
}

/**
 * A panel that must not become small gets a column of its own while the others keep room to spare; every other comes
 * behind the panel that has the keyboard, rather than beyond the edge of the window.
 */
function dock(api: DockviewApi, id: PanelId): void {
  const { title, least } = panels[id];
  const added = { id, component: panelComponent, title, ...least };
  const { activeGroup } = api;
  const initialWidth = Math.max(Math.round(api.width * 0.26), least?.minimumWidth ?? 0);
  const hasRoom = api.width - api.minimumWidth >= 2 * initialWidth;
  if ((least === undefined || !hasRoom) && activeGroup !== undefined)
    api.addPanel({ ...added, position: { referenceGroup: activeGroup } });
  else api.addPanel({ ...added, position: { direction: 'right' }, initialWidth });
}

function followDrags(api: DockviewApi): () => void {
  const begin = (): void => setCover('drag', true);
  const end = (): void => setCover('drag', false);
  const subscriptions = [api.onWillDragPanel(begin), api.onWillDragGroup(begin)];
  const ends = ['dragend', 'pointerup', 'pointercancel'] as const;
  for (const name of ends) window.addEventListener(name, end);
  return () => {
    for (const subscription of subscriptions) subscription.dispose();
    for (const name of ends) window.removeEventListener(name, end);
    end();
  };
}

/**
 * Lays out the workspace on show, again whenever another is shown or its layout is set as a whole, and takes what a person
 * changes in it back into the workspace.
 */
export function useDocking(): (event: DockviewReadyEvent) => void {
  const [api, setApi] = useState<DockviewApi | null>(null);
  useEffect(() => {
    if (api === null) return;
    let applied: Docked | undefined;
    /** What the library last said of its layout: what differs from it a person has changed. */
    let reported = '';
    let applying = false;
    const report = (): string => JSON.stringify(fromDockview(api.toJSON()));
    const apply = (): void => {
      const docked = activeWorkspace()?.docked;
      if (docked === undefined || docked === applied) return;
      applied = docked;
      applying = true;
      api.fromJSON(toDockview(docked, { width: api.width, height: api.height }));
      const [first] = panelsOf(docked);
      if (first !== undefined) api.getPanel(first)?.group.api.setActive();
      reported = report();
      applying = false;
    };
    const take = (): void => {
      if (applying) return;
      const docked = fromDockview(api.toJSON());
      const text = JSON.stringify(docked);
      if (docked === null || text === reported) return;
      reported = text;
      applied = docked;
      changeActive((workspace) => ({ ...workspace, docked }));
    };
    const forget = registerWorkspace({
      api,
      open: (id, beside) => {
        if (beside) dockBeside(api, id);
        else dock(api, id);
        take();
      },
      close: (id) => {
        const panel = api.getPanel(id);
        if (panel === undefined) return;
        api.removePanel(panel);
        take();
      },
    });
    const stopDrags = followDrags(api);
    apply();
    const stopFollowing = workspaceStore.subscribe(apply);
    const taking = api.onDidLayoutChange(take);
    return () => {
      taking.dispose();
      stopFollowing();
      stopDrags();
      forget();
    };
  }, [api]);
  return (event) => setApi(event.api);
}

/** Whether main has told the workspaces: before that there is nothing to lay out. */
export function useWorkspacesKnown(): boolean {
  return useStore(workspaceStore, ({ arrangement }) => arrangement !== null);
}
