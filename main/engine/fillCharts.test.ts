import { expect, it } from 'vitest';
import { epochMs } from '../../app/domain/clock.ts';
import type { JournaledInput } from '../../app/store/records.ts';
import { FakeTimers } from '../testing/fakeTimers.ts';
import { fillCharts } from './fillCharts.ts';

function* inputs(count: number, taken: number[]): IterableIterator<JournaledInput> {
  for (let seq = 1; seq <= count; seq += 1) {
    taken.push(seq);
    yield { seq, input: { kind: 'timer', atMs: epochMs(seq) } };
  }
}

function recorder() {
  const said: string[] = [];
  const charts = {
    beginFilling: () => void said.push('begin'),
    fill: ({ atMs }: { atMs: number }) => void said.push(String(atMs)),
    filled: () => void said.push('filled'),
  };
  return { said, charts };
}

it('reads what was before the restart and nothing after it, some at a time', async () => {
  const timers = new FakeTimers();
  const { said, charts } = recorder();
  const taken: number[] = [];
  fillCharts(charts, inputs(200, taken), 100, timers);
  expect(said).toEqual(['begin']);
  await timers.advance(0);
  expect(taken.length).toBeLessThan(40);
  await timers.advance(60_000);
  expect(said).toEqual(['begin', ...Array.from({ length: 100 }, (_, i) => String(i + 1)), 'filled']);
});

it('ends where the journal does, and stops when it is called off', async () => {
  const timers = new FakeTimers();
  const short = recorder();
  fillCharts(short.charts, inputs(3, []), 100, timers);
  await timers.advance(60_000);
  expect(short.said).toEqual(['begin', '1', '2', '3', 'filled']);
  const stopped = recorder();
  const stop = fillCharts(stopped.charts, inputs(300, []), 300, timers);
  await timers.advance(0);
  stop();
  const { length } = stopped.said;
  await timers.advance(60_000);
  expect(stopped.said).toHaveLength(length);
});
