import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transaction } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignRequest } from '../../app/contract/signer.ts';
import { wei } from '../../app/domain/amount.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { worstCaseCost } from '../../app/domain/plan.ts';
import { parseSpendLog } from '../../app/signing/spendLogText.ts';
import {
  policy as basePolicy,
  calldata,
  cancelPlan,
  executePlan,
  grant,
  limits,
  nowMs,
  privateKey,
  relayKey,
  request,
  wallet,
} from '../../app/signing/testing/signingFixture.ts';
import { createSigner, type Signer } from './signer.ts';

type Answer = Awaited<ReturnType<Signer['signing']['sign']>>;

async function start(folder: string, epochId = 'devnet-1', clock = () => nowMs): Promise<Signer> {
  const signer = createSigner(clock);
  await signer.control.configure({ ...basePolicy, folder, epochId });
  expect(await signer.control.unlock({ privateKey, relayKey })).toEqual({ address: wallet });
  await signer.control.setLimits(limits);
  await signer.control.setTradingState({ state: 'active' });
  return signer;
}

async function startWithGrant(folder: string, epochId?: string): Promise<Signer> {
  const signer = await start(folder, epochId);
  await signer.control.addGrant(grant());
  return signer;
}

async function attempt(signer: Signer, asked: SignRequest): Promise<Answer | string> {
  try {
    return await signer.signing.sign(asked);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const folderFor = (): string => mkdtempSync(join(tmpdir(), 'signer-'));
const logOf = (folder: string): string =>
  join(folder, readdirSync(folder).find((name) => name.startsWith('devnet-1')) ?? '');

it('records the moment that it judged, also where the clock jumps meanwhile', async () => {
  const folder = folderFor();
  let readings = 0;
  const signer = await start(folder, 'devnet-1', () => {
    readings += 1;
    return epochMs(nowMs + (readings - 1) * 3_600_000);
  });
  await signer.control.addGrant(grant());
  readings = 0;
  expect(await attempt(signer, request())).toMatchObject({ transactionHash: expect.any(String) });
  expect(parseSpendLog(readFileSync(logOf(folder), 'utf8')).records).toMatchObject([{ atMs: nowMs }]);
});

it('signs a type 2 transaction that is the plan, byte for byte', async () => {
  const signer = await startWithGrant(folderFor());
  const { rawTransaction, transactionHash } = await signer.signing.sign(request({ nonce: 7 }));
  const transaction = Transaction.from(rawTransaction);
  const plan = executePlan();
  expect(transaction).toMatchObject({
    type: 2,
    nonce: 7,
    value: 0n,
    data: plan.data,
    gasLimit: 400_000n,
    maxFeePerGas: plan.maxFeePerGas,
    maxPriorityFeePerGas: plan.maxPriorityFeePerGas,
    hash: transactionHash,
  });
  expect(transaction.chainId).toBe(BigInt(plan.chainId));
  expect(transaction.to?.toLowerCase()).toBe(plan.to);
  expect(transaction.from?.toLowerCase()).toBe(wallet);
});

describe('before it is ready', () => {
  it('refuses everything', async () => {
    const signer = createSigner(() => nowMs);
    expect(await attempt(signer, request())).toBe('SIGNER_NOT_CONFIGURED');
    expect(() => signer.control.unlock({ privateKey, relayKey })).toThrow(
      expect.objectContaining({ code: 'SIGNER_NOT_CONFIGURED' }),
    );
    await signer.control.configure({ ...basePolicy, folder: folderFor() });
    expect(await attempt(signer, request())).toBe('SIGNER_LOCKED');
  });
  it('takes the same configuration twice, another only for another epoch, and no second key', async () => {
    const folder = folderFor();
    const signer = await start(folder);
    expect(await signer.control.configure({ ...basePolicy, folder })).toEqual({});
    expect(() => signer.control.configure({ ...basePolicy, folder, allowedContracts: [wallet] })).toThrow(
      expect.objectContaining({ code: 'SIGNER_RECONFIGURED' }),
    );
    expect(() => signer.control.unlock({ privateKey: `0x${'43'.repeat(32)}`, relayKey })).toThrow(
      expect.objectContaining({ code: 'SIGNER_ALREADY_UNLOCKED' }),
    );
    expect(() => signer.control.configure({ ...basePolicy, folder, epochId: 'live', mode: 'LIVE' })).toThrow(
      expect.objectContaining({ code: 'SIGNER_LIVE_LOCKED' }),
    );
  });
});

describe('after a restart', () => {
  it('gives the same bytes again and never others at the same nonce', async () => {
    const folder = folderFor();
    const before = await (await startWithGrant(folder)).signing.sign(request());
    const signer = await startWithGrant(folder);
    expect(await signer.signing.sign(request())).toEqual(before);
    expect(await attempt(signer, request({ orderId: 'order-2' }))).toBe('SIGNER_NONCE_SIGNED');
    expect(await attempt(signer, request({ plan: executePlan({ gasLimit: 1 }) }))).toBe('SIGNER_ORDER_CHANGED');
  });
  it('remembers used approvals', async () => {
    const folder = folderFor();
    const approval = {
      id: 'approval-1',
      planHash: executePlan().planHash,
      chainId: basePolicy.chainId,
      nonce: 0,
      expiresAtMs: epochMs(nowMs + 10_000),
    };
    const signer = await start(folder);
    await signer.control.addApproval(approval);
    await signer.signing.sign(request({ authority: { kind: 'approval', approvalId: 'approval-1' } }));
    const again = await start(folder);
    expect(() => again.control.addApproval(approval)).toThrow(
      expect.objectContaining({ code: 'SIGNER_APPROVAL_USED' }),
    );
  });
  it("counts a grant's spend over epochs", async () => {
    const folder = folderFor();
    const budget = wei(worstCaseCost(executePlan()) * 2n);
    for (const epochId of ['devnet-0', 'devnet-1']) {
      const signer = await start(folder, epochId);
      await signer.control.addGrant(grant({ budget }));
      expect(await attempt(signer, request())).toHaveProperty('rawTransaction');
      for (const name of readdirSync(folder)) utimesSync(join(folder, name), nowMs / 1000, nowMs / 1000);
    }
    const third = await start(folder, 'devnet-2');
    await third.control.addGrant(grant({ budget }));
    expect(await attempt(third, request())).toBe('SIGNER_GRANT_BUDGET');
  });
  it('no longer reads logs that no grant can reach', async () => {
    const folder = folderFor();
    await (await startWithGrant(folder)).signing.sign(request());
    writeFileSync(logOf(folder), 'not a log');
    utimesSync(logOf(folder), nowMs / 1000 - 8 * 86_400, nowMs / 1000 - 8 * 86_400);
    await expect(startWithGrant(folder, 'devnet-2')).resolves.toBeDefined();
  });
});

describe('the spend log', () => {
  it('forgets a torn tail at any byte, and goes on behind it', async () => {
    const folder = folderFor();
    const signer = await startWithGrant(folder);
    const first = await signer.signing.sign(request());
    const keep = readFileSync(logOf(folder)).length;
    await signer.signing.sign(request({ orderId: 'order-2', nonce: 1 }));
    const whole = readFileSync(logOf(folder)).length;
    for (const size of [keep, keep + 1, Math.floor((keep + whole) / 2), whole - 1]) {
      const torn = folderFor();
      const path = join(torn, 'devnet-1.spend.jsonl');
      writeFileSync(path, readFileSync(logOf(folder)));
      truncateSync(path, size);
      const again = await startWithGrant(torn);
      expect(await again.signing.sign(request())).toEqual(first);
      expect(await attempt(again, request({ orderId: 'order-3', nonce: 1 }))).toHaveProperty('rawTransaction');
      await expect(startWithGrant(torn)).resolves.toBeDefined();
    }
  });
  it('forgets a torn tail of garbage', async () => {
    const folder = folderFor();
    await (await startWithGrant(folder)).signing.sign(request());
    appendFileSync(logOf(folder), '\0\0\0\0');
    await expect(startWithGrant(folder)).resolves.toBeDefined();
  });
  it('refuses to start over a line that was changed or taken out', async () => {
    const folder = folderFor();
    const signer = await startWithGrant(folder);
    for (const nonce of [0, 1, 2]) await signer.signing.sign(request({ orderId: `order-${nonce}`, nonce }));
    const lines = readFileSync(logOf(folder), 'utf8').split('\n');
    for (const damaged of [lines.toSpliced(1, 1), lines.with(0, (lines[0] ?? '').replace('"nonce":0', '"nonce":9'))]) {
      const other = folderFor();
      writeFileSync(join(other, 'devnet-1.spend.jsonl'), damaged.join('\n'));
      await expect(startWithGrant(other)).rejects.toMatchObject({ code: 'SIGNER_LOG_CORRUPT' });
    }
  });
});

it('never lets any sequence of requests and restarts exceed a budget or sign two executes at a nonce', async () => {
  const step = fc.record({
    orderId: fc.integer({ min: 0, max: 8 }).map((n) => `order-${n}`),
    kind: fc.constantFrom('execute' as const, 'execute' as const, 'cancel' as const),
    nonce: fc.integer({ min: 0, max: 4 }),
    gasLimit: fc.integer({ min: 21_000, max: 900_000 }),
    grantId: fc.constantFrom('grant-1', 'grant-2'),
    restart: fc.boolean(),
    tearBytes: fc.integer({ min: 0, max: 40 }),
  });
  const budget = wei(6n * 10n ** 16n);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const folder = folderFor();
      const begin = async (): Promise<Signer> => {
        const signer = await start(folder);
        for (const id of ['grant-1', 'grant-2']) await signer.control.addGrant(grant({ id, budget }));
        return signer;
      };
      let signer = await begin();
      const executed = new Map<number, string>();
      const atRisk = new Map<string, Map<number, bigint>>();
      for (const { restart, tearBytes, gasLimit, grantId, ...rest } of steps) {
        if (restart) {
          // A crash in the middle of a write leaves part of a line that nobody was given.
          appendFileSync(logOf(folder), 'f'.repeat(tearBytes));
          signer = await begin();
        }
        const plan = rest.kind === 'execute' ? executePlan({ gasLimit, data: calldata() }) : cancelPlan({ gasLimit });
        const answer = await attempt(signer, request({ ...rest, plan, authority: { kind: 'grant', grantId } }));
        if (typeof answer === 'string') continue;
        if (rest.kind === 'execute')
          expect(executed.get(rest.nonce) ?? answer.rawTransaction).toBe(answer.rawTransaction);
        if (rest.kind === 'execute') executed.set(rest.nonce, answer.rawTransaction);
        if (rest.kind === 'execute' && ![...atRisk.values()].some((risk) => risk.has(rest.nonce))) {
          atRisk.set(grantId, (atRisk.get(grantId) ?? new Map()).set(rest.nonce, worstCaseCost(plan)));
        }
        if (rest.kind === 'cancel')
          for (const risk of atRisk.values())
            if (risk.has(rest.nonce)) expect(worstCaseCost(plan)).toBeLessThanOrEqual(risk.get(rest.nonce) ?? 0n);
      }
      for (const risk of atRisk.values())
        expect([...risk.values()].reduce((sum, cost) => sum + cost, 0n)).toBeLessThanOrEqual(budget);
    }),
    { numRuns: 60 },
  );
});
