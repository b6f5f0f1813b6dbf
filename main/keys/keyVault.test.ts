import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openKeyVault } from './keyVault.ts';
import { passphraseSeal } from './passphraseSeal.ts';
import { takePassphrase } from './takePassphrase.ts';

const folderFor = (): string => mkdtempSync(join(tmpdir(), 'keys-'));

describe('without a seal', () => {
  it('has a key per epoch that never touches the disk', async () => {
    const folder = folderFor();
    const vault = openKeyVault(folder, null);
    const first = await vault.unseal('a', 'wallet');
    expect(first).toMatch(/^0x[0-9a-f]{64}$/);
    expect(await vault.unseal('a', 'wallet')).toBe(first);
    expect(await vault.unseal('a', 'relay')).not.toBe(first);
    expect(await vault.unseal('a', 'relay')).toBe(await vault.unseal('a', 'relay'));
    expect(await vault.unseal('b', 'wallet')).not.toBe(first);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('with a passphrase', () => {
  it("keeps one key, sealed, its owner's alone", async () => {
    const folder = folderFor();
    const key = await openKeyVault(folder, passphraseSeal('correct horse')).unseal('a', 'wallet');
    expect(await openKeyVault(folder, passphraseSeal('correct horse')).unseal('b', 'wallet')).toBe(key);
    const relay = await openKeyVault(folder, passphraseSeal('correct horse')).unseal('a', 'relay');
    expect(relay).not.toBe(key);
    expect(await openKeyVault(folder, passphraseSeal('correct horse')).unseal('b', 'relay')).toBe(relay);
    expect(readFileSync(join(folder, 'relay-key.json'), 'utf8')).not.toContain(relay.slice(2));
    const path = join(folder, 'keys.json');
    expect(readFileSync(path, 'utf8')).not.toContain(key.slice(2));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
  it('opens by no other passphrase, and not once changed', async () => {
    const folder = folderFor();
    const seal = passphraseSeal('correct horse');
    await openKeyVault(folder, seal).unseal('a', 'wallet');
    await expect(openKeyVault(folder, passphraseSeal('wrong')).unseal('a', 'wallet')).rejects.toMatchObject({
      code: 'KEY_NOT_OPENED',
    });
    const path = join(folder, 'keys.json');
    const file = JSON.parse(readFileSync(path, 'utf8')) as { sealed: string };
    const bytes = Buffer.from(file.sealed, 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(path, JSON.stringify({ ...file, sealed: bytes.toString('base64') }));
    await expect(openKeyVault(folder, seal).unseal('a', 'wallet')).rejects.toMatchObject({ code: 'KEY_NOT_OPENED' });
  });
  it('never makes a new key over a file it cannot read, or one sealed otherwise', async () => {
    const folder = folderFor();
    const path = join(folder, 'keys.json');
    for (const text of ['{', JSON.stringify({ version: 1, sealedBy: 'keyring', sealed: 'AAAA' })]) {
      writeFileSync(path, text);
      await expect(openKeyVault(folder, passphraseSeal('x')).unseal('a', 'wallet')).rejects.toMatchObject({
        code: 'KEY_NOT_OPENED',
      });
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });
});

it('takes the passphrase out of the environment', () => {
  const env = { SYNDICATE_PASSPHRASE: 'secret', PATH: '/bin' };
  expect(takePassphrase(env)).toBe('secret');
  expect(env).toEqual({ PATH: '/bin' });
  expect(takePassphrase({})).toBeNull();
});
