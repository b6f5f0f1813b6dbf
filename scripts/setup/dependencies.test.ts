import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installedEqualsLocked, missingPackages } from './dependencies.mjs';

const locked = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/@esbuild/darwin-arm64': { version: '0.28.2', optional: true },
  },
};

describe('installedEqualsLocked', () => {
  it('accepts what is installed without the packages of other machines', () => {
    expect(installedEqualsLocked(locked, { packages: { 'node_modules/zod': { version: '4.6.7' } } })).toBe(true);
  });

  it.each([
    ['another version', { packages: { 'node_modules/zod': { version: '4.6.8' } } }],
    ['a missing package', { packages: { 'node_modules/pino': { version: '1.0.0' } } }],
    ['nothing installed', {}],
  ])('refuses %s', (_, installed) => {
    expect(installedEqualsLocked(locked, installed)).toBe(false);
  });

  it('refuses another version of an optional package', () => {
    const installed = {
      packages: {
        'node_modules/zod': { version: '4.6.7' },
        'node_modules/@esbuild/darwin-arm64': { version: '1.0.0' },
      },
    };
    expect(installedEqualsLocked(locked, installed)).toBe(false);
  });

  it('refuses an empty lock file', () => {
    expect(installedEqualsLocked({}, {})).toBe(false);
  });
});

describe('missingPackages', () => {
  it('names what is absent or of another version, also where a package goes under another name', () => {
    const root = mkdtempSync(join(tmpdir(), 'syndicate-packages-'));
    try {
      const dependencies = { zod: '4.6.7', pino: '1.0.0', absent: '1.0.0' };
      const devDependencies = { tasks: 'npm:@scope/other@3.2.0', older: 'npm:@scope/other@3.2.1' };
      writeFileSync(join(root, 'package.json'), JSON.stringify({ dependencies, devDependencies }));
      for (const [name, version] of [
        ['zod', '4.6.7'],
        ['pino', '1.0.1'],
        ['tasks', '3.2.0'],
        ['older', '3.2.0'],
      ] as const) {
        mkdirSync(join(root, 'node_modules', name), { recursive: true });
        writeFileSync(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
      }
      expect(missingPackages(root)).toEqual(['pino', 'absent', 'older']);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
