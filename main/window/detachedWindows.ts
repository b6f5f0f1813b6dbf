import { join } from 'node:path';
import { BrowserWindow, session } from 'electron';
import { channels } from '../../app/contract/channels.ts';
import type { ChartName } from '../../app/contract/charts.ts';
import { type ChartAlertName, detachedRequests } from '../../app/contract/detachedCommands.ts';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import type { windowRequests } from '../../app/contract/windowCommands.ts';
import type { DetachablePanel, DetachedView, WorkspaceEvent, Workspaces } from '../../app/contract/workspace.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { detachedKey } from '../../app/workspace/workspaceFile.ts';
import type { Logger } from '../logging/logs.ts';
import type { WorkspaceStore } from '../settings/workspaceStore.ts';
import { chartMarkHandlers } from './chartHandlers.ts';
import type { ChartMarksDesk } from './chartMarksDesk.ts';
import { reloadCrashedPage } from './crashes.ts';
import type { LinkBroker } from './linkBroker.ts';
import { detachedUrl } from './pageProtocol.ts';
import type { Pages } from './pages.ts';
import type { PanelPorts } from './panelPorts.ts';
import { boundsFor, keepPlacement, watchPlacement } from './placedWindow.ts';
import { serveBridges } from './serveBridge.ts';
import { pagePreferences } from './terminalWindow.ts';
import { bindHaltKey } from './windowKeys.ts';

const leastSize = { width: 420, height: 240 } as const;
const firstSize = { width: 860, height: 520 } as const;

export interface DetachedNeeds {
  /** Holds preload/. */
  readonly outFolder: string;
  readonly workspaces: WorkspaceStore;
  readonly links: LinkBroker;
  readonly chartMarks: ChartMarksDesk;
  readonly pages: Pages;
  readonly ports: PanelPorts;
  readonly log: Logger;
  /** Tells the terminal's page, which alone changes workspaces. */
  readonly tell: (event: WorkspaceEvent) => void;
  readonly ground: () => string;
  readonly scale: () => number;
}

/** What a detached window may ask that concerns more than itself. */
export type DetachedWork = Pick<
  RequestHandlers<typeof windowRequests>,
  'halt' | 'processes' | 'disk' | 'engineHealth' | 'logLines' | 'copyDiagnostics' | ChartAlertName | ChartName
>;

interface Detached {
  readonly panel: DetachablePanel;
  readonly window: BrowserWindow;
  view: DetachedView;
}

/**
 * The windows of detached panels. They follow the workspace on show: a panel it calls detached has a window, no other has.
 * Each has a page and a port of its own, and may ask far less than the terminal's window.
 */
export class DetachedWindows {
  readonly #needs: DetachedNeeds;
  readonly #open = new Map<DetachablePanel, Detached>();
  #workspace = '';

  constructor(needs: DetachedNeeds) {
    this.#needs = needs;
  }

