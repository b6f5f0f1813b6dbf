import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'syndicate-stamp-'));
  mkdirSync(join(root, 'native/amm'), { recursive: true });
  writeFileSync(join(root, 'native/amm/pair.cpp'), 'one');
  writeFileSync(join(root, 'binding.gyp'), '{}');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const print = (): string => fingerprint(root, ['native', 'binding.gyp', 'absent']);

describe('fingerprint', () => {
  it('depends on contents and not on times', () => {
    const before = print();
    utimesSync(join(root, 'binding.gyp'), 1, 1);
    expect(print()).toBe(before);
    writeFileSync(join(root, 'native/amm/pair.cpp'), 'two');
    expect(print()).not.toBe(before);
  });

  it('leaves results out', () => {
    const before = print();
    mkdirSync(join(root, 'native/out'));
    writeFileSync(join(root, 'native/out/pair.json'), '{}');
    expect(print()).toBe(before);
  });

  it('changes when a file is renamed, added or moved between inputs', () => {
    const before = print();
    renameSync(join(root, 'native/amm/pair.cpp'), join(root, 'native/amm/pool.cpp'));
    const renamed = print();
    writeFileSync(join(root, 'absent'), '');
    expect(new Set([before, renamed, print()]).size).toBe(3);
  });
});

describe('stamp', () => {
  it('remembers one print for each name', () => {
    expect(isStamped(root, 'native', print())).toBe(false);
    stamp(root, 'native', print());
    expect(isStamped(root, 'native', print())).toBe(true);
    expect(isStamped(root, 'bundles', print())).toBe(false);
    writeFileSync(join(root, 'binding.gyp'), '{ }');
    expect(isStamped(root, 'native', print())).toBe(false);
  });
});
