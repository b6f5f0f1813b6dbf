import { describe, expect, it } from 'vitest';
import { installedEqualsLocked } from './dependencies.mjs';

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
