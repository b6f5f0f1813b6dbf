import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type LockedPackage, missingBuilds } from './complete-lock.mjs';

const lock: { packages: Record<string, LockedPackage> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

describe('missingBuilds', () => {
  it('says what machine each build is for', () => {
    const packages = {
      'node_modules/tool': {
        dev: true,
        optionalDependencies: {
          '@tool/linux-arm64-musl': '1.2.3',
          '@tool/cli-darwin-amd64': '~1.2.3',
          '@tool/binding-wasm32-wasi': '1.2.3',
          '@tool/linux-x64-gnu': '1.2.3',
        },
      },
      'node_modules/@tool/linux-x64-gnu': { version: '1.2.3' },
    };
    expect(missingBuilds(packages)).toEqual({
      'node_modules/@tool/linux-arm64-musl': {
        version: '1.2.3',
        cpu: ['arm64'],
        libc: ['musl'],
        os: ['linux'],
        dev: true,
        optional: true,
      },
      'node_modules/@tool/cli-darwin-amd64': {
        version: '1.2.3',
        cpu: ['x64'],
        os: ['darwin'],
        dev: true,
        optional: true,
      },
      'node_modules/@tool/binding-wasm32-wasi': { version: '1.2.3', cpu: ['wasm32'], dev: true, optional: true },
    });
  });

  it('does not guess', () => {
    const packages = { 'node_modules/tool': { optionalDependencies: { plain: '1.0.0' } } };
    expect(() => missingBuilds(packages)).toThrow('plain does not say what machine it is for');
  });
});

describe('package-lock.json', () => {
  it('is complete for every machine ("npm run lock" completes it)', () => {
    expect(Object.keys(missingBuilds(lock.packages))).toEqual([]);
  });

  it('names no host that packages come from', () => {
    expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
  });

  it('pins by hash everything that this machine installs', () => {
    const loose = Object.entries(lock.packages).filter(([path, entry]) => {
      return path !== '' && entry.optional !== true && !('integrity' in entry);
    });
    expect(loose.map(([path]) => path)).toEqual([]);
  });
});
