import { MessageChannelMain, type WebContents } from 'electron';
import { channels } from '../../app/contract/channels.ts';
import type { ChildHandle } from '../process/processHost.ts';

/**
 * Connects the engine with every page of panels by a port of its own, so that the streams do not pass through main: again
 * whenever the engine or a page is a new one.
 */
export class PanelPorts {
  /** Asking a page would not do: it still says that it is loading while it tells that it has loaded. */
  readonly #loaded = new Map<WebContents, boolean>();
  #engine: () => ChildHandle | null = () => null;

  /** Where the engine that runs now is found. */
  followEngine(engine: () => ChildHandle | null): void {
    this.#engine = engine;
  }

  add(page: WebContents): void {
    this.#loaded.set(page, false);
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#loaded.set(page, false);
    });
    page.on('render-process-gone', () => this.#loaded.set(page, false));
    page.on('did-finish-load', () => {
      this.#loaded.set(page, true);
      this.#connectPage(page, this.#engine());
    });
    page.once('destroyed', () => this.#loaded.delete(page));
  }

  connect(engine: ChildHandle): void {
    for (const page of this.#loaded.keys()) this.#connectPage(page, engine);
  }

  #connectPage(page: WebContents, engine: ChildHandle | null): void {
    if (engine === null || this.#loaded.get(page) !== true || page.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    engine.postWithPort({ type: 'panelPort' }, port1);
    page.postMessage(channels.panelPort, null, [port2]);
  }
}
