import type { z } from 'zod';
import type { engineNotices } from '../../app/contract/engine.ts';
import type { Requester } from '../../app/contract/requests.ts';
import type { signingRequests } from '../../app/contract/signer.ts';
import type { Clock } from '../../app/domain/clock.ts';
import type { EngineInput, SimulationResult } from '../../app/domain/engineInput.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { Effect } from '../../app/engine/effect.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import { attribute } from '../../app/execution/attribute.ts';
import { attributeMisses } from '../../app/execution/attributeMisses.ts';
import { readDataFee } from '../../app/execution/dataFee/readDataFee.ts';
import { readAccount } from '../../app/execution/readAccount.ts';
import { readLenders } from '../../app/execution/readLenders.ts';
import { readNonce } from '../../app/execution/readNonce.ts';
import { createSimulator, type Simulator } from '../../app/execution/simulate.ts';
import { submitTransaction } from '../../app/execution/submit.ts';
import type { KnownMarket } from '../../app/execution/taker.ts';
import { testTransfers } from '../../app/execution/testTransfers.ts';
import { readChainQuotes } from '../../app/market/readChainQuotes.ts';
import { confirmedRead } from '../../app/market/rpc/confirmedRead.ts';
import type { RpcClient } from '../../app/market/rpc/rpcClient.ts';
import { log } from './log.ts';
import type { PaperDesk } from './paper/paperDesk.ts';
import { performBundle } from './relay/performBundle.ts';
import { relayClient } from './relay/relayClient.ts';
import { relayTimeoutMs } from './relay/relayTimeout.ts';

export interface EffectContext {
  /** Read only here: what an effect needs to know beyond its own fields. */
  readonly kernel: KernelState;
  readonly rpc: RpcClient;
  readonly signer: Requester<typeof signingRequests>;
  /** In an epoch on paper: what takes the place of the signer, the pool and the relays. */
  readonly paper: PaperDesk | null;
  readonly clock: Clock;
  readonly push: (input: EngineInput) => void;
  readonly resynchronise: (reason: string) => void;
  readonly notices: { readonly [N in keyof typeof engineNotices]: (body: z.input<(typeof engineNotices)[N]>) => void };
}

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

const resubmitAfterMs = 500;
const signAgainAfterMs = 1000;

/** Carries effects out and brings each answer back as an input. A failure that the node or a process caused is an answer too. */
export function effectPerformer(context: EffectContext): (effect: Effect) => void {
  const { kernel, rpc, clock, push, notices, paper } = context;
  const besides = paper?.twins ?? [];
  const simulator = createSimulator(rpc, kernel.epoch.wallet, { besides });
  const relays = relayClient(context.signer, { timeoutMs: relayTimeoutMs(kernel.epoch.chain.blockTimeMs) });
  let accountReads: Promise<void> = Promise.resolve();

  const perform = async (effect: Effect): Promise<void> => {
    switch (effect.kind) {
      case 'simulate': {
        const result =
          effect.stage === 'atBlock'
            ? await simulateAtBlock(context, simulator, effect)
            : effect.plan.submission.kind === 'relay'
              ? await simulator.onTop(effect.plan)
              : await simulator.onPending(effect.plan, effect.routePools);
        return push({
          kind: 'simulated',
          atMs: clock.epochMs(),
          ticketId: effect.ticketId,
          stage: effect.stage,
          result,
        });
      }
      case 'sign':
        return paper === null ? sign(context, effect) : paper.sign(effect);
      case 'submit':
        return paper === null ? submit(context, effect) : paper.submit(effect);
      case 'simulateBundle':
      case 'sendBundle':
      case 'cancelBundle':
        if (paper !== null) return paper.bundle(effect);
        return performBundle({ client: relays, epochId: kernel.epoch.id, clock, push }, effect);
      case 'attribute': {
        const { order, block, transactionIndex } = effect;
        const found = await attribute(rpc, {
          order,
          wallet: kernel.epoch.wallet,
          routePools: order.routePools,
          block,
          transactionIndex,
          market: marketOf(kernel),
          besides,
        });
        return push({ kind: 'attributed', atMs: clock.epochMs(), orderId: order.id, ...found });
      }
      case 'attributeMisses': {
        const { block, missed } = effect;
        const takers = await attributeMisses(rpc, {
          block,
          wallet: kernel.epoch.wallet,
          missed,
          market: marketOf(kernel),
          besides,
        });
        return push({ kind: 'missed', atMs: clock.epochMs(), block, takers });
      }
      case 'readNonce': {
        const { block } = effect;
        const onChain = await readNonce(rpc, kernel.epoch.wallet, block);
        const nonce = paper === null ? onChain : await paper.nonce(onChain, block);
        return push({ kind: 'nonce', atMs: clock.epochMs(), block, nonce });
      }
      case 'readAccount':
        // In the order asked, so that books are compared block by block.
        accountReads = accountReads.then(() => settled(effect.kind, () => account(context, effect)));
        return accountReads;
      case 'readLenders': {
        const { chain } = kernel.epoch;
        const { multicall3, lenders, profitTokens: tokens } = chain;
        const states = await readLenders(rpc, { multicall3, lenders, tokens, block: effect.block }).catch((error) => {
          if (!(error instanceof ExpectedError)) throw error;
          log('warn', `readLenders: ${error.message}`, { code: error.code, ...error.facts });
          return [];
        });
        const { block, ticketId } = effect;
        return push({ kind: 'lenders', atMs: clock.epochMs(), block, ticketId, states });
      }
      case 'readDataFee': {
        const { rule, block } = effect;
        const { multicall3 } = kernel.epoch.chain;
        const prices = await readDataFee(rpc, { rule, multicall3, block }).catch((error) => {
          if (!(error instanceof ExpectedError)) throw error;
          log('warn', `readDataFee: ${error.message}`, { code: error.code, ...error.facts });
          return null;
        });
        return push({ kind: 'dataFee', atMs: clock.epochMs(), block, prices });
      }
      case 'checkQuotes': {
        const checks = await readChainQuotes(rpc, kernel.epoch.chain, kernel.market.pools, effect.block, effect.checks);
        return push({ kind: 'tripwire', atMs: clock.epochMs(), block: effect.block, checks });
      }
      case 'testTransfers': {
        const { block, ticketId, pools } = effect;
        const holder = kernel.epoch.chain.executor ?? kernel.epoch.wallet;
        const subjects = pools.map(({ address, ...pool }) => ({ ...pool, pool: address }));
        const tests = await testTransfers(rpc, holder, block, subjects);
        return push({ kind: 'transfersTested', atMs: clock.epochMs(), block, ticketId, tests });
      }
      case 'wantApproval':
        return notices.approvalWanted({
          ticketId: effect.ticket.id,
          plan: effect.ticket.plan,
          nonce: effect.nonce,
          expiresAtMs: effect.ticket.expiresAtMs,
        });
      case 'withdrawApproval':
        return notices.approvalWithdrawn({ ticketId: effect.ticketId, reason: effect.reason.slice(0, 256) });
      case 'resynchronise':
        return context.resynchronise(effect.reason);
      case 'halted':
        return notices.halted({ reason: effect.reason.slice(0, 512) });
      case 'reduceOnly':
        return notices.reduceOnly({ reason: effect.reason.slice(0, 512) });
    }
  };
  return (effect) => void settled(effect.kind, () => perform(effect));
}

