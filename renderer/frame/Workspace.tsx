import {
  DockviewReact,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import type { JSX } from 'react';
import { PanelBoundary } from '../components/PanelBoundary.tsx';
import { PanelState } from '../components/PanelState.tsx';
import { isPanelId, panels } from '../panels/registry.tsx';
import { setCover } from '../state/covers.ts';
import { useActiveWorkspace } from '../state/workspaces.ts';
import { PanelMenu } from './PanelMenu.tsx';
import { useDocking, useWorkspacesKnown } from './useDocking.ts';

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
    <section
      data-panel={api.id}
      aria-label={`${title}: what it shows`}
      tabIndex={-1}
      className="h-full bg-panel outline-none"
    >
      <PanelBoundary title={title}>
        <Body />
      </PanelBoundary>
    </section>
  );
}

function Tab({ api }: IDockviewPanelHeaderProps): JSX.Element | null {
  if (!isPanelId(api.id)) return null;
  return (
    <span data-testid={`tab-${api.id}`} className="flex h-full items-center px-2 font-semibold">
      {panels[api.id].title}
    </span>
  );
}

/** Before the tabs, not in them: a control within a tab cannot be told from it by a reader of screens. */
function HeaderMenu({ activePanel }: IDockviewHeaderActionsProps): JSX.Element | null {
  if (activePanel === undefined || !isPanelId(activePanel.id)) return null;
  return (
    <span className="flex h-full items-center pl-2">
      <PanelMenu key={activePanel.id} panel={activePanel.id} />
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
  // Too narrow, it is cut at its beginning: the age stands last.
  return (
    <span dir="rtl" className="block truncate px-2 text-caption leading-[25px] text-ink-3">
      <bdi dir="ltr">
        <Facts />
      </bdi>
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

/** The docked panels of the workspace on show. Main keeps their arrangement between starts. */
export function Workspace(): JSX.Element {
  const known = useWorkspacesKnown();
  const locked = useActiveWorkspace()?.locked ?? true;
  const onReady = useDocking();
  return (
    <main className="min-h-0 flex-1" data-locked={locked} onPointerDownCapture={coverWhileDragging}>
      {known ? (
        <DockviewReact
          theme={theme}
          components={components}
          defaultTabComponent={Tab}
          prefixHeaderActionsComponent={HeaderMenu}
          leftHeaderActionsComponent={HeaderControls}
          rightHeaderActionsComponent={HeaderFacts}
          disableFloatingGroups
          // The same drag for mouse, pen and touch; nothing can be dragged out of the window or into it.
          dndStrategy="pointer"
          disableDnd={locked}
          locked={locked}
          onReady={onReady}
        />
      ) : (
        <PanelState title="Asking for the saved workspaces" />
      )}
    </main>
  );
}
