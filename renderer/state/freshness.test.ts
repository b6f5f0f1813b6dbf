import { expect, test } from 'vitest';
import { epochMs } from '../../app/domain/clock.ts';
import { freshnessOf, staleAfterMs } from './freshness.ts';

const status = { feed: 'connected', blockAtMs: epochMs(1_000) } as const;

test.each([
  ['waiting', status, 1_000, 'waiting'],
  ['live', undefined, 1_000, 'waiting'],
  ['live', status, 1_000 + staleAfterMs, 'live'],
  ['live', status, 1_001 + staleAfterMs, 'stale'],
  ['live', { ...status, feed: 'disconnected' }, 1_000, 'stale'],
  ['live', { ...status, blockAtMs: epochMs(0) }, 1_000, 'waiting'],
  ['live', { feed: 'disconnected', blockAtMs: epochMs(0) }, 1_000, 'stale'],
  ['resyncing', status, 1_000, 'broken'],
] as const)('%s at %o', (phase, row, nowMs, expected) => expect(freshnessOf(phase, row, nowMs)).toBe(expected));
