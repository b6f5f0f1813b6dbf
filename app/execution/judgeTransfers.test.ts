import { describe, expect, it } from 'vitest';
import { parseAddress } from '../domain/hex.ts';
import type { TokenTransferTest } from '../domain/transferTest.ts';
import { judgeTransfers } from './judgeTransfers.ts';

const pool = parseAddress(`0x${'1'.repeat(40)}`);
const token = parseAddress(`0x${'2'.repeat(40)}`);
const other = parseAddress(`0x${'3'.repeat(40)}`);
const whole = { sent: 1_000n, received: 1_000n };
const sound: TokenTransferTest = { token, amount: 1_000n, held: 9_000n, stated: 9_000n, out: whole, back: whole };

function judge(changes: Partial<TokenTransferTest>, vouched = true) {
  const tokens = [
    { ...sound, token: other },
    { ...sound, ...changes },
  ];
  return judgeTransfers({ pool, kind: 'tested', tokens }, vouched);
}

describe('judgeTransfers', () => {
  it('is content with tokens that move as asked, also where somebody gave the pool some', () => {
    expect(judge({})).toEqual({ kind: 'sound' });
    expect(judge({ held: 9_001n })).toEqual({ kind: 'sound' });
    expect(judge({ stated: null })).toEqual({ kind: 'sound' });
  });

  it('knows nothing of a pool that holds nothing', () => {
    expect(judge({ held: 0n, stated: 0n, amount: 0n, out: { sent: 0n, received: 0n } })).toEqual({ kind: 'empty' });
  });

  it.each([
    ['feeOnTransfer', { out: { sent: 1_000n, received: 990n } }],
    ['feeOnTransfer', { back: { sent: 1_000n, received: 990n } }],
    ['feeOnTransfer', { out: { sent: 1_010n, received: 1_000n } }],
    ['paused', { out: 'refused' as const, back: 'refused' as const }],
    ['rebasing', { out: { sent: 1_000n, received: 999n } }],
    ['rebasing', { back: { sent: 999n, received: 1_001n } }],
    ['rebasing', { held: 8_999n }],
    ['untrusted', { back: 'refused' as const }],
    ['untrusted', { out: { sent: 0n, received: 0n } }],
    ['untrusted', { out: { sent: 1_000n, received: 0n } }],
    ['untrusted', { out: { sent: 1_000n, received: 5_000n } }],
    ['untrusted', { out: { sent: 0n, received: 1_000n } }],
  ] as const)('%s: %o', (flag, changes) => {
    expect(judge(changes)).toMatchObject({ kind: 'suspect', suspicion: { flag, token } });
  });

  it('takes a reserve above the balance for the pool itself where its code is not vouched for', () => {
    expect(judge({ held: 1n }, false)).toMatchObject({ suspicion: { flag: 'untrusted', token: null } });
  });
});
