import { describe, expect, it, vi } from 'vitest';
import { FakeHost } from '../testing/fakeHost.ts';
import { FakeTimers, settle } from '../testing/fakeTimers.ts';
import { Supervisor } from './supervisor.ts';

function supervise(prepare: (restarts: number) => Promise<void> = async () => undefined) {
  const host = new FakeHost({});
  const timers = new FakeTimers();
  const onGone = vi.fn();
  const onGivenUp = vi.fn();
  const supervisor = new Supervisor({
    name: 'engine',
    host,
    timers,
    prepare: (_child, restarts) => prepare(restarts),
    onGone,
    onGivenUp,
  });
  return { host, timers, onGone, onGivenUp, supervisor };
}

describe('Supervisor', () => {
  it('starts what died again and counts it', async () => {
    const { host, timers, supervisor, onGone } = supervise();
    await supervisor.start();
    expect(supervisor.state).toBe('running');
    host.latest('engine').die();
    expect(onGone).toHaveBeenCalledWith('signal SIGKILL', false);
    expect(supervisor).toMatchObject({ state: 'restarting', restarts: 1, pid: null });
    await timers.advance(100);
    expect(supervisor.state).toBe('running');
    expect(host.started).toHaveLength(2);
  });

  it('waits longer after each death, up to five seconds, and begins anew after a steady time', async () => {
    const { host, timers, supervisor } = supervise();
    await supervisor.start();
    const waits: (number | null)[] = [];
    for (let death = 0; death < 5; death += 1) {
      host.latest('engine').die();
      waits.push(timers.nextInMs);
      await timers.advance(timers.nextInMs ?? 0);
      await settle();
    }
    expect(waits).toEqual([100, 200, 400, 800, 1600]);
    await timers.advance(2_000);
    host.latest('engine').die();
    expect(timers.nextInMs).toBe(100);
  });

  it('gives up on a crash loop with a clear error', async () => {
    const { timers, supervisor, onGivenUp, host } = supervise(() => Promise.reject(new Error('the store is broken')));
    const started = supervisor.start();
    const refused = expect(started).rejects.toMatchObject({
      code: 'PROCESS_CRASH_LOOP',
      message: expect.stringContaining('the store is broken'),
    });
    for (let turn = 0; turn < 20; turn += 1) {
      await settle();
      await timers.advance(5_000);
    }
    await refused;
    expect(onGivenUp).toHaveBeenCalledOnce();
    expect(host.started).toHaveLength(6);
    expect(supervisor.state).toBe('stopped');
  });

  it('survives any number of kills of a child that had been of use', async () => {
    const { host, timers, supervisor, onGivenUp } = supervise();
    await supervisor.start();
    for (let kill = 0; kill < 30; kill += 1) {
      await timers.advance(2_000);
      host.latest('engine').die();
      await timers.advance(100);
    }
    expect(onGivenUp).not.toHaveBeenCalled();
    expect(supervisor).toMatchObject({ state: 'running', restarts: 30 });
  });

  it('resolves the first start once a later child is of use', async () => {
    const { timers, supervisor } = supervise((restarts) =>
      restarts < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve(),
    );
    const started = supervisor.start();
    for (let turn = 0; turn < 3; turn += 1) {
      await settle();
      await timers.advance(1_000);
    }
    await started;
    expect(supervisor.restarts).toBe(2);
  });

  it('replaces a child without a step towards the crash loop', async () => {
    const { timers, supervisor, onGivenUp, host } = supervise();
    await supervisor.start();
    for (let turn = 0; turn < 10; turn += 1) {
      supervisor.replace();
      await settle();
      await timers.advance(100);
    }
    expect(onGivenUp).not.toHaveBeenCalled();
    expect(host.started).toHaveLength(11);
  });

  it('stops for good, also while it waits', async () => {
    const { host, timers, supervisor } = supervise();
    await supervisor.start();
    host.latest('engine').die();
    await supervisor.stop();
    await timers.advance(60_000);
    expect(host.started).toHaveLength(1);
    const again = supervise();
    await again.supervisor.start();
    await again.supervisor.stop();
    await again.timers.advance(60_000);
    expect(again.host.started).toHaveLength(1);
    expect(again.onGone).toHaveBeenCalledWith('signal SIGKILL', true);
  });
});
