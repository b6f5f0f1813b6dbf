import { type BrowserWindow, screen } from 'electron';
import {
  type Display,
  type LeastSize,
  type Placement,
  placeOnDisplays,
  type Rectangle,
} from '../../app/workspace/placement.ts';
import type { Logger } from '../logging/logs.ts';

/** A window that is dragged says where it is many times a second. */
const settlesAfterMs = 500;

function displayOf({ id, workArea }: Electron.Display): Display {
  return { id, workArea };
}

/** The bounds for a window that stood there, on the displays there are now; after the app is ready. */
export function boundsFor(placement: Placement, least: LeastSize): Rectangle {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return placeOnDisplays(placement, [primary, ...others].map(displayOf), least);
}

/** A place that cannot be written is lost; that is no reason to end. */
export function keepPlacement(log: Logger, keep: (placement: Placement) => void): (placement: Placement) => void {
  return (placement) => {
    try {
      keep(placement);
    } catch (error) {
      log.warn({ error: String(error) }, 'the place of a window was not kept');
    }
  };
}

/** Tells where the window stands, once it has come to rest and again before it closes. */
export function watchPlacement(window: BrowserWindow, onPlaced: (placement: Placement) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed() || window.isMinimized()) return;
    const bounds = window.getNormalBounds();
    onPlaced({
      bounds,
      maximised: window.isMaximized(),
      display: displayOf(screen.getDisplayMatching(window.getBounds())),
    });
  };
  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(tell, settlesAfterMs);
  };
  window.on('resize', settle);
  window.on('move', settle);
  window.on('maximize', settle);
  window.on('unmaximize', settle);
  window.on('close', () => {
    if (timer !== undefined) tell();
  });
}
