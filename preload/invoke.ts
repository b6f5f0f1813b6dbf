import { ipcRenderer } from 'electron';
import type { BridgeAnswer } from '../app/contract/bridge.ts';

/**
 * Asks main over one fixed channel. Never rejects: a channel that is closed is a failure like any other.
 */
export async function invoke<T>(channel: string, name: string, body: unknown): Promise<BridgeAnswer<T>> {
  try {
    return await ipcRenderer.invoke(channel, { name, body });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'REQUEST_CLOSED', message, advice: 'Start the terminal again.' };
  }
}
