import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { engineNotices, engineRequests } from '../../app/contract/engine.ts';
import type { Port } from '../../app/contract/port.ts';
import { type ReplayAction, replayNotices, replayRequests } from '../../app/contract/replay.ts';
import { postNotice, requesterOn, serveRequests } from '../../app/contract/requests.ts';
import { signingRequests } from '../../app/contract/signer.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { request } from '../../app/signing/testing/signingFixture.ts';
import { emptySummary } from '../headless/emptySummary.ts';
import { procTable } from '../process/processIdentity.ts';
import { processRecord } from '../process/processRecord.ts';
import { FakeHost } from '../testing/fakeHost.ts';
import { FakeTimers, settle } from '../testing/fakeTimers.ts';
import { ReplaySession } from './replaySession.ts';

describe('ReplaySession', () => {
  let host: FakeHost;
  let timers: FakeTimers;
  let ports: Port[];
  let begun: unknown[];
  let actions: ReplayAction[];
  let refusal: ExpectedError | null;
  let session: ReplaySession;
  const onEnded = vi.fn();
  const onFailed = vi.fn();

  function engineEntry(port: Port): void {
    ports.push(port);
    const summary = () => emptySummary('e1', [], 'REPLAY');
    const refuse = (): never => {
      throw new Error('a replay asks for none of this');
    };
    serveRequests(port, 'engine', engineRequests, {
      start: refuse,
      setStrategyMode: refuse,
      setTradingState: refuse,
      setAlertRules: refuse,
      setValueAtRisk: refuse,
      setLimits: refuse,
      approveTicket: refuse,
      rejectTicket: refuse,
      reviseTicket: refuse,
      finish: () => ({}),
      report: ({ file }) => ({ bytes: file.length }),
      summary,
      stop: summary,
      chartSeries: refuse,
      chartPage: refuse,
      chartBar: refuse,
      pools: refuse,
      poolDepth: refuse,
      chainGas: refuse,
      mempool: refuse,
      exposure: refuse,
      engineHealth: refuse,
      chartStudies: refuse,
      chartProfile: refuse,
      studyCatalogue: refuse,
      opportunityDetail: refuse,
      opportunityTrace: refuse,
    });
    serveRequests(port, 'replay', replayRequests, {
      begin: (body) => {
        begun.push(body);
        if (refusal !== null) throw refusal;
        return { epoch: 'e1' };
      },
      control: (action) => {
        actions.push(action);
        return {};
      },
    });
  }

  beforeEach(() => {
    [ports, begun, actions, refusal] = [[], [], [], null];
    onEnded.mockClear();
    onFailed.mockClear();
    timers = new FakeTimers();
    host = new FakeHost({ engine: engineEntry });
    const quiet = vi.fn();
    const root = mkdtempSync(join(tmpdir(), 'replay-session-'));
    session = new ReplaySession({
      host,
      timers,
      record: { ...processRecord(root, procTable, vi.fn()), add: () => undefined },
      log: { info: quiet, warn: quiet, error: quiet, fatal: quiet },
      nowMs: () => 0,
      file: '/journal.sqlite',
      epoch: null,
      speed: 'max',
      events: { onStatus: quiet, onEngineRunning: quiet, onEnded, onFailed },
    });
  });

  it('starts an engine and nothing else, and passes on what a person does and how it ends', async () => {
    await session.start();
    expect(host.started.map(({ name }) => name)).toEqual(['engine']);
    expect(begun).toEqual([{ file: '/journal.sqlite', epoch: null, speed: 'max', restarts: 0 }]);
    expect(session.epochId).toBe('e1');
    await session.control({ kind: 'jump', blockNumber: 7 });
    expect(actions).toEqual([{ kind: 'jump', blockNumber: 7 }]);
    await session.questions.report('json', '/report.json');
    const port = ports[0];
    if (port === undefined) throw new Error('no engine');
    postNotice(port, 'replay', replayNotices, 'ended', { inputs: 3, elapsedMs: 1 });
    await settle();
    expect(onEnded).toHaveBeenCalledWith({ inputs: 3, elapsedMs: 1 });
    expect(await session.stop()).toMatchObject({ ok: true, value: { mode: 'REPLAY' } });
  });

  it('has nobody who signs', async () => {
    await session.start();
    const port = ports[0];
    if (port === undefined) throw new Error('no engine');
    const signed = requesterOn(port, 'signing', signingRequests).call('sign', request({}), 50);
    await expect(signed).rejects.toMatchObject({ code: 'REQUEST_TIMED_OUT' });
    await session.stop();
  });

  it('goes on where it was with an engine that died', async () => {
    await session.start();
    await session.control({ kind: 'setSpeed', speed: 4 });
    await session.control({ kind: 'pause' });
    const port = ports[0];
    if (port === undefined) throw new Error('no engine');
    postNotice(port, 'engine', engineNotices, 'status', { block: 12, text: '' });
    await settle();
    actions.length = 0;
    host.latest('engine').die();
    await timers.advance(200);
    await settle();
    expect(begun).toHaveLength(2);
    expect(begun[1]).toMatchObject({ restarts: 1, speed: 4 });
    expect(actions).toEqual([{ kind: 'pause' }, { kind: 'jump', blockNumber: 12 }]);
    expect(session.restarts).toBe(1);
    await session.stop();
  });

  it('does not try a refused file again', async () => {
    refusal = new ExpectedError('REPLAY_REFUSED', 'it is foreign', { advice: 'Give --replay another.' });
    await expect(session.start()).rejects.toMatchObject({
      code: 'REPLAY_REFUSED',
      message: 'it is foreign',
      advice: 'Give --replay another.',
    });
    await timers.advance(60_000);
    expect(begun).toHaveLength(1);
    expect(onFailed).not.toHaveBeenCalled();
    expect(await session.stop()).toMatchObject({ ok: false, code: 'RUN_NOT_STARTED' });
  });
});
