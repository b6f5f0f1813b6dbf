import { expect, test } from 'vitest';
import { row } from '../blotter/testing/rows.ts';
import type { PanelMessage } from '../contract/panelStream.ts';
import type { Port } from '../contract/port.ts';
import { PanelStream } from './panelStream.ts';
import type { PanelTables, RowChange } from './panelTables.ts';

/** A window's end of the stream over a table of opportunities. */
function harness(rows: ReturnType<typeof row>[]) {
  const opportunities = new Map(rows.map((each) => [each.id, each]));
  let told: (change: RowChange) => void = () => undefined;
  const tables = {
    rowsOf: (topic: string) => (topic === 'opportunities' ? opportunities : new Map()),
    onChange: (listener: (change: RowChange) => void) => {
      told = listener;
      return () => undefined;
    },
    watch: () => undefined,
  } as unknown as PanelTables;
  const sent: PanelMessage[] = [];
  let ask: (message: unknown) => void = () => undefined;
  const port: Port = {
    post: (message) => sent.push(message as PanelMessage),
    listen: (receive) => {
      ask = receive;
      return () => undefined;
    },
  };
  const stream = new PanelStream(port, tables);
  ask({ type: 'credit', count: 1000 });
  const rankings = () => sent.filter(({ topic, upserts }) => topic === 'ranking' && upserts.length > 0);
  const change = (each: ReturnType<typeof row>): void => {
    opportunities.set(each.id, each);
    told({ topic: 'opportunities', id: each.id, row: each });
  };
  return { stream, ask, rankings, change };
}

const view = { revision: 1, filter: '', hideBelowCost: false, through: null, sort: null };

test('ranks only what a window lists, at once when it says so and about three times a second from then on', () => {
  const { stream, ask, rankings, change } = harness([row(1), row(2)]);
  for (let flush = 0; flush < 30; flush += 1) stream.flush();
  expect(rankings()).toHaveLength(0);
  ask({ type: 'list', opportunities: view });
  stream.flush();
  expect(rankings().at(-1)?.upserts[0]).toMatchObject({ serials: Uint32Array.of(2, 1), total: 2 });
  for (let flush = 0; flush < 30; flush += 1) {
    change(row(3 + flush));
    stream.flush();
  }
  expect(rankings()).toHaveLength(4);
  expect(rankings().at(-1)?.upserts[0]).toMatchObject({ total: 32 });
  for (let flush = 0; flush < 30; flush += 1) stream.flush();
  expect(rankings()).toHaveLength(4);
  ask({ type: 'list', opportunities: null });
  change(row(99));
  for (let flush = 0; flush < 30; flush += 1) stream.flush();
  expect(rankings()).toHaveLength(4);
});

test('gives the order anew to a window that lost it, and to the stream that takes the place of this one', () => {
  const { stream, ask, rankings } = harness([row(1)]);
  ask({ type: 'list', opportunities: { ...view, filter: 'net > 9' } });
  stream.flush();
  expect(rankings().at(-1)?.upserts[0]).toMatchObject({ serials: new Uint32Array(), total: 1 });
  ask({ type: 'resync', topic: 'ranking' });
  stream.flush();
  expect(rankings()).toHaveLength(2);
  expect(stream.looks.listed?.filter).toBe('net > 9');
  ask({ type: 'list', opportunities: { ...view, filter: 'x'.repeat(201) } });
  expect(stream.looks.listed?.filter).toBe('net > 9');
});
