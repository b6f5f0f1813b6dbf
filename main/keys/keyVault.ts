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

/** Where the trading key comes from. Main asks, hands the key to the signer and keeps no copy. */
export interface KeyVault {
  /** How the key is kept, in words for the about panel. */
  readonly description: string;
  /** The key of an epoch as 32 bytes of hex. The same epoch gets the same key, also for a signer that was restarted. */
  unseal(epochId: string): Promise<string>;
}

/**
 * The vault of a data folder. With a seal the key is in keys.json and only there; without one each epoch has a key of
 * its own that never touches the disk, which is allowed on a devnet only. An ephemeral key is the one key main has to
 * remember: a signer that died has no other place to get it back from.
 */
export function openKeyVault(root: string, seal: Seal | null): KeyVault {
  if (seal === null) return ephemeralVault();
  const path = join(root, 'keys.json');
  return {
    description: seal.kind === 'keyring' ? "sealed by the operating system's keyring" : 'sealed by a passphrase',
    unseal: async () => {
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
  let current: { epochId: string; privateKey: string } | null = null;
  return {
    description: 'made for this devnet epoch, in memory only',
    unseal: async (epochId) => {
      if (current?.epochId !== epochId) current = { epochId, privateKey: newPrivateKey() };
      return current.privateKey;
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
