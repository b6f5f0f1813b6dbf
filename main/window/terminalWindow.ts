import { join } from 'node:path';
import { BrowserWindow, nativeTheme, session, WebContentsView } from 'electron';
import { channels } from '../../app/contract/channels.ts';
import type { Theme } from '../../app/contract/windowCommands.ts';
import type { Placement } from '../../app/workspace/placement.ts';
import { ApprovePlace, type PlaceBounds } from './approvePlace.ts';
import { lockDownSession } from './lockDown.ts';
import { approveUrl, pageScheme, panelsUrl, servePages } from './pageProtocol.ts';
import { boundsFor, watchPlacement } from './placedWindow.ts';

/** The grounds of the pages' themes, so that nothing flashes in another colour before a page is drawn. */
const grounds = { dark: '#0b0e13', light: '#e9edf2' } as const;

/** The window: the panels' page, and over it the approve view in a session of its own that the panels cannot reach. */
export interface TerminalWindow {
  readonly window: BrowserWindow;
  readonly approveView: WebContentsView;
  /** Lays the approve view over these CSS pixels of the panels' page; null hides it. Answers whether anything changed. */
  placeApproveView(bounds: PlaceBounds): boolean;
  /** Moves the keyboard into the approve view, or from there to the panels. Answers false while it is out of sight. */
  switchPage(): boolean;
  /** The ground of the theme that was chosen. */
  readonly ground: string;
  /** How large everything is drawn, 1 being as it is. */
  readonly scale: number;
  applyTheme(theme: Theme): void;
  load(): Promise<void>;
}

/** Of every page, whatever it shows. */
export const pagePreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
} as const;

const leastSize = { width: 1280, height: 800 } as const;

/** Where the window stood last time, null at the first, and who is told where it stands. */
export interface WindowPlace {
  readonly stood: Placement | null;
  readonly onPlaced: (placement: Placement) => void;
}

/** @param outFolder holds preload/ and renderer/ */
export function createTerminalWindow(outFolder: string, { stood, onPlaced }: WindowPlace): TerminalWindow {
  const pages = join(outFolder, 'renderer');
  const panelsSession = session.fromPartition('persist:panels');
  const approveSession = session.fromPartition('approve');
  for (const each of [panelsSession, approveSession]) {
    lockDownSession(each, pageScheme);
    servePages(each, pages);
  }
  const window = new BrowserWindow({
    ...(stood === null ? { width: 1600, height: 1000 } : boundsFor(stood, leastSize)),
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    backgroundColor: grounds.dark,
    title: 'Syndicate',
    show: false,
    webPreferences: { ...pagePreferences, session: panelsSession, preload: join(outFolder, 'preload', 'panels.cjs') },
  });
  const approveView = new WebContentsView({
    webPreferences: { ...pagePreferences, session: approveSession, preload: join(outFolder, 'preload', 'approve.cjs') },
  });
  approveView.setBackgroundColor(grounds.dark);
  approveView.setVisible(false);
  window.contentView.addChildView(approveView);
  // A bar that Alt brings back would push the panels down at each Alt+1; the accelerators of its menus work without it.
  window.setMenuBarVisibility(false);
  if (stood?.maximised === true) window.maximize();
  watchPlacement(window, onPlaced);
  window.once('ready-to-show', () => window.show());
  const panels = window.webContents;
  const approve = approveView.webContents;
  const place = new ApprovePlace(window, approveView);
  let theme: Theme = { appearance: 'dark', palette: 'standard', scalePercent: 100, motion: 'system' };
  approve.on('did-finish-load', () => approve.send(channels.approveTheme, theme));
  return {
    window,
    approveView,
    placeApproveView: (bounds) => place.lay(bounds),
    switchPage: () => place.switchPage(),
    get ground() {
      return grounds[theme.appearance];
    },
    get scale() {
      return theme.scalePercent / 100;
    },
    applyTheme: (chosen) => {
      panels.setZoomFactor(chosen.scalePercent / 100);
      theme = chosen;
      nativeTheme.themeSource = theme.appearance;
      window.setBackgroundColor(grounds[theme.appearance]);
      approveView.setBackgroundColor(grounds[theme.appearance]);
      approve.send(channels.approveTheme, theme);
    },
    load: async () => {
      await Promise.all([panels.loadURL(panelsUrl), approve.loadURL(approveUrl)]);
    },
  };
}
