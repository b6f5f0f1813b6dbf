import { describe, expect, it, vi } from 'vitest';
import { watchDownload } from './watch-download.mjs';

const PATIENCE = { firstByteMs: 60, stallMs: 120, pollMs: 5 };

function fakeDownload(receivedBytes: () => number) {
  let end: (code: number) => void = () => undefined;
  const finished = new Promise<number>((resolve) => {
    end = resolve;
  });
  return { finished, receivedBytes, stop: vi.fn(() => end(137)), end };
}

describe('watchDownload', () => {
  it('gives up on one that never begins, and stops it', async () => {
    const download = fakeDownload(() => 0);
    const startedAtMs = Date.now();
    expect(await watchDownload(download, PATIENCE)).toEqual({ ok: false, reason: 'nothing arrived in 0.06 s' });
    expect(Date.now() - startedAtMs).toBeLessThan(1_000);
    expect(download.stop).toHaveBeenCalledOnce();
  });

  it('gives up on one that stalls', async () => {
    const download = fakeDownload(() => 42);
    expect(await watchDownload(download, PATIENCE)).toEqual({ ok: false, reason: 'it stalled after 42 bytes' });
  });

  it('waits for one that keeps coming, longer than for the first byte', async () => {
    const startedAtMs = Date.now();
    const download = fakeDownload(() => Date.now() - startedAtMs + 1);
    setTimeout(() => download.end(0), 300);
    expect(await watchDownload(download, PATIENCE)).toEqual({ ok: true });
    expect(download.stop).not.toHaveBeenCalled();
  });

  it('reports one that fails at once', async () => {
    const download = fakeDownload(() => 0);
    download.end(1);
    expect(await watchDownload(download, PATIENCE)).toEqual({ ok: false, reason: 'the download ended with code 1' });
  });
});
