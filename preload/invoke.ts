import { ipcRenderer } from 'electron';
import type { Result } from '../app/domain/result.ts';

/**
 * Asks main over one fixed channel. Never rejects: a channel that is closed is a failure like any other.
 */
export async function invoke<T>(channel: string, name: string, body: unknown): Promise<Result<T>> {
  try {
    return await ipcRenderer.invoke(channel, { name, body });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'REQUEST_CLOSED', message, advice: 'Start the terminal again.' };
  }
}
