import { join } from 'node:path';
import Database from 'better-sqlite3';
import WebSocket from 'ws';
import type { OrderState } from '../../../../app/domain/order.ts';
import type { Random } from '../../../../app/domain/random.ts';
import type { HeadlessRun } from '../headlessRun.ts';
import { sleep } from '../waiting.ts';

/** When a fault strikes: at any time, as soon as an order is in a state, or as soon as the node announces a block. */
type Moment = 'any time' | 'an order is intended' | 'an order is signed' | 'an order is submitted' | 'a block comes';

const moments: readonly Moment[] = [
  'any time',
  'an order is intended',
  'an order is signed',
  'an order is submitted',
  'a block comes',
];
/** Longer than some blocks, so that every stage of an order's life comes by. */
const longestWaitMs = 2_000;

/** Waits for a moment of chance and says which it was. One that does not come by in time is any time. */
export async function waitForMoment(run: HeadlessRun, random: Random): Promise<string> {
  const moment = moments[random.below(moments.length)] ?? 'any time';
  const waitMs = random.below(longestWaitMs);
  if (moment === 'any time') {
    await sleep(waitMs);
    return `after ${waitMs} ms`;
  }
  const came = moment === 'a block comes' ? await nextBlock(run) : await orderIn(run, stateOf(moment));
  return came ? `as ${moment}` : `as no longer waiting until ${moment}`;
}

function stateOf(moment: Moment): OrderState {
  if (moment === 'an order is intended') return 'intended';
  return moment === 'an order is signed' ? 'signed' : 'submitted';
}

/** Looks every millisecond: a state may last no longer. */
async function orderIn(run: HeadlessRun, state: OrderState): Promise<boolean> {
  const database = new Database(join(run.data, 'journal.sqlite'), { readonly: true });
  try {
    const newest = database.prepare('SELECT id FROM epochs ORDER BY started_at_ms DESC LIMIT 1').pluck();
    const found = database.prepare('SELECT 1 FROM orders WHERE epoch = ? AND state = ? LIMIT 1').pluck();
    const version = database.prepare('PRAGMA data_version').pluck();
    const untilMs = performance.now() + longestWaitMs;
    for (let seen: unknown = null; performance.now() < untilMs; await sleep(1)) {
      const now = version.get();
      if (now === seen) continue;
      seen = now;
      if (found.get(newest.get(), state) === 1) return true;
    }
    return false;
  } finally {
    database.close();
  }
}

async function nextBlock(run: HeadlessRun): Promise<boolean> {
  const socket = new WebSocket(run.nodeUrl);
  try {
    return await new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), longestWaitMs);
      socket.on('error', () => resolve(false));
      socket.on('open', () =>
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['newHeads'] })),
      );
      socket.on('message', (data) => {
        if (!String(data).includes('eth_subscription')) return;
        clearTimeout(late);
        resolve(true);
      });
    });
  } finally {
    socket.terminate();
  }
}
