import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { chooseElectron, FALLBACK } from './electron-choice.mjs';

const unreachable = async () => ({ ok: false as const, reason: 'nothing arrived in 9 s' });

function situation(over: object = {}) {
  return {
    officialInstalled: false,
    fallbackRemembered: false,
    fallbackRuns: true,
    fallbackIntegrity: FALLBACK.integrity as string | undefined,
    download: vi.fn(unreachable),
    ...over,
  };
}

describe('chooseElectron', () => {
  it('takes the official one where it is installed, whatever is remembered', async () => {
    const where = situation({ officialInstalled: true, fallbackRemembered: true });
    expect(await chooseElectron(where)).toEqual({ official: true });
    expect(where.download).not.toHaveBeenCalled();
  });

  it('downloads the official one first', async () => {
    const download = vi.fn(async () => ({ ok: true as const }));
    expect(await chooseElectron(situation({ download }))).toEqual({ official: true });
  });

  it('takes the fallback when the download fails, and says why', async () => {
    expect(await chooseElectron(situation())).toEqual({ official: false, reason: 'nothing arrived in 9 s' });
  });

  it('does not try again what it remembers', async () => {
    const where = situation({ fallbackRemembered: true });
    expect(await chooseElectron(where)).toMatchObject({ official: false });
    expect(where.download).not.toHaveBeenCalled();
  });

  it.each([true, false])('refuses a fallback with another hash (remembered: %s)', async (fallbackRemembered) => {
    const where = situation({ fallbackRemembered, fallbackIntegrity: 'sha512-other' });
    await expect(chooseElectron(where)).rejects.toThrow('it will not be run');
    await expect(chooseElectron({ ...where, fallbackIntegrity: undefined })).rejects.toThrow('it will not be run');
  });

  it('fails with the command to run where there is no fallback', async () => {
    const where = situation({ fallbackRuns: false, fallbackRemembered: true });
    await expect(chooseElectron(where)).rejects.toMatchObject({ command: 'node node_modules/electron/install.js' });
  });

  it('finds its pin in the lock file', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    expect(lock.packages[`node_modules/${FALLBACK.name}`]).toMatchObject({
      version: FALLBACK.version,
      integrity: FALLBACK.integrity,
    });
  });
});
