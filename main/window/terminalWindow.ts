import { join } from 'node:path';
import { BrowserWindow, session, WebContentsView } from 'electron';
import type { z } from 'zod';
import type { windowRequests } from '../../app/contract/windowCommands.ts';
import { lockDownSession } from './lockDown.ts';
import { approveUrl, pageScheme, panelsUrl, servePages } from './pageProtocol.ts';

/** A smaller view would show its buttons without what they confirm, so it is not shown at all. */
const leastWidth = 240;
const leastHeight = 120;

type Bounds = z.output<(typeof windowRequests)['placeApproveView']['request']>['bounds'];

/** The theme's background, so that nothing flashes white before the page is drawn. */
const background = '#0b0e13';

/** The window: the panels' page, and over it the approve view in a session of its own that the panels cannot reach. */
export interface TerminalWindow {
  readonly window: BrowserWindow;
  readonly approveView: WebContentsView;
  /** Lays the approve view over these CSS pixels of the panels' page; null hides it. Answers whether anything changed. */
  placeApproveView(bounds: Bounds): boolean;
  load(): Promise<void>;
}

const pagePreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
} as const;

/** @param outFolder holds preload/ and renderer/ */
export function createTerminalWindow(outFolder: string): TerminalWindow {
  const pages = join(outFolder, 'renderer');
  const panelsSession = session.fromPartition('persist:panels');
  const approveSession = session.fromPartition('approve');
  for (const each of [panelsSession, approveSession]) {
    lockDownSession(each, pageScheme);
    servePages(each, pages);
  }
  const window = new BrowserWindow({
    width: 1600,
    height: 1000,
    minWidth: 1280,
    minHeight: 800,
    backgroundColor: background,
    title: 'Syndicate',
    show: false,
    webPreferences: { ...pagePreferences, session: panelsSession, preload: join(outFolder, 'preload', 'panels.cjs') },
  });
  const approveView = new WebContentsView({
    webPreferences: { ...pagePreferences, session: approveSession, preload: join(outFolder, 'preload', 'approve.cjs') },
  });
  approveView.setBackgroundColor(background);
  approveView.setVisible(false);
  window.contentView.addChildView(approveView);
  window.once('ready-to-show', () => window.show());
  return {
    window,
    approveView,
    placeApproveView: (bounds) => place(window, approveView, bounds),
    load: async () => {
      await Promise.all([window.loadURL(panelsUrl), approveView.webContents.loadURL(approveUrl)]);
    },
  };
}

function place(window: BrowserWindow, view: WebContentsView, bounds: Bounds): boolean {
  const before = placeText(view);
  if (bounds === null || bounds.width < leastWidth || bounds.height < leastHeight) view.setVisible(false);
  else layOver(window, view, bounds);
  return placeText(view) !== before;
}

function placeText(view: WebContentsView): string {
  return JSON.stringify([view.getVisible(), view.getBounds()]);
}

function layOver(window: BrowserWindow, view: WebContentsView, bounds: NonNullable<Bounds>): void {
  const zoom = window.webContents.getZoomFactor();
  const [width = 0, height = 0] = window.getContentSize();
  const x = clamp(Math.round(bounds.x * zoom), 0, width);
  const y = clamp(Math.round(bounds.y * zoom), 0, height);
  view.setBounds({
    x,
    y,
    width: Math.min(Math.round(bounds.width * zoom), width - x),
    height: Math.min(Math.round(bounds.height * zoom), height - y),
  });
  view.webContents.setZoomFactor(zoom);
  view.setVisible(true);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
