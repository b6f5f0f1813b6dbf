import { safeStorage } from 'electron';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { Seal } from './seal.ts';

/** Seals by the operating system's keyring; null where there is none, or only Linux's `basic_text`, which hides nothing. */
export function keyringSeal(): Seal | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()))
    return null;
  return {
    kind: 'keyring',
    seal: async (secret) => safeStorage.encryptString(secret).toString('base64'),
    open: async (sealed) => {
      try {
        return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
      } catch (cause) {
        throw new ExpectedError('KEY_NOT_OPENED', 'the keyring does not open the sealed key', {
          advice: 'Unlock the keyring of the user who made the key, then start again.',
          cause,
        });
      }
    },
  };
}
