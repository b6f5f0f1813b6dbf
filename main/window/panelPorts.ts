import { MessageChannelMain, type WebContents } from 'electron';
import { channels } from '../../app/contract/channels.ts';
import type { ChildHandle } from '../process/processHost.ts';

/** Connects the engine with a page by a port of their own, so that the stream does not pass through main. */
export function connectPanels(engine: ChildHandle | null, page: WebContents): void {
  if (engine === null || page.isDestroyed() || page.isLoadingMainFrame()) return;
  const { port1, port2 } = new MessageChannelMain();
  engine.postWithPort({ type: 'panelPort' }, port1);
  page.postMessage(channels.panelPort, null, [port2]);
}
