import { ipcRenderer } from 'electron';
import { channels } from '../app/contract/channels.ts';

/** Called when alert rules have changed, or one has spoken. Returns how to stop. */
export function onAlertRules(listener: () => void): () => void {
  const receive = (): void => listener();
  ipcRenderer.on(channels.alertRules, receive);
  return () => {
    ipcRenderer.off(channels.alertRules, receive);
  };
}
