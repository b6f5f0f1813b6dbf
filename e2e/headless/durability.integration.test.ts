import { keccak256 } from 'ethers';
import { afterEach, expect, it } from 'vitest';
import { HeadlessRun } from './testing/headlessRun.ts';
import { clientFrames, type Syscall, syncedBefore, traceProcess, whyNotTraceable } from './testing/syscallTrace.ts';

let run: HeadlessRun | null = null;

afterEach(() => {
  run?.dispose();
  run = null;
});

/** Something that must not leave the process before `what` is on disk in a file. */
interface Leaving {
  readonly what: string;
  readonly place: number;
}

/** Every transaction on a socket, to the public pool or in a relay's bundle, by its hash. */
function transactionsSent(calls: readonly Syscall[]): readonly Leaving[] {
  return calls.flatMap(({ target, data, from }) => {
    if (!target.startsWith('socket:') && !target.startsWith('TCP')) return [];
    const body = data.toString('latin1');
    if (/eth_(?:send|call)Bundle/.test(body))
      return (body.match(/0x0[0-9a-f]{199,}/g) ?? []).map((raw) => ({ what: keccak256(raw), place: from }));
    return clientFrames(data).flatMap((text) => {
      const { method, params } = JSON.parse(text) as { method: string; params: readonly string[] };
      return method === 'eth_sendRawTransaction' ? [{ what: keccak256(params[0] ?? ''), place: from }] : [];
    });
  });
}

/** Every request for a signature on the channel to main, by its order. */
function signaturesAsked(calls: readonly Syscall[]): readonly Leaving[] {
  return calls.flatMap(({ target, data, from }) => {
    const text = target.endsWith('journal.sqlite-wal') ? '' : data.toString('latin1');
    const order = /orderId.{1,4}(o-t\d+-\d+-\d+-\d+)/s.exec(text)?.[1];
    return order !== undefined && text.includes('signing') ? [{ what: order, place: from }] : [];
  });
}

/** Every signature on the channel to main, by the transaction's hash. */
function signaturesGiven(calls: readonly Syscall[]): readonly Leaving[] {
  return calls.flatMap(({ target, data, from }) => {
    const text = target.endsWith('.jsonl') ? '' : data.toString('latin1');
    const hash = /transactionHash.{1,4}(0x[0-9a-f]{64})/s.exec(text)?.[1];
    return hash === undefined ? [] : [{ what: hash, place: from }];
  });
}

function unsynced(calls: readonly Syscall[], fileEnd: string, leaving: readonly Leaving[]): readonly Leaving[] {
  return leaving.filter(({ what, place }) => !syncedBefore(calls, fileEnd, what, place));
}

const withoutSyncs = (calls: readonly Syscall[]): readonly Syscall[] =>
  calls.filter(({ name }) => name !== 'fsync' && name !== 'fdatasync');

it('has each intent and signature on disk before it leaves the engine, and the signer its record', async (context) => {
  const reason = whyNotTraceable();
  if (reason !== null) return context.skip(`not shown: ${reason}`);
  const started = await HeadlessRun.start({ seed: 41 });
  run = started;
  await started.landMore();
  const [engine = [], signer = []] = await Promise.all([
    traceProcess(started.pidOf('main/engine') ?? 0, () => started.landMore(4)),
    traceProcess(started.pidOf('main/signer') ?? 0, () => started.landMore(4)),
  ]);
  const checks: readonly [readonly Syscall[], string, readonly Leaving[]][] = [
    [engine, '/journal.sqlite-wal', transactionsSent(engine)],
    [engine, '/journal.sqlite-wal', signaturesAsked(engine)],
    [signer, '.spend.jsonl', signaturesGiven(signer)],
  ];
  for (const [calls, file, leaving] of checks) {
    // The first may have been written before the tracer came.
    const seen = leaving.slice(1);
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(unsynced(calls, file, seen)).toEqual([]);
    // The same trace without its syncs is found out.
    expect(unsynced(withoutSyncs(calls), file, seen)).toEqual(seen);
  }
});
