import { hashMessage, id, recoverAddress, SigningKey, Transaction } from 'ethers';
import { describe, expect, it } from 'vitest';
import type { SignRequest } from '../contract/signer.ts';
import { worstCaseCost } from '../domain/plan.ts';
import { judge } from './judge.ts';
import { judgeRelay } from './judgeRelay.ts';
import { addGrant, applyRecord, replaySigningState, type SigningState } from './signingState.ts';
import { signRelayRequest } from './signRelayRequest.ts';
import { signTransaction } from './signTransaction.ts';
import type { SpendRecord } from './spendRecord.ts';
import {
  cancelPlan,
  executePlan,
  grant,
  key,
  limits,
  nowMs,
  policy,
  relayKey,
  request,
  wallet,
} from './testing/signingFixture.ts';

const uuid = '12345678-1234-4123-8123-123456789abc';
const toRelay = { submission: { kind: 'relay', relayId: 'r1' } } as const;

function recordOf(nonce: number, changes: Partial<SpendRecord> = {}): SpendRecord {
  const plan = executePlan(toRelay);
  return {
    epochId: policy.epochId,
    orderId: `order-${nonce}`,
    kind: 'execute',
    nonce,
    planHash: plan.planHash,
    authority: { kind: 'grant', grantId: 'grant-1' },
    worstCase: worstCaseCost(plan),
    ...signTransaction(plan, nonce, key),
    submission: plan.submission,
    atMs: nowMs,
    ...changes,
  };
}

function stateWith(...records: readonly SpendRecord[]): SigningState {
  const state = replaySigningState(policy, wallet, records);
  state.tradingState = 'active';
  state.limits = limits;
  addGrant(state, grant());
  return state;
}

const body = (method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [params] });
const send = (txs: readonly string[], more: object = {}): string =>
  body('eth_sendBundle', { txs, blockNumber: '0x10', ...more, replacementUuid: uuid });
const call = (txs: readonly string[]): string =>
  body('eth_callBundle', { txs, blockNumber: '0x10', stateBlockNumber: 'latest' });

function verdict(state: SigningState, text: string, relayId = 'r1'): string {
  try {
    judgeRelay(state, { relayId, body: text });
    return 'signs';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the signer at a relay request', () => {
  const [first, second] = [recordOf(0), recordOf(1)];
  const state = stateWith(first, second);
  const txs = [first.rawTransaction, second.rawTransaction];

  it('signs the four forms over its own transactions for that relay', () => {
    expect(verdict(state, send(txs, { maxTimestamp: 5, revertingTxHashes: [first.transactionHash] }))).toBe('signs');
    expect(verdict(state, call(txs))).toBe('signs');
    expect(verdict(state, body('eth_cancelBundle', { replacementUuid: uuid }))).toBe('signs');
    const stats = { bundleHash: first.transactionHash, blockNumber: '0x10' };
    expect(verdict(state, body('flashbots_getBundleStatsV2', stats))).toBe('signs');
  });

  it("never signs a bundle with somebody else's transaction in it, wherever it stands", () => {
    const stranger = Transaction.from({ type: 2, chainId: policy.chainId, nonce: 0, to: wallet, gasLimit: 21_000 });
    stranger.signature = new SigningKey(`0x${'77'.repeat(32)}`).sign(stranger.unsignedHash);
    for (const foreign of [[stranger.serialized, ...txs], [...txs, stranger.serialized], [stranger.serialized]])
      for (const text of [send(foreign), call(foreign)]) expect(verdict(state, text)).toBe('SIGNER_RELAY_FOREIGN');
  });

  it('never gives a relay what was signed for another way, another relay or another epoch', () => {
    const forPool = recordOf(2, { submission: { kind: 'public' } });
    const old = recordOf(3);
    const { submission: _, ...unsaid } = old;
    const cancel = recordOf(4, { kind: 'cancel', ...signTransaction(cancelPlan(), 4, key) });
    const elsewhere = recordOf(5, { epochId: 'devnet-0', ...signTransaction(executePlan(toRelay), 5, key) });
    for (const record of [forPool, unsaid, cancel, elsewhere])
      expect(verdict(stateWith(record), send([record.rawTransaction]))).toBe('SIGNER_RELAY_FOREIGN');
    expect(verdict(state, send(txs), 'r2')).toBe('SIGNER_RELAY_FOREIGN');
  });

  it.each([
    ['text that is no JSON', '{'],
    ['a doubled key', send(txs).replace('"blockNumber"', '"txs":[],"blockNumber"')],
    ['white space', `${send(txs)} `],
    ['an unknown method', send(txs).replace('eth_sendBundle', 'eth_sendPrivateTransaction')],
    ['an unknown field', send(txs, { builders: ['x'] })],
    ['no transactions', send([])],
    ['more than one parameter', send(txs).replace(/\]\}$/, ',{}]}')],
    ['nonces out of order', send([...txs].reverse())],
    ['the same one twice', send([first.rawTransaction, first.rawTransaction])],
    ['a reverting hash that is not of the bundle', send(txs, { revertingTxHashes: [`0x${'0'.repeat(64)}`] })],
  ])('refuses %s', (_, text) => {
    expect(verdict(state, text)).toBe('SIGNER_RELAY_BODY');
  });

  it('sends nothing while trading is halted, but takes back', () => {
    const halted = stateWith(first);
    halted.tradingState = 'halted';
    expect(verdict(halted, send([first.rawTransaction]))).toBe('SIGNER_HALTED');
    expect(verdict(halted, call([first.rawTransaction]))).toBe('SIGNER_HALTED');
    expect(verdict(halted, body('eth_cancelBundle', { replacementUuid: uuid }))).toBe('signs');
  });

  it('signs by EIP-191 over the text of the hash of the body, with a key that is not the wallet', () => {
    const signer = new SigningKey(relayKey);
    const [address = '', signature = ''] = signRelayRequest(send(txs), signer).split(':');
    expect(recoverAddress(hashMessage(id(send(txs))), signature)).toBe(address);
    expect(address.toLowerCase()).not.toBe(wallet);
  });
});

describe('a nonce at which a transaction for a relay was signed', () => {
  const again = (changes: Partial<SignRequest> = {}): SignRequest =>
    request({ orderId: 'order-9', nonce: 0, plan: executePlan(toRelay), ...changes });
  const outcome = (record: SpendRecord): string => {
    const state = stateWith(record);
    try {
      const verdict = judge(state, again(), nowMs).kind;
      applyRecord(state, recordOf(0, { orderId: 'order-9' }));
      return verdict;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('is signed at again; one of the public pool is not, nor one that may be', () => {
    expect(outcome(recordOf(0))).toBe('sign');
    expect(outcome(recordOf(0, { submission: { kind: 'public' } }))).toBe('SIGNER_NONCE_SIGNED');
    const { submission: _, ...unsaid } = recordOf(0);
    expect(outcome(unsaid)).toBe('SIGNER_NONCE_SIGNED');
  });

  it('lets nothing be signed behind the back of a later one of the public pool', () => {
    const state = stateWith(recordOf(0));
    applyRecord(state, recordOf(0, { orderId: 'order-8', submission: { kind: 'public' } }));
    expect(() => judge(state, again(), nowMs)).toThrow(expect.objectContaining({ code: 'SIGNER_NONCE_SIGNED' }));
  });

  it('counts both against the grant', () => {
    const state = stateWith(recordOf(0));
    applyRecord(state, recordOf(0, { orderId: 'order-9' }));
    expect(state.spentByGrant.get('grant-1')).toBe(2n * worstCaseCost(executePlan(toRelay)));
  });
});
