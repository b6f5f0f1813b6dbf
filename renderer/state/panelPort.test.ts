// @vitest-environment jsdom
import '../testing/jsdom.ts';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { panelPortMessage } from '../../app/contract/bridge.ts';
import { sampleTokens } from '../testing/sampleRows.ts';
import { pacedFrames, paintPauseMs, receivePanelPort } from './panelPort.ts';
import { panelStore } from './panelStore.ts';

class FakePort extends EventTarget {
  readonly posted: unknown[] = [];
  closed = false;
  start = vi.fn();
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  close(): void {
    this.closed = true;
  }
  send(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

function handOver(port: FakePort, from: Partial<MessageEventInit> = {}): void {
  const event = new MessageEvent('message', { data: { type: panelPortMessage }, source: window, ...from });
  Object.defineProperty(event, 'ports', { value: [port] });
  window.dispatchEvent(event);
}

const snapshot = { type: 'snapshot', topic: 'tokens', seq: 0, upserts: sampleTokens, removes: [] };
let stop: () => void;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => {
    paint();
    return 0;
  });
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  stop = receivePanelPort();
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

test('takes the port that the preload hands over, and no other', () => {
  const stranger = new FakePort();
  handOver(stranger, { source: null });
  handOver(stranger, { data: { type: 'something else' } });
  expect(stranger.start).not.toHaveBeenCalled();
  const port = new FakePort();
  handOver(port);
  port.send(snapshot);
  expect(panelStore.getState().tokens.rows.size).toBe(sampleTokens.length);
  expect(port.posted).toEqual([{ type: 'credit', count: 1 }]);
});

test('a new port means a restarted engine: the old one is dropped, its rows are said to be old until the snapshot', () => {
  const first = new FakePort();
  handOver(first);
  first.send(snapshot);
  const second = new FakePort();
  handOver(second);
  expect(first.closed).toBe(true);
  expect(panelStore.getState().tokens.phase).toBe('resyncing');
  expect(panelStore.getState().tokens.problem).toContain('restarted');
  expect(panelStore.getState().tokens.rows.size).toBe(sampleTokens.length);
  second.send({ ...snapshot, upserts: [] });
  expect(panelStore.getState().tokens).toEqual({ rows: new Map(), phase: 'live', problem: null });
});

test('paints at once after a pause, and otherwise when the pause is over; a painting can be called off', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const schedule = pacedFrames(() => Date.now());
  const paint = vi.fn();
  schedule(paint);
  expect(paint).toHaveBeenCalledTimes(1);
  schedule(paint);
  vi.advanceTimersByTime(paintPauseMs - 1);
  expect(paint).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(paint).toHaveBeenCalledTimes(2);
  schedule(paint)();
  vi.advanceTimersByTime(paintPauseMs);
  expect(paint).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
