import { expect, it } from 'vitest';
import { diagnosticsText } from './diagnostics.ts';

it('says of each part what it knows, and that an engine does not answer', () => {
  const text = diagnosticsText({
    versions: { syndicate: '0.1.0' },
    liveLockedReasons: ['not an official build'],
    processes: [
      { name: 'engine', pid: 7, cpuPercent: 9.26, memoryBytes: 212e6, restarts: 1, state: 'running' as const },
    ],
    disk: null,
    engine: null,
    warnings: [{ process: 'engine', at: '2026-01-01T00:00:02.000Z', level: 'error', text: 'a bug' }],
  });
  expect(text).toContain('syndicate 0.1.0\nLIVE locked: not an official build');
  expect(text).toContain('engine pid 7 running 9.3 % 212 MB 1 restarts');
  expect(text).toContain('## Engine\ndoes not answer');
  expect(text).toContain('2026-01-01T00:00:02.000Z engine error a bug');
});
