import { DropdownMenu } from 'radix-ui';
import { type JSX, useEffect, useState } from 'react';
import type { DetachedView } from '../../app/contract/workspace.ts';
import { PanelBoundary } from '../components/PanelBoundary.tsx';
import { PanelState } from '../components/PanelState.tsx';
import { FeedNotice } from '../frame/FeedNotice.tsx';
import { LinkChip } from '../frame/LinkChip.tsx';
import { LinkGroupItems } from '../frame/LinkGroupItems.tsx';
import { Menu } from '../frame/Menu.tsx';
import { HaltButton, ModeBadge } from '../frame/ModeAndStop.tsx';
import { Notices } from '../frame/Notices.tsx';
import { panels } from '../panels/registry.tsx';
import { chooseGroup, dockAgain } from '../state/commands.ts';
import { setLinkGroups } from '../state/links.ts';

/** The panel of this window, which main tells. */
function useView(): DetachedView | null {
  const [view, setView] = useState<DetachedView | null>(null);
  useEffect(
    () =>
      window.syndicateDetached.onView((next) => {
        setLinkGroups(next.group === null ? {} : { [next.panel]: next.group });
        document.title = `${panels[next.panel].title} · Syndicate`;
        setView(next);
      }),
    [],
  );
  return view;
}

function DetachedPanel({ panel }: DetachedView): JSX.Element {
  const { title, Body, Controls, Facts, shows, help } = panels[panel];
  return (
    <>
      <header className="flex h-[34px] shrink-0 items-center gap-2 bg-panel px-2">
        <Menu name={`panel-${panel}`} trigger={<LinkChip panel={panel} />}>
          <p className="max-w-72 px-2 pt-1 text-ink-2">{shows}</p>
          <p className="max-w-72 px-2 py-1 text-caption text-ink-3">{help}</p>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <LinkGroupItems panel={panel} onChoose={(group) => void chooseGroup(group)} />
        </Menu>
        <h1 className="font-semibold whitespace-nowrap">{title}</h1>
        {Controls === null ? null : (
          <span className="flex min-w-0 items-center gap-1 overflow-hidden">
            <Controls />
          </span>
        )}
        <span className="min-w-0 flex-1 truncate text-right text-caption text-ink-3">
          <Facts />
        </span>
        <button
          type="button"
          data-testid="dock"
          className="h-6 rounded-sm bg-raised px-2.5 whitespace-nowrap text-ink-2 hover:text-ink"
          onClick={() => void dockAgain()}
        >
          Dock again
        </button>
        <ModeBadge />
        <HaltButton />
      </header>
      <div aria-hidden className="h-0.5 shrink-0 bg-frame" />
      <FeedNotice />
      <main className="min-h-0 flex-1">
        <section data-panel={panel} aria-label={title} tabIndex={-1} className="h-full bg-panel outline-none">
          <PanelBoundary title={title}>
            <Body />
          </PanelBoundary>
        </section>
      </main>
    </>
  );
}

/** A window with one panel: its header, the mode's line and the stop, as in the terminal. */
export function DetachedPage(): JSX.Element {
  const view = useView();
  return (
    <div className="app-frame flex h-full flex-col">
      {view === null ? <PanelState title="Asking which panel this is" /> : <DetachedPanel {...view} />}
      <Notices />
    </div>
  );
}
