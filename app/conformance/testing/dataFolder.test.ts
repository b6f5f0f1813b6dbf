import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { recordedDataFolder } from './dataFolder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a data folder that is named but empty or missing is a failure, not a skip', () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'empty-data-'));
  for (const named of [empty, path.join(empty, 'none')]) {
    vi.stubEnv('SYNDICATE_DATA', named);
    expect(recordedDataFolder).toThrow(expect.objectContaining({ code: 'DATA_EMPTY' }));
  }
  rmSync(empty, { recursive: true });
});
