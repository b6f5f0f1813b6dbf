import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { Seal } from './seal.ts';

/** scrypt cost: 2^17 rounds of 8 blocks take 128 MiB and about half a second, once per start. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const saltBytes = 16;
const ivBytes = 12;
const tagBytes = 16;

/** Seals by a passphrase: AES-256-GCM under a key from scrypt. Layout: salt, iv, tag, ciphertext. */
export function passphraseSeal(passphrase: string): Seal {
  return {
    kind: 'passphrase',
    seal: async (secret) => {
      const salt = randomBytes(saltBytes);
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), iv);
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([salt, iv, cipher.getAuthTag(), text]).toString('base64');
    },
    open: async (sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      const iv = bytes.subarray(saltBytes, saltBytes + ivBytes);
      const tag = bytes.subarray(saltBytes + ivBytes, saltBytes + ivBytes + tagBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, bytes.subarray(0, saltBytes)), iv, {
          authTagLength: tagBytes,
        });
        decipher.setAuthTag(tag);
        const text = bytes.subarray(saltBytes + ivBytes + tagBytes);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new ExpectedError('KEY_NOT_OPENED', 'the passphrase does not open the sealed key', {
          advice: 'Set SYNDICATE_PASSPHRASE to the passphrase the key was sealed with.',
          cause,
        });
      }
    },
  };
}

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, cost, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
