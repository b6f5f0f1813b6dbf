import { mkdirSync, mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { devnetRequests } from '../../app/contract/devnet.ts';
import { engineNotices, engineRequests } from '../../app/contract/engine.ts';
import type { Port } from '../../app/contract/port.ts';
import { postNotice, requesterOn, serveRequests } from '../../app/contract/requests.ts';
import { type SignRequest, signerControlRequests, signingRequests } from '../../app/contract/signer.ts';
import { wei } from '../../app/domain/amount.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { worstCaseCost } from '../../app/domain/plan.ts';
import { calldata, executePlan, executor, request, testChain } from '../../app/signing/testing/signingFixture.ts';
import { openDataFolder } from '../dataFolder.ts';
import { emptySummary } from '../headless/emptySummary.ts';
import { openKeyVault } from '../keys/keyVault.ts';
import { procTable } from '../process/processIdentity.ts';
import { processRecord } from '../process/processRecord.ts';
import { openSettings } from '../settings/settings.ts';
import { createSigner } from '../signer/signer.ts';
import { FakeHost } from '../testing/fakeHost.ts';
import { FakeTimers, settle } from '../testing/fakeTimers.ts';
import { Session } from './session.ts';
import type { SessionOptions } from './sessionOptions.ts';

type EngineCall = { readonly name: string; readonly body: unknown };
const deadlineFree = executePlan({ data: calldata({ deadlineS: 2 ** 40 }) });

function engineEntry(calls: EngineCall[], ports: Port[]): (port: Port) => void {
  return (port) => {
    ports.push(port);
    const note =
      (name: string) =>
      (body: unknown): Record<string, never> => {
        calls.push({ name, body });
        return {};
      };
    const summary = () => ({ ...emptySummary('e', []), ledgerMatchesChain: true });
    serveRequests(port, 'engine', engineRequests, {
      start: note('start'),
      setStrategyMode: note('setStrategyMode'),
      setTradingState: note('setTradingState'),
      setAlertRules: note('setAlertRules'),
      setValueAtRisk: note('setValueAtRisk'),
      setLimits: note('setLimits'),
      approveTicket: note('approveTicket'),
      rejectTicket: note('rejectTicket'),
      reviseTicket: note('reviseTicket'),
      finish: () => ({}),
      report: ({ file }) => ({ bytes: file.length }),
      summary,
      stop: summary,
      chartSeries: () => ({ series: [], more: 0 }),
      chartPage: () => Promise.reject(new Error('nobody asks for a chart here')),
      chartBar: () => ({ bar: null }),
      pools: () => ({ blockNumber: 0, pools: [], more: 0 }),
      poolDepth: () => Promise.reject(new Error('nobody asks for a pool here')),
      mempool: () => ({ blockNumber: 0, rows: [], seen: 0, unread: 0, lastSeenMs: null }),
      chainGas: () => ({ blocks: [], nextBaseFeePerGas: null, pendingSeen: 0 }),
      exposure: () => Promise.reject(new Error('nobody asks what is held here')),
      engineHealth: () => Promise.reject(new Error('nobody asks for the health here')),
      chartStudies: () => Promise.reject(new Error('nor for its studies')),
      chartProfile: () => ({ profile: null }),
      studyCatalogue: () => ({ definitions: [] }),
      opportunityTrace: () => Promise.reject(new Error('nobody asks for a trace here')),
      opportunityDetail: () => Promise.reject(new Error('nobody asks for a detail here')),
    });
  };
}

function signerEntry(port: Port): void {
  const signer = createSigner(() => Date.now());
  serveRequests(port, 'signer-control', signerControlRequests, signer.control);
  serveRequests(port, 'signing', signingRequests, signer.signing);
}

function devnetEntry(port: Port): void {
  const address = executor;
  serveRequests(port, 'devnet', devnetRequests, {
    start: () => ({
      chain: {
        chainId: testChain,
        name: 'Devnet',
        mode: 'DEVNET' as const,
        nativeSymbol: 'ETH',
        wrappedNative: address,
        multicall3: address,
        endpoints: ['ws://127.0.0.1:1'],
        blockTimeMs: 1000,
        dexes: [],
        profitTokens: [address],
        executor: null,
      },
      nodePid: process.pid,
    }),
    provision: () => ({ executor }),
    stop: () => ({}),
  });
}

describe('Session', () => {
  let root: string;
  let host: FakeHost;
  let timers: FakeTimers;
  let calls: EngineCall[];
  let enginePorts: Port[];
  let session: Session;
  const onFailed = vi.fn();
  const onWarning = vi.fn();
  let freeBytes: number;

  function open(mode: SessionOptions['mode'] = 'DEVNET', borrowed?: SessionOptions['borrowed']): Session {
    root = mkdtempSync(join(tmpdir(), 'session-'));
    const quiet = vi.fn();
    const options: SessionOptions = {
      folder: openDataFolder(root),
      host,
      timers,
      // The node of these tests is the test itself: it is looked at, never ended.
      record: { ...processRecord(root, procTable, vi.fn()), add: () => undefined },
      settings: openSettings(root),
      vault: openKeyVault(root, null),
      log: { info: quiet, warn: quiet, error: quiet, fatal: quiet },
      nowMs: () => Date.now(),
      freeBytes: async () => freeBytes,
      intensity: 1,
      seed: 1,
      blockTimeMs: 1000,
      liveUnlocked: false,
      mode,
      ...(borrowed === undefined ? {} : { borrowed }),
      events: {
        onApprovalWanted: quiet,
        onApprovalWithdrawn: quiet,
        onStatus: quiet,
        onEngineRunning: quiet,
        onEngineGone: quiet,
        onChanged: quiet,
        onWarning,
        onFailed,
      },
    };
    return new Session(options);
  }

  async function sign(changes: Partial<SignRequest>): Promise<string> {
    const port = enginePorts.at(-1);
    if (port === undefined) throw new Error('no engine');
    const answer = requesterOn(port, 'signing', signingRequests).call(
      'sign',
      request({ plan: deadlineFree, ...changes }),
    );
    return answer.then(
      ({ rawTransaction }) => rawTransaction,
      (error: { code: string }) => error.code,
    );
  }

  const grantAll = (budget = wei(10n ** 18n)) => session.grant('flash-arbitrage', budget, 60_000, 'person');
  const callsNamed = (name: string): unknown[] => calls.filter((call) => call.name === name).map(({ body }) => body);

  beforeEach(async () => {
    onFailed.mockClear();
    onWarning.mockClear();
    freeBytes = 2 ** 40;
    calls = [];
    enginePorts = [];
    timers = new FakeTimers();
    host = new FakeHost({ engine: engineEntry(calls, enginePorts), signer: signerEntry, devnet: devnetEntry });
    // Ending the node is for real processes; here it is the test runner.
    vi.spyOn(process, 'kill').mockReturnValue(true);
    session = open();
    await session.start();
  });

  it('starts an epoch with a wallet, an executor and the modes of the settings', () => {
    expect(callsNamed('start')).toEqual([
      expect.objectContaining({
        folder: root,
        restarts: 0,
        tradingState: 'active',
        strategies: [{ strategy: 'flash-arbitrage', mode: 'approve', grant: null }],
        epoch: expect.objectContaining({ chain: expect.objectContaining({ executor }) }),
      }),
    ]);
  });

  it('starts no signer on paper, and says paper to its engine', async () => {
    await session.stop(0);
    calls = [];
    host = new FakeHost({ engine: engineEntry(calls, enginePorts), devnet: devnetEntry });
    session = open('PAPER');
    await session.start();
    await grantAll();
    expect(session.processes.map(({ name }) => name)).toEqual(['engine', 'devnet']);
    expect(callsNamed('start')).toEqual([
      expect.objectContaining({ epoch: expect.objectContaining({ mode: 'PAPER' }), paper: { seed: 1, twins: [] } }),
    ]);
  });

  it('runs on the devnet of another session and leaves it running', async () => {
    const lender = session;
    const { devnet } = lender;
    if (devnet === null) throw new Error('no devnet');
    host = new FakeHost({ engine: engineEntry(calls, enginePorts) });
    const borrower = open('PAPER', devnet);
    await borrower.start();
    expect(borrower.epoch?.chain.endpoints).toEqual(lender.epoch?.chain.endpoints);
    expect(borrower.processes.map(({ name }) => name)).toEqual(['engine']);
    await borrower.stop(0);
    expect(lender.processes.find(({ name }) => name === 'devnet')?.state).toBe('running');
  });

  it('signs for the engine under a grant, and nothing without', async () => {
    expect(await sign({})).toBe('SIGNER_GRANT_UNKNOWN');
    const { id } = await grantAll();
    expect(await sign({ authority: { kind: 'grant', grantId: id } })).toMatch(/^0x02/);
    await session.setStrategyMode('flash-arbitrage', 'approve');
    expect(await sign({ orderId: 'o2', nonce: 1, authority: { kind: 'grant', grantId: id } })).toBe(
      'SIGNER_GRANT_UNKNOWN',
    );
  });

  it('tells a restarted signer all that is allowed, with what was spent; requests wait for it meanwhile', async () => {
    const { id } = await grantAll(wei(worstCaseCost(deadlineFree)));
    const authority = { kind: 'grant', grantId: id } as const;
    const first = await sign({ authority });
    host.latest('signer').die();
    const again = sign({ authority });
    await timers.advance(100);
    expect(await again).toBe(first);
    expect(await sign({ orderId: 'o2', nonce: 1, authority })).toBe('SIGNER_GRANT_BUDGET');
    expect(session.restarts).toBe(1);
  });

  it('tells a restarted signer of an approval that was not used yet', async () => {
    const approval = {
      id: 'a1',
      planHash: deadlineFree.planHash,
      chainId: testChain,
      nonce: 0,
      expiresAtMs: epochMs(Date.now() + 60_000),
    };
    await session.approve('t1', approval);
    expect(callsNamed('approveTicket')).toEqual([{ ticketId: 't1', approvalId: 'a1' }]);
    host.latest('signer').die();
    await timers.advance(100);
    expect(await sign({ authority: { kind: 'approval', approvalId: 'a1' } })).toMatch(/^0x02/);
    host.latest('signer').die();
    await timers.advance(1_000);
    expect(await sign({ orderId: 'o2', nonce: 1, authority: { kind: 'approval', approvalId: 'a1' } })).toBe(
      'SIGNER_APPROVAL_USED',
    );
  });

  it('halts engine and signer, each without the other, and stays halted', async () => {
    const { id } = await grantAll();
    host.latest('signer').die();
    session.halt('person', 'F12');
    await settle();
    expect(callsNamed('setTradingState')).toEqual([{ state: 'halted', by: 'person', reason: 'F12' }]);
    await timers.advance(100);
    expect(await sign({ authority: { kind: 'grant', grantId: id } })).toBe('SIGNER_HALTED');
    host.latest('engine').die();
    session.setTradingState('halted', 'person', 'again');
    await timers.advance(100);
    expect(callsNamed('start').at(-1)).toMatchObject({ tradingState: 'halted', restarts: 1 });
    expect(openSettings(root).current.tradingState).toBe('halted');
  });

  it('keeps limits on disk, tells the engine, and a started one again', async () => {
    const set = await session.changeLimits([{ limit: 'singleTrade', to: 10_000 }], 'person');
    expect(set).toMatchObject({ version: 2, values: { singleTrade: 10_000 } });
    expect(callsNamed('setLimits')).toEqual([{ limits: set }]);
    expect(openSettings(root).current.limits).toEqual(set);
    await expect(session.changeLimits([{ limit: 'singleTrade', to: 990_000 }], 'person')).rejects.toMatchObject({
      code: 'LIMIT_OUT_OF_BOUNDS',
    });
    host.latest('engine').die();
    await timers.advance(100);
    expect(callsNamed('start').at(-1)).toMatchObject({ limits: set });
  });

  it('opens nothing new where the engine says that a limit is crossed, the signer neither', async () => {
    const { id } = await grantAll();
    postNotice(enginePorts.at(-1) as Port, 'engine', engineNotices, 'reduceOnly', { reason: 'limit crossed' });
    await settle();
    expect(session.permissions).toMatchObject({ tradingState: 'reduceOnly', tradingStateReason: 'limit crossed' });
    expect(await sign({ authority: { kind: 'grant', grantId: id } })).toBe('SIGNER_REDUCE_ONLY');
  });

  it('keeps a halt on disk as soon as the disk takes it', async () => {
    const beside = join(root, 'settings.json.new');
    mkdirSync(beside);
    session.halt('engine', 'the disk is full');
    expect(JSON.parse(readFileSync(join(root, 'settings.json'), 'utf8'))).toMatchObject({ tradingState: 'active' });
    await timers.advance(1_000);
    rmdirSync(beside);
    await timers.advance(1_000);
    expect(JSON.parse(readFileSync(join(root, 'settings.json'), 'utf8'))).toMatchObject({
      tradingState: 'halted',
      tradingStateReason: 'the disk is full',
    });
  });

  it("makes the engine's own halt everybody's", async () => {
    const { id } = await grantAll();
    const port = enginePorts.at(-1);
    if (port !== undefined) postNotice(port, 'engine', engineNotices, 'halted', { reason: 'books differ' });
    await settle();
    expect(await sign({ authority: { kind: 'grant', grantId: id } })).toBe('SIGNER_HALTED');
    expect(openSettings(root).current.tradingStateReason).toBe('books differ');
  });

  it('restarts the engine in the same epoch, with its grant', async () => {
    const { id } = await grantAll();
    const before = session.epoch?.id;
    host.latest('engine').die();
    await timers.advance(100);
    expect(callsNamed('start').at(-1)).toMatchObject({
      restarts: 1,
      epoch: { id: before },
      strategies: [{ mode: 'automate', grant: { id } }],
    });
  });

  it('begins a new epoch when the chain died: other key, engine restarted, grants kept, approvals not', async () => {
    const { id } = await grantAll();
    await session.approve('t1', {
      id: 'a1',
      planHash: deadlineFree.planHash,
      chainId: testChain,
      nonce: 5,
      expiresAtMs: epochMs(Date.now() + 60_000),
    });
    const before = session.epoch;
    host.latest('devnet').die();
    await timers.advance(100);
    await settle();
    await timers.advance(100);
    expect(session.epoch?.id).not.toBe(before?.id);
    expect(session.epoch?.wallet).not.toBe(before?.wallet);
    expect(callsNamed('start').at(-1)).toMatchObject({
      restarts: 1,
      epoch: { id: session.epoch?.id },
      strategies: [{ mode: 'automate', grant: { id } }],
    });
    expect(await sign({ authority: { kind: 'grant', grantId: id } })).toMatch(/^0x02/);
    expect(await sign({ orderId: 'o5', nonce: 5, authority: { kind: 'approval', approvalId: 'a1' } })).toBe(
      'SIGNER_APPROVAL_UNKNOWN',
    );
  });

  it('halts and says so when a process keeps dying', async () => {
    for (let death = 0; death < 7; death += 1) {
      host.started
        .filter(({ name }) => name === 'engine')
        .at(-1)
        ?.die();
      await timers.advance(1_700);
    }
    expect(onFailed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'PROCESS_CRASH_LOOP' }));
    expect(session.permissions.tradingState).toBe('halted');
  });

  it('warns of a disk that fills, halts before it is full, and again where trading is resumed too early', async () => {
    freeBytes = 900 * 2 ** 20;
    await timers.advance(2_000);
    expect(onWarning).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('900 MB are free'));
    expect(session.permissions.tradingState).toBe('active');
    freeBytes = 100 * 2 ** 20;
    await timers.advance(2_000);
    expect(session.permissions).toMatchObject({
      tradingState: 'halted',
      tradingStateReason: expect.stringContaining('100 MB are free'),
    });
    expect(callsNamed('setTradingState')).toMatchObject([{ state: 'halted', by: 'disk' }]);
    session.setTradingState('active', 'person', '');
    await timers.advance(2_000);
    expect(session.permissions.tradingState).toBe('halted');
    freeBytes = 2 ** 40;
    await timers.advance(10_000);
    expect(session.disk).toMatchObject({ level: 'enough', freeBytes: 2 ** 40 });
    expect(session.permissions.tradingState).toBe('halted');
    session.setTradingState('active', 'person', '');
    await timers.advance(10_000);
    expect(session.permissions.tradingState).toBe('active');
    expect(session.warnings).toHaveLength(2);
  });

  it("stops with the engine's summary and leaves nothing running", async () => {
    expect(await session.stop(0)).toMatchObject({ ok: true, value: { ledgerMatchesChain: true } });
    await timers.advance(60_000);
    expect(host.started).toHaveLength(3);
    expect(session.processes.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
  });
});