function marketOf({ epoch, tokens, market }: KernelState): KnownMarket {
  return { wrappedNative: epoch.chain.wrappedNative, tokens, pools: market.pools };
}

/** What the node could not answer is logged: the next block asks again. A bug goes up and ends the process. */
async function settled(kind: Effect['kind'], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    log('warn', `${kind}: ${error.message}`, { code: error.code, ...error.facts });
  }
}

/** A result other than predicted halts a route and is an error of the run: it must not be a torn read of the newest block. */
async function simulateAtBlock(
  { kernel }: EffectContext,
  simulator: Simulator,
  effect: Extract<Of<'simulate'>, { readonly stage: 'atBlock' }>,
): Promise<SimulationResult> {
  const simulate = (): Promise<SimulationResult> => simulator.atBlock(effect.plan, effect.at);
  const result = await simulate();
  const predicted = kernel.tickets.get(effect.ticketId)?.opportunity.gross;
  if (result.kind === 'failed' || (result.kind === 'profit' && result.profit === predicted)) return result;
  try {
    return await confirmedRead(simulate);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { kind: 'failed', error: error.message };
  }
}

async function account({ kernel, rpc, clock, push, paper }: EffectContext, effect: Of<'readAccount'>): Promise<void> {
  const { chain, wallet } = kernel.epoch;
  const onChain = paper === null;
  const query = {
    multicall3: chain.multicall3,
    wallet,
    executor: chain.executor,
    tokens: [...kernel.tokens.keys()],
    block: effect.block,
    openOrders: onChain ? effect.orders : [],
    watched: onChain ? effect.watched : [],
    bookedIn: effect.bookedIn,
  };
  // Books are held against it to the wei: a torn read of the newest block would halt trading.
  const read = await confirmedRead(() => readAccount(rpc, query));
  push({ kind: 'account', atMs: clock.epochMs(), ...read, ...(await paper?.account(read, effect)) });
}

/** A signer that is being restarted is asked again: its answers are by order, so nothing is signed twice. */
async function sign({ signer, clock, push, kernel }: EffectContext, { order }: Of<'sign'>): Promise<void> {
  for (;;) {
    try {
      const signature = await signer.call('sign', {
        orderId: order.id,
        kind: order.kind,
        plan: order.plan,
        nonce: order.nonce,
        authority: order.authority,
        capital: kernel.risk.figures?.capital ?? null,
      });
      return push({
        kind: 'signed',
        atMs: clock.epochMs(),
        orderId: order.id,
        result: { kind: 'signature', ...signature },
      });
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      if (error.code.startsWith('SIGNER_'))
        return push({
          kind: 'signed',
          atMs: clock.epochMs(),
          orderId: order.id,
          result: { kind: 'refused', code: error.code, message: error.message },
        });
      log('warn', `sign: ${error.message}`, { code: error.code, order: order.id });
    }
    await delay(signAgainAfterMs);
    if (kernel.orders.get(order.id)?.state !== 'intended') return;
  }
}

/** Without an answer the transaction may be in the pool or not: the same bytes are sent again until the node says. */
async function submit(
  { rpc, clock, push, kernel }: EffectContext,
  { orderId, rawTransaction }: Of<'submit'>,
): Promise<void> {
  for (;;) {
    const hash = kernel.orders.get(orderId)?.transactionHash ?? null;
    if (hash === null) return;
    const result = await submitTransaction(rpc, rawTransaction, hash);
    if (result.kind === 'accepted') return push({ kind: 'submitted', atMs: clock.epochMs(), orderId, result });
    if (result.kind === 'refused')
      return push({
        kind: 'submitted',
        atMs: clock.epochMs(),
        orderId,
        result: { kind: 'refused', error: `${result.cause}: ${result.error}` },
      });
    log('warn', `submit: ${result.error}`, { order: orderId });
    await delay(resubmitAfterMs);
    if (kernel.orders.get(orderId)?.state !== 'signed') return;
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
