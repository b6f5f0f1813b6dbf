import { ipcRenderer } from 'electron';
import { panelPortMessage } from '../app/contract/bridge.ts';
import { channels } from '../app/contract/channels.ts';

/** A MessagePort cannot pass through a bridge's functions; the page's own message event can carry it. */
export function passPanelPorts(): void {
  ipcRenderer.on(channels.panelPort, (event) => {
    window.postMessage({ type: panelPortMessage }, window.location.origin, [...event.ports]);
  });
}
