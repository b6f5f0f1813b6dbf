import { computeAddress, SigningKey } from 'ethers';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import type { signerControlRequests, signingRequests } from '../../app/contract/signer.ts';
import { parseAddress } from '../../app/domain/hex.ts';
import { worstCaseCost } from '../../app/domain/plan.ts';
import { decodeExecute } from '../../app/execution/executorCalldata.ts';
import { checkPolicy, samePolicy } from '../../app/signing/checkPolicy.ts';
import { judge } from '../../app/signing/judge.ts';
import { judgeRelay } from '../../app/signing/judgeRelay.ts';
import { refuse } from '../../app/signing/refuse.ts';
import {
  addApproval,
  addGrant,
  applyRecord,
  replaySigningState,
  type SignerPolicy,
  type SigningState,
} from '../../app/signing/signingState.ts';
import { signRelayRequest } from '../../app/signing/signRelayRequest.ts';
import { signTransaction } from '../../app/signing/signTransaction.ts';
import type { SpendRecord } from '../../app/signing/spendRecord.ts';
import { openSpendLog, type SpendLog } from './spendLog.ts';

interface Configured {
  readonly policy: SignerPolicy;
  readonly log: SpendLog;
}
interface Unlocked {
  readonly key: SigningKey;
  readonly relayKey: SigningKey;
  readonly state: SigningState;
}

export interface Signer {
  readonly control: RequestHandlers<typeof signerControlRequests>;
  readonly signing: RequestHandlers<typeof signingRequests>;
}

/**
 * The signer: configured once per epoch, unlocked once, then asked. Deciding, recording and answering happen in one
 * synchronous step, so no two requests can see the same budget.
 */
export function createSigner(nowMs: () => number): Signer {
  let configured: Configured | null = null;
  let unlocked: Unlocked | null = null;
  const open = (): Configured & Unlocked => {
    if (configured === null) throw refuse('SIGNER_NOT_CONFIGURED', 'the signer has no policy');
    if (unlocked === null) throw refuse('SIGNER_LOCKED', 'the signer has no key');
    return { ...configured, ...unlocked };
  };
  const control: Signer['control'] = {
    configure: (policy) => {
      checkPolicy(policy);
      if (configured !== null && configured.policy.epochId === policy.epochId) {
        if (samePolicy(configured.policy, policy)) return {};
        throw refuse('SIGNER_RECONFIGURED', `epoch ${policy.epochId} already has another policy`);
      }
      const log = openSpendLog(policy.folder, policy.epochId, nowMs());
      configured?.log.close();
      configured = { policy, log };
      unlocked = null;
      return {};
    },
    unlock: ({ privateKey, relayKey }) => {
      if (configured === null) throw refuse('SIGNER_NOT_CONFIGURED', 'the signer has no policy');
      const key = new SigningKey(privateKey);
      const address = parseAddress(computeAddress(key.publicKey));
      if (unlocked !== null && unlocked.state.wallet !== address)
        throw refuse('SIGNER_ALREADY_UNLOCKED', 'the signer holds another key');
      unlocked ??= {
        key,
        relayKey: new SigningKey(relayKey),
        state: replaySigningState(configured.policy, address, configured.log.records(), configured.log.isCut),
      };
      return { address };
    },
    addApproval: (approval) => {
      addApproval(open().state, approval);
      return {};
    },
    addGrant: (grant) => {
      addGrant(open().state, grant);
      return {};
    },
    revokeGrant: ({ id }) => {
      open().state.grants.delete(id);
      return {};
    },
    setLimits: (limits) => {
      open().state.limits = limits;
      return {};
    },
    setTradingState: ({ state }) => {
      open().state.tradingState = state;
      return {};
    },
  };
  const signing: Signer['signing'] = {
    sign: (request) => {
      const { state, key, log, policy } = open();
      // Read once: the record tells the moment that was judged, even where the clock is set between the two.
      const atMs = nowMs();
      const verdict = judge(state, request, atMs);
      if (verdict.kind === 'signedBefore') return answerOf(verdict.record);
      const { plan, orderId, kind, nonce, authority } = request;
      const signed = signTransaction(plan, nonce, key);
      const record: SpendRecord = {
        epochId: policy.epochId,
        orderId,
        kind,
        nonce,
        planHash: plan.planHash,
        authority,
        worstCase: worstCaseCost(plan),
        ...signed,
        ...(kind === 'execute'
          ? { submission: plan.submission, deadlineS: decodeExecute(plan.data).terms.deadlineS }
          : {}),
        atMs,
      };
      log.append(record);
      applyRecord(state, record);
      return answerOf(record);
    },
    signRelay: (request) => {
      const { state, relayKey } = open();
      judgeRelay(state, request);
      return { header: signRelayRequest(request.body, relayKey) };
    },
  };
  return { control, signing };
}

function answerOf(record: SpendRecord): Pick<SpendRecord, 'rawTransaction' | 'transactionHash'> {
  return { rawTransaction: record.rawTransaction, transactionHash: record.transactionHash };
}
