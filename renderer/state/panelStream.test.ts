import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Address } from '../../app/domain/hex.ts';
import { listedStore } from './listedOpportunities.ts';
import { connectPanelStream } from './panelStream.ts';
import { emptyTables, type PanelTables, topicLimits } from './topicTable.ts';
import { watchBars, watchedBarsStore } from './watchedBars.ts';

function token(index: number, symbol = `T${index}`): unknown {
  return { id: `0x${index.toString(16).padStart(40, '0')}`, symbol, decimals: 18 };
}

function harness() {
  const posted: unknown[] = [];
  let receive: (message: unknown) => void = () => undefined;
  let stopped = false;
  let paint: (() => void) | undefined;
  const store = createStore<PanelTables>(() => emptyTables());
  const changes = vi.fn();
  store.subscribe(changes);
  const disconnect = connectPanelStream({
    watched: watchedBarsStore,
    listed: listedStore,
    port: {
      post: (message) => posted.push(message),
      listen: (listener) => {
        receive = listener;
        return () => {
          stopped = true;
        };
      },
    },
    store,
    scheduleFrame: (run) => {
      paint = run;
      return () => {
        paint = undefined;
      };
    },
  });
  return {
    posted,
    store,
    changes,
    disconnect,
    send: (message: unknown) => receive(message),
    frame: () => {
      const run = paint;
      paint = undefined;
      run?.();
    },
    stopped: () => stopped,
    framePending: () => paint !== undefined,
  };
}

const snapshot = (seq: number, upserts: unknown[]) => ({
  type: 'snapshot',
  topic: 'tokens',
  seq,
  upserts,
  removes: [],
});
const delta = (seq: number, upserts: unknown[], removes: string[] = []) => ({
  type: 'delta',
  topic: 'tokens',
  seq,
  upserts,
  removes,
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the panel stream', () => {
  test('applies many messages in one store update per frame, then gives that many credits', () => {
    const { send, frame, store, changes, posted } = harness();
    send(snapshot(0, [token(1), token(2)]));
    send(delta(1, [token(1, 'NEW')]));
    send(delta(2, [], [String((token(2) as { id: string }).id)]));
    expect(changes).not.toHaveBeenCalled();
    expect(posted).toEqual([]);
    frame();
    expect(changes).toHaveBeenCalledTimes(1);
    const { rows, phase } = store.getState().tokens;
    expect(phase).toBe('live');
    expect([...rows.values()].map(({ symbol }) => symbol)).toEqual(['NEW']);
    expect(posted).toEqual([{ type: 'credit', count: 3 }]);
  });

  test('asks for a resync on a gap, keeps the old rows and ignores deltas until the snapshot', () => {
    const { send, frame, store, posted } = harness();
    send(snapshot(4, [token(1)]));
    frame();
    send(delta(6, [token(2)]));
    send(delta(7, [token(3)]));
    frame();
    expect(posted.filter((message) => JSON.stringify(message).includes('resync'))).toEqual([
      { type: 'resync', topic: 'tokens' },
    ]);
    expect(store.getState().tokens.phase).toBe('resyncing');
    expect(store.getState().tokens.problem).toContain('message 5');
    expect(store.getState().tokens.rows.size).toBe(1);
    send(snapshot(9, [token(5)]));
    send(delta(10, [token(6)]));
    frame();
    expect(store.getState().tokens.phase).toBe('live');
    expect(store.getState().tokens.problem).toBeNull();
    expect([...store.getState().tokens.rows.values()].map(({ symbol }) => symbol)).toEqual(['T5', 'T6']);
  });

  test('a row that does not parse is never shown and is asked for at most once a second', () => {
    const { send, frame, store, posted } = harness();
    const resyncs = () => posted.filter((message) => JSON.stringify(message).includes('resync')).length;
    for (let seq = 0; seq < 50; seq += 1) send(snapshot(seq, [{ id: 'not an address', symbol: 'X', decimals: 18 }]));
    frame();
    expect(resyncs()).toBe(1);
    expect(store.getState().tokens.rows.size).toBe(0);
    expect(store.getState().tokens.problem).toContain('did not parse at id');
    vi.advanceTimersByTime(3_000);
    expect(resyncs()).toBe(4);
    send(snapshot(60, [token(1)]));
    vi.advanceTimersByTime(10_000);
    expect(resyncs()).toBe(4);
  });

  test('garbage is counted for credit and otherwise ignored', () => {
    const { send, frame, store, posted } = harness();
    for (const garbage of [null, 7, 'x', { type: 'snapshot' }, { ...snapshot(0, []), topic: '__proto__' }])
      send(garbage);
    frame();
    expect(posted).toEqual([{ type: 'credit', count: 5 }]);
    expect(store.getState()).toEqual(emptyTables());
  });

  test('keeps a bounded number of rows and drops the oldest', () => {
    const { send, frame, store } = harness();
    const limit = topicLimits.opportunities;
    const opportunity = (index: number) => ({
      id: `o${index}`,
      serial: index + 1,
      strategy: 'flash-arbitrage',
      blockNumber: index,
      seenAtMs: 1,
      hops: [],
      profitToken: `0x${'1'.repeat(40)}`,
      amountIn: 1n,
      gross: 1n,
      loans: [],
      flashFee: 0n,
      gasUnits: 1,
      gasCost: 1n,
      net: 1n,
      state: 'found',
      reason: null,
      detail: '',
    });
    const upserts = Array.from({ length: limit + 3 }, (_, index) => opportunity(index));
    send({ type: 'snapshot', topic: 'opportunities', seq: 0, upserts, removes: [] });
    frame();
    const { rows } = store.getState().opportunities;
    expect(rows.size).toBe(limit);
    expect(rows.has('o2')).toBe(false);
    expect(rows.has(`o${limit + 2}`)).toBe(true);
  });

  test('stopping leaves no listener, frame or timer behind', () => {
    const { send, disconnect, stopped, framePending } = harness();
    send(delta(3, [token(1)]));
    disconnect();
    expect(stopped()).toBe(true);
    expect(framePending()).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('asks for the bars that are looked at, again on a new port, and no longer once it is stopped', () => {
    const pool = '0x1111111111111111111111111111111111111111' as Address;
    const watched = (posted: readonly unknown[]): unknown[] =>
      posted.filter((each) => (each as { type: string }).type === 'watch');
    const first = harness();
    expect(watched(first.posted)).toEqual([]);
    watchBars('chart', [{ pool, interval: '1m' }]);
    const again = harness();
    for (const { posted } of [first, again])
      expect(watched(posted)).toEqual([{ type: 'watch', bars: [{ pool, interval: '1m' }] }]);
    first.disconnect();
    watchBars('chart', []);
    expect(watched(first.posted)).toHaveLength(1);
    expect(watched(again.posted)).toHaveLength(2);
    again.disconnect();
  });
});
