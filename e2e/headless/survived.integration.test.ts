import { afterEach, describe, expect, it } from 'vitest';
import type WebSocket from 'ws';
import { WebSocketServer } from 'ws';
import { pass } from '../../app/market/testing/faultProxy.ts';
import { deeplyNested } from '../../app/market/testing/faults.ts';
import { audit } from './testing/audit.ts';
import { type EndpointBroker, startBroker } from './testing/endpointBroker.ts';
import { forceEther, giveToken } from './testing/gifts.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun } from './testing/headlessRun.ts';
import { countersOf, currentEpoch } from './testing/journalView.ts';
import { reorgAndSeen } from './testing/reorg.ts';

let run: HeadlessRun | null = null;
let broker: EndpointBroker | null = null;
let otherChain: WebSocketServer | null = null;

afterEach(async () => {
  run?.dispose();
  await broker?.stop();
  otherChain?.close();
  [run, broker, otherChain] = [null, null, null];
});

/** A node that answers everything as a node of chain 1 would answer eth_chainId. */
async function startOtherChain(): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  otherChain = server;
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket: WebSocket) => {
    socket.on('message', (data) => {
      const { id } = JSON.parse(String(data)) as { id: number };
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: '0x1' }));
    });
  });
  return `ws://127.0.0.1:${(server.address() as { port: number }).port}`;
}

describe('a fault that is survived leaves no error, and the books equal the chain', () => {
  it('another chain, a cut, garbage, an oversized and a nested frame, a slow and a silent node', async () => {
    const faulty = await startBroker([await startOtherChain()]);
    broker = faulty;
    const started = await HeadlessRun.start({ broker: faulty, seed: 21 });
    run = started;
    await started.landMore();
    expect(started.log('engine')).toContain('RPC_WRONG_CHAIN');
    expect(started.log('engine')).toMatch(/is on chain 1, not \d+/);
    const { proxy } = faulty;
    const breaks: readonly [string, () => void][] = [
      ['a cut', () => proxy.cut()],
      ['garbage', () => proxy.inject('\u0000garbage}')],
      ['an oversized frame', () => proxy.inject(Buffer.alloc(33 * 1024 * 1024, '1'))],
      ['a nested frame', () => proxy.inject(deeplyNested(100_000))],
    ];
    for (const [what, breakIt] of breaks) {
      const { connections } = proxy;
      breakIt();
      await started.until(() => proxy.connections > connections, `another connection after ${what}`);
      await started.landMore();
    }
    let heldAtMs = 0;
    proxy.transform = () => {
      if (performance.now() - heldAtMs < 450) return pass;
      heldAtMs = performance.now() + 400;
      return { kind: 'delay', ms: 400 };
    };
    await started.landMore();
    const { connections } = proxy;
    proxy.transform = ({ connection }) => (connection <= connections ? { kind: 'drop' } : pass);
    await started.until(() => proxy.connections > connections, 'another connection after silence');
    proxy.transform = () => pass;
    await started.landMore();
    await audit(started);
    const summary = await endWell(started);
    expect(summary).toMatchObject({ restarts: 0, tripwireMismatches: 0 });
  });

  it('reorgs of depth 1 to 10 while orders are under way', async () => {
    const started = await HeadlessRun.start({ seed: 22 });
    run = started;
    await started.until(() => (countersOf(started.data)?.blocks ?? 0) > 12, '12 blocks', 60_000);
    for (const depth of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      await started.until(() => (currentEpoch(started.data)?.openOrders.length ?? 0) > 0, 'an open order');
      await reorgAndSeen(started, depth);
      await started.landMore();
    }
    const { timestamp } = (await started.node.call('eth_getBlockByNumber', 'latest', false)) as { timestamp: string };
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(3);
    await audit(started);
    const reversals = currentEpoch(started.data)?.ledgerEntries.filter(({ kind }) => kind === 'reversal') ?? [];
    expect(reversals.length).toBeGreaterThanOrEqual(1);
    const summary = await endWell(started);
    expect(summary.reorgs).toBeGreaterThanOrEqual(10);
  });

  it('dust and forced ether: booked as external, and no profit', async () => {
    const started = await HeadlessRun.start({ seed: 23 });
    run = started;
    await started.landMore();
    const forced = 123_456_789_012_345_678n;
    await forceEther(started, forced);
    const token = await giveToken(started, 10n ** 12n);
    await started.landMore();
    const { epoch, transactions } = await audit(started);
    const external = epoch.ledgerEntries.filter(({ kind }) => kind === 'external').flatMap(({ postings }) => postings);
    const received = external.filter(({ account }) => account === 'wallet');
    expect(received.map(({ asset }) => asset)).toEqual(['native', token]);
    expect(received[0]?.amount).toBe(forced);
    const fees = transactions.reduce((sum, { fee }) => sum + fee, 0n);
    const gas = epoch.ledgerEntries
      .flatMap(({ postings }) => postings)
      .filter(({ account }) => account === 'gas')
      .reduce((sum, { amount }) => sum + amount, 0n);
    expect(gas).toBe(fees);
    const summary = await endWell(started);
    const net = currentEpoch(started.data)?.fills.reduce((sum, { fill }) => sum + fill.net, 0n) ?? 0n;
    expect(BigInt(Math.round(Number(summary.netInEth) * 1e6))).toBe(BigInt(Math.round(Number(net) / 1e12)));
  });
});