  /** Answers the windows' requests. Once, before the first is opened. */
  serve(work: DetachedWork): void {
    serveBridges(channels.detachedRequest, detachedRequests, (sender) => {
      const detached = [...this.#open.values()].find(({ window }) => window.webContents === sender);
      if (detached === undefined) return null;
      return {
        owner: { contents: detached.window.webContents, origin: detachedUrl },
        handlers: this.#handlers(detached, work),
      };
    });
    this.#halt = () => void work.halt({});
  }

  #halt: () => void = () => undefined;

  /** Opens and closes windows until they are those of the workspace on show, and tells them their link groups. */
  follow({ active, workspaces }: Workspaces): void {
    const workspace = workspaces.find(({ id }) => id === active);
    if (workspace === undefined) return;
    const { detached, links } = workspace;
    // Another workspace's window of the same panel has another place.
    const staying = active === this.#workspace ? detached : [];
    for (const panel of [...this.#open.keys()]) if (!staying.includes(panel)) this.#close(panel);
    this.#workspace = active;
    for (const panel of detached) {
      const view: DetachedView = { panel, group: links[panel] ?? null };
      const open = this.#open.get(panel);
      if (open === undefined) this.#openWindow(view);
      else {
        open.view = view;
        this.#tellView(open);
      }
    }
  }

  /** Brings a panel's window to the front. */
  show(panel: DetachablePanel): void {
    const window = this.#open.get(panel)?.window;
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  }

  /** With the terminal's window: their panels are detached still when it opens again. */
  closeAll(): void {
    for (const panel of [...this.#open.keys()]) this.#close(panel);
  }

  applyTheme(): void {
    for (const { window } of this.#open.values()) {
      window.setBackgroundColor(this.#needs.ground());
      window.webContents.setZoomFactor(this.#needs.scale());
    }
  }

  #close(panel: DetachablePanel): void {
    const window = this.#open.get(panel)?.window;
    this.#open.delete(panel);
    window?.close();
  }

  #openWindow(view: DetachedView): void {
    const { panel } = view;
    const { outFolder, workspaces, links, pages, ports, log, tell, ground } = this.#needs;
    const key = detachedKey(this.#workspace, panel);
    const stood = workspaces.current.windows.detached[key];
    const window = new BrowserWindow({
      ...(stood === undefined ? firstSize : boundsFor(stood, leastSize)),
      minWidth: leastSize.width,
      minHeight: leastSize.height,
      backgroundColor: ground(),
      title: 'Syndicate',
      show: false,
      webPreferences: {
        ...pagePreferences,
        session: session.fromPartition('persist:panels'),
        preload: join(outFolder, 'preload', 'detached.cjs'),
      },
    });
    const page = window.webContents;
    const detached: Detached = { panel, window, view };
    this.#open.set(panel, detached);
    window.setMenuBarVisibility(false);
    if (stood?.maximised === true) window.maximize();
    watchPlacement(
      window,
      keepPlacement(log, (placement) => workspaces.place({ detached: key }, placement)),
    );
    window.once('ready-to-show', () => window.showInactive());
    window.on('closed', () => {
      // Closed by a person, and not because its workspace is no longer on show.
      if (this.#open.get(panel) !== detached) return;
      this.#open.delete(panel);
      tell({ kind: 'docked', panel });
    });
    page.on('did-finish-load', () => {
      page.setZoomFactor(this.#needs.scale());
      this.#tellView(detached);
    });
    links.add(page);
    pages.add(page);
    ports.add(page);
    bindHaltKey(page, () => this.#halt());
    reloadCrashedPage(page, `detached ${panel}`, log);
    page.loadURL(detachedUrl).catch((error: unknown) => {
      if (!window.isDestroyed()) log.error({ panel, error: String(error) }, 'a detached panel could not be loaded');
    });
  }

  #tellView({ window, view }: Detached): void {
    if (!window.isDestroyed()) window.webContents.send(channels.detachedView, view);
  }

  #handlers({ panel, window }: Detached, work: DetachedWork): RequestHandlers<typeof detachedRequests> {
    const { links, chartMarks, tell } = this.#needs;
    return {
      ...detachedWork(work),
      ...chartMarkHandlers(chartMarks, window.webContents),
      link: (move) => {
        if (move.driver !== panel)
          throw new ExpectedError('LINK_FORBIDDEN', 'this window drives its link group as its own panel only', {
            advice: 'This is a bug or an attack.',
          });
        links.move(window.webContents, move);
        return {};
      },
      chooseGroup: ({ group }) => {
        tell({ kind: 'linked', panel, group });
        return {};
      },
      dock: () => {
        window.close();
        return {};
      },
    };
  }
}

/** What it may ask of all that the terminal's window may, and nothing else. */
function detachedWork(work: DetachedWork): DetachedWork {
  const { halt, processes, disk, engineHealth, logLines, copyDiagnostics } = work;
  const { alerts, keepAlertRule, removeAlertRule } = work;
  const { chartSeries, chartPage, chartBar, chartStudies, chartProfile, studyCatalogue } = work;
  const charts = { chartSeries, chartPage, chartBar, chartStudies, chartProfile, studyCatalogue };
  return {
    halt,
    processes,
    disk,
    engineHealth,
    logLines,
    copyDiagnostics,
    alerts,
    keepAlertRule,
    removeAlertRule,
    ...charts,
  };
}
