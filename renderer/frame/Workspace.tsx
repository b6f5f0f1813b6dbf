import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import { type JSX, useEffect, useState } from 'react';
import { PanelBoundary } from '../components/PanelBoundary.tsx';
import { isPanelId, panels } from '../panels/registry.tsx';
import { setCover } from '../state/covers.ts';
import { restoreLayout, saveLayout } from './layout.ts';
import { registerWorkspace } from './workspaceApi.ts';

const theme: DockviewTheme = {
  name: 'syndicate',
  className: 'dockview-theme-syndicate',
  gap: 0,
  dndTabIndicator: 'line',
  tabGroupIndicator: 'none',
};

function DockedPanel({ api }: IDockviewPanelProps): JSX.Element | null {
  if (!isPanelId(api.id)) return null;
  const { Body, title } = panels[api.id];
  return (
    <section data-panel={api.id} aria-label={title} tabIndex={-1} className="h-full bg-panel outline-none">
      <PanelBoundary title={title}>
        <Body />
      </PanelBoundary>
    </section>
  );
}

function Tab({ api }: IDockviewPanelHeaderProps): JSX.Element | null {
  if (!isPanelId(api.id)) return null;
  const { title, linkGroup } = panels[api.id];
  return (
    <span className="flex h-full items-center gap-2 px-2 font-semibold">
      {linkGroup === null ? null : (
        <span
          className="flex size-3.5 items-center justify-center rounded-sm bg-accent text-[9px] font-bold text-ground"
          title={`Link group ${linkGroup}: these panels show the same selection`}
        >
          {linkGroup}
        </span>
      )}
      {title}
    </span>
  );
}

function HeaderControls({ activePanel }: IDockviewHeaderActionsProps): JSX.Element | null {
  if (activePanel === undefined || !isPanelId(activePanel.id)) return null;
  const { Controls } = panels[activePanel.id];
  if (Controls === null) return null;
  return (
    <span className="flex h-full items-center gap-1">
      <Controls />
    </span>
  );
}

function HeaderFacts({ activePanel }: IDockviewHeaderActionsProps): JSX.Element | null {
  if (activePanel === undefined || !isPanelId(activePanel.id)) return null;
  const { Facts } = panels[activePanel.id];
  return (
    <span className="flex h-full items-center truncate px-2 text-caption whitespace-nowrap text-ink-3">
      <Facts />
    </span>
  );
}

const components = { panel: DockedPanel };

/** While a border or a tab is dragged the approve view must not swallow the pointer. */
function coverWhileDragging(event: React.PointerEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('.dv-sash') === null || target === null) return;
  setCover('resize', true);
  const done = (): void => {
    setCover('resize', false);
    window.removeEventListener('pointerup', done);
    window.removeEventListener('pointercancel', done);
  };
  window.addEventListener('pointerup', done);
  window.addEventListener('pointercancel', done);
}

function followDrags(api: DockviewApi): () => void {
  const begin = (): void => setCover('drag', true);
  const end = (): void => setCover('drag', false);
  const subscriptions = [api.onWillDragPanel(begin), api.onWillDragGroup(begin)];
  window.addEventListener('dragend', end);
  window.addEventListener('pointerup', end);
  return () => {
    for (const subscription of subscriptions) subscription.dispose();
    window.removeEventListener('dragend', end);
    window.removeEventListener('pointerup', end);
    end();
  };
}

/** The docked panels. Their arrangement is kept between starts. */
export function Workspace(): JSX.Element {
  const [api, setApi] = useState<DockviewApi | null>(null);
  useEffect(() => {
    if (api === null) return;
    const forget = registerWorkspace(api);
    const stopDrags = followDrags(api);
    restoreLayout(api, localStorage);
    const saving = api.onDidLayoutChange(() => saveLayout(api, localStorage));
    return () => {
      saving.dispose();
      stopDrags();
      forget();
    };
  }, [api]);
  return (
    <main className="min-h-0 flex-1" onPointerDownCapture={coverWhileDragging}>
      <DockviewReact
        theme={theme}
        components={components}
        defaultTabComponent={Tab}
        leftHeaderActionsComponent={HeaderControls}
        rightHeaderActionsComponent={HeaderFacts}
        disableFloatingGroups
        onReady={(event: DockviewReadyEvent) => setApi(event.api)}
      />
    </main>
  );
}
