import { computeAddress, SigningKey } from 'ethers';
import type { SignerLimits, SignRequest } from '../../contract/signer.ts';
import { tokenAmount, wei } from '../../domain/amount.ts';
import { chainId } from '../../domain/chain.ts';
import { epochMs } from '../../domain/clock.ts';
import type { Grant } from '../../domain/grant.ts';
import { parseAddress, parseBytes } from '../../domain/hex.ts';
import { type Funding, flashSwap, type Plan } from '../../domain/plan.ts';
import { type ExecutorHop, encodeExecute, type LegPart } from '../../execution/executorCalldata.ts';
import { sealPlan } from '../../execution/planHash.ts';
import type { SignerPolicy } from '../signingState.ts';

/** A devnet, an executor, a key and a moment that signing tests agree on. */
export const nowMs = 1_800_000_000_000;
export const testChain = chainId(7_777_001);
export const executor = parseAddress(`0x${'e1'.repeat(20)}`);
/** Of the chain's lenders. */
export const aavePool = parseAddress(`0x${'aa'.repeat(20)}`);
export const stranger = parseAddress(`0x${'99'.repeat(20)}`);
export const privateKey = `0x${'42'.repeat(32)}`;
export const relayKey = `0x${'52'.repeat(32)}`;
export const key = new SigningKey(privateKey);
export const wallet = parseAddress(computeAddress(key.publicKey));

export const policy: SignerPolicy = {
  epochId: 'devnet-1',
  chainId: testChain,
  mode: 'DEVNET',
  allowedContracts: [executor],
  allowedLenders: [{ kind: 'aaveV3', lender: aavePool }],
  liveUnlocked: false,
  folder: '/nowhere',
};

export const limits: SignerLimits = {
  capital: wei(100n * 10n ** 18n),
  singleTrade: wei(2n * 10n ** 18n),
  atOnce: wei(15n * 10n ** 18n),
  flashNotional: wei(1_000n * 10n ** 18n),
  wrappedNative: parseAddress(`0x${'3'.repeat(40)}`),
};

const pool = (digit: string): Plan['to'] => parseAddress(`0x${digit.repeat(40)}`);
const hops: readonly ExecutorHop[] = [
  { kind: 'uniswapV2', pool: pool('1'), zeroForOne: true, feePpm: 3000 },
  { kind: 'uniswapV3', pool: pool('2'), zeroForOne: false, feePpm: 0 },
];

/** The same route with a second pool beside the first. */
export const splitHops: readonly ExecutorHop[] = [
  { kind: 'uniswapV2', pool: pool('1'), zeroForOne: true, feePpm: 3000, part: part(0, 4n * 10n ** 17n) },
  { kind: 'uniswapV3', pool: pool('4'), zeroForOne: true, feePpm: 0, part: part(0, 6n * 10n ** 17n) },
  { kind: 'uniswapV3', pool: pool('2'), zeroForOne: false, feePpm: 0, part: part(1, 0n) },
];

function part(leg: number, amountIn: bigint): LegPart {
  return { leg, amountIn: tokenAmount(amountIn) };
}

export function calldata(
  changes: {
    hops?: readonly ExecutorHop[];
    deadlineS?: number;
    chainId?: number;
    minProfit?: bigint;
    funding?: Funding;
  } = {},
): Plan['data'] {
  return encodeExecute({
    hops: changes.hops ?? hops,
    terms: {
      funding: changes.funding ?? flashSwap,
      profitToken: pool('3'),
      amountIn: tokenAmount(10n ** 18n),
      minProfit: tokenAmount(changes.minProfit ?? 1n),
      deadlineS: changes.deadlineS ?? nowMs / 1000 + 60,
    },
    chainId: chainId(changes.chainId ?? testChain),
  });
}

/** 400,000 gas at 50 gwei: at worst 0.02 ether. */
export function executePlan(changes: Partial<Omit<Plan, 'planHash'>> = {}): Plan {
  return sealPlan({
    chainId: testChain,
    to: executor,
    value: wei(0n),
    data: calldata(),
    gasLimit: 400_000,
    maxFeePerGas: wei(50n * 10n ** 9n),
    maxPriorityFeePerGas: wei(10n ** 9n),
    submission: { kind: 'public' },
    ...changes,
  });
}

export function cancelPlan(changes: Partial<Omit<Plan, 'planHash'>> = {}): Plan {
  return executePlan({ to: wallet, data: parseBytes('0x'), gasLimit: 21_000, ...changes });
}

export function request(changes: Partial<SignRequest> = {}): SignRequest {
  return {
    orderId: 'order-1',
    kind: 'execute',
    plan: executePlan(),
    nonce: 0,
    authority: { kind: 'grant', grantId: 'grant-1' },
    capital: null,
    ...changes,
  };
}

export function grant(changes: Partial<Grant> = {}): Grant {
  return {
    id: 'grant-1',
    strategy: 'flash-arbitrage',
    chainId: testChain,
    budget: wei(10n ** 18n),
    expiresAtMs: epochMs(nowMs + 3_600_000),
    submissions: ['public', 'relay'],
    grantedBy: 'person',
    grantedAtMs: epochMs(nowMs),
    ...changes,
  };
}
