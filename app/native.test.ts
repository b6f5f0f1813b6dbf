import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

test('says what to do when the core was not built', async () => {
  vi.stubEnv('SYNDICATE_NATIVE', path.join(tmpdir(), 'not-there.node'));
  const { loadNative } = await import('./native.ts');
  expect(loadNative).toThrow(
    expect.objectContaining({ code: 'NATIVE_MISSING', advice: expect.stringContaining('npm start') }),
  );
});

test('says what to do when the core does not fit this machine', async () => {
  const file = path.join(tmpdir(), `broken-${process.pid}.node`);
  writeFileSync(file, 'not a library');
  vi.stubEnv('SYNDICATE_NATIVE', file);
  const { loadNative } = await import('./native.ts');
  expect(loadNative).toThrow(expect.objectContaining({ code: 'NATIVE_UNLOADABLE' }));
});

test('finds the built core by itself', async () => {
  vi.stubEnv('SYNDICATE_NATIVE', '');
  const { loadNative } = await import('./native.ts');
  expect(new (loadNative().Market)()).toBeDefined();
});
