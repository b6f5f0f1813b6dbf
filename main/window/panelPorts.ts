import { MessageChannelMain, type WebContents } from 'electron';
import { channels } from '../../app/contract/channels.ts';
import type { ChildHandle } from '../process/processHost.ts';

/**
 * Connects the engine with a page by a port of their own, so that the stream does not pass through main: again whenever
 * the engine or the page is a new one.
 */
export class PanelPorts {
  readonly #page: WebContents;
  readonly #engine: () => ChildHandle | null;
  /** Asking the page would not do: it still says that it is loading while it tells that it has loaded. */
  #loaded = false;

  constructor(page: WebContents, engine: () => ChildHandle | null) {
    this.#page = page;
    this.#engine = engine;
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#loaded = false;
    });
    page.on('render-process-gone', () => {
      this.#loaded = false;
    });
    page.on('did-finish-load', () => {
      this.#loaded = true;
      this.connect(this.#engine());
    });
  }

  connect(engine: ChildHandle | null): void {
    if (engine === null || !this.#loaded || this.#page.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    engine.postWithPort({ type: 'panelPort' }, port1);
    this.#page.postMessage(channels.panelPort, null, [port2]);
  }
}
