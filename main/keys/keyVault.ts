import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../../app/domain/errors.ts';
import { readFileIfPresent, writeFileAtomically } from '../atomicFile.ts';
import type { Seal } from './seal.ts';

/** Order of the secp256k1 group: a private key is a number from 1 to this less one. */
const groupOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const keyFileSchema = z.strictObject({
  version: z.literal(1),
  sealedBy: z.enum(['keyring', 'passphrase']),
  sealed: z.string().max(4096),
});

/** The wallet's key signs transactions; the relay key signs requests to relays, which know us by it, and holds no money. */
export type KeyName = 'wallet' | 'relay';

const keyFiles: Readonly<Record<KeyName, string>> = { wallet: 'keys.json', relay: 'relay-key.json' };

/** Where the keys come from. Main asks, hands them to the signer and keeps no copy. */
export interface KeyVault {
  /** How the key is kept, in words for the about panel. */
  readonly description: string;
  /** A key of an epoch as 32 bytes of hex. The same epoch gets the same key, also for a signer that was restarted. */
  unseal(epochId: string, name: KeyName): Promise<string>;
}

/**
 * The vault of a data folder. With a seal each key is in a file of its own and only there; without one each epoch has keys of
 * its own that never touch the disk, which is allowed on a devnet only. Ephemeral keys are the ones that main has to
 * remember: a signer that died has no other place to get them back from.
 */
export function openKeyVault(root: string, seal: Seal | null): KeyVault {
  if (seal === null) return ephemeralVault();
  return {
    description: seal.kind === 'keyring' ? "sealed by the operating system's keyring" : 'sealed by a passphrase',
    unseal: async (_epochId, name) => {
      const path = join(root, keyFiles[name]);
      const text = readFileIfPresent(path);
      if (text !== null) return seal.open(readSealed(path, text, seal.kind));
      const privateKey = newPrivateKey();
      const sealed = await seal.seal(privateKey);
      writeFileAtomically(path, `${JSON.stringify({ version: 1, sealedBy: seal.kind, sealed })}\n`);
      return privateKey;
    },
  };
}

function ephemeralVault(): KeyVault {
  let current: { epochId: string; keys: Readonly<Record<KeyName, string>> } | null = null;
  return {
    description: 'made for this devnet epoch, in memory only',
    unseal: async (epochId, name) => {
      if (current?.epochId !== epochId)
        current = { epochId, keys: { wallet: newPrivateKey(), relay: newPrivateKey() } };
      return current.keys[name];
    },
  };
}

function newPrivateKey(): string {
  for (;;) {
    const key = `0x${randomBytes(32).toString('hex')}`;
    if (BigInt(key) > 0n && BigInt(key) < groupOrder) return key;
  }
}

function readSealed(path: string, text: string, kind: Seal['kind']): string {
  const parsed = keyFileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new ExpectedError('KEY_NOT_OPENED', `${path} is not a key file`, {
      advice: 'Put back your copy of it; without it the key is lost.',
      facts: { path },
    });
  }
  if (parsed.data.sealedBy !== kind) {
    const needed =
      parsed.data.sealedBy === 'keyring' ? "the operating system's keyring" : 'a passphrase in SYNDICATE_PASSPHRASE';
    throw new ExpectedError('KEY_NOT_OPENED', `the key is sealed by another means: it needs ${needed}`, {
      advice: `Start with ${needed}.`,
      facts: { path },
    });
  }
  return parsed.data.sealed;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
