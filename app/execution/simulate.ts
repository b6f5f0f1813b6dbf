import { z } from 'zod';
import { wei } from '../domain/amount.ts';
import type { SimulationResult } from '../domain/engineInput.ts';
import type { Address, Hash } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Plan } from '../domain/plan.ts';
import { type PendingTransaction, pendingBefore, pendingTransactionSchema } from './pendingOrder.ts';
import { revertReason } from './revertReason.ts';
import {
  addressReplySchema,
  atBlockHash,
  bytesReplySchema,
  failureText,
  integerSchema,
  nodeRefusal,
  parseReply,
  quantitySchema,
  type Rpc,
  toQuantity,
} from './rpc.ts';

/** Asks a node what a plan would bring. Never throws for what a node says or fails to say: that is a `failed` result. */
export interface Simulator {
  /** At the state after the block, with that block's number and timestamp (so a deadline is compared with the past). `gasUsed` is 0: a call does not say. */
  atBlock(plan: Plan, at: BlockReference): Promise<SimulationResult>;
  /** At the top of the next block, as a relay's bundle runs: nothing pending before it. */
  onTop(plan: Plan): Promise<SimulationResult>;
  /** In the next block, behind the pending transactions that outbid it; a revert names the last one that touched a route pool. */
  onPending(plan: Plan, routePools: readonly Address[]): Promise<SimulationResult>;
}

const pendingBlockSchema = z.object({
  baseFeePerGas: quantitySchema.transform(wei),
  gasLimit: integerSchema,
  transactions: z.array(pendingTransactionSchema).max(20_000),
});

const simulatedCallSchema = z.object({
  status: integerSchema,
  returnData: bytesReplySchema,
  gasUsed: integerSchema,
  logs: z.array(z.object({ address: addressReplySchema })).default([]),
  error: z.object({ message: z.string().max(4096), data: z.string().optional() }).nullish(),
});
type SimulatedCall = z.infer<typeof simulatedCallSchema>;

const simulatedBlocksSchema = z.array(z.object({ calls: z.array(simulatedCallSchema) })).length(1);

/** @param owner the account that will send the plan. A node without eth_simulateV1 is remembered and asked by eth_call on its pending block. */
export function createSimulator(
  rpc: Rpc,
  owner: Address,
  options: {
    readonly timeoutMs?: number;
    /** Accounts whose pending transactions are passed over. */
    readonly besides?: readonly Address[];
  } = {},
): Simulator {
  const callOptions = options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs };
  let simulatesBlocks = true;

  const callAt = async (plan: Plan, block: unknown): Promise<SimulationResult> => {
    try {
      const request = {
        from: owner,
        to: plan.to,
        data: plan.data,
        value: toQuantity(plan.value),
        gas: toQuantity(plan.gasLimit),
      };
      return profitFrom(await rpc.call('eth_call', [request, block], callOptions), 0);
    } catch (thrown) {
      return failureOf(thrown);
    }
  };

  const behindPending = async (plan: Plan, routePools: readonly Address[]): Promise<SimulationResult> => {
    const reply = await rpc.call('eth_getBlockByNumber', ['pending', true], callOptions);
    const pending = parseReply(pendingBlockSchema, reply, 'eth_getBlockByNumber');
    const others = pending.transactions.filter(({ from }) => options.besides?.includes(from) !== true);
    const before = pendingBefore(others, plan, pending);
    const calls = [...before.map(asCall), asCall({ ...plan, from: owner, input: plan.data, gas: plan.gasLimit })];
    const payload = { blockStateCalls: [{ calls }], validation: false, traceTransfers: false };
    const blocks = parseReply(
      simulatedBlocksSchema,
      await rpc.call('eth_simulateV1', [payload, 'latest'], callOptions),
      'eth_simulateV1',
    );
    return readSimulation(blocks[0]?.calls ?? [], before, routePools);
  };

  return {
    atBlock: (plan, at) => callAt(plan, atBlockHash(at)),
    onTop: (plan) => callAt(plan, 'latest'),
    onPending: async (plan, routePools) => {
      if (!simulatesBlocks) return callAt(plan, 'pending');
      try {
        return await behindPending(plan, routePools);
      } catch (thrown) {
        const refusal = nodeRefusal(thrown);
        if (refusal === null) return failureOf(thrown);
        if (refusal.code === methodNotFound) simulatesBlocks = false;
        // One pending transaction that cannot run fails the whole simulation: the node's own pending block leaves it out.
        return callAt(plan, 'pending');
      }
    },
  };
}

const methodNotFound = -32601;
const executionReverted = 3;

function asCall(transaction: {
  readonly from: Address;
  readonly to?: Address | null | undefined;
  readonly value: bigint;
  readonly input: string;
  readonly gas: number;
}): Record<string, string> {
  const { from, to, value, input, gas } = transaction;
  return { from, ...(to ? { to } : {}), value: toQuantity(value), input, gas: toQuantity(gas) };
}

function readSimulation(
  calls: readonly SimulatedCall[],
  before: readonly PendingTransaction[],
  routePools: readonly Address[],
): SimulationResult {
  const own = calls[before.length];
  if (own === undefined) return { kind: 'failed', error: 'the node left out the result of our call' };
  if (own.status === 1) return profitFrom(own.returnData, own.gasUsed);
  const data = own.error?.data ?? own.returnData;
  return { kind: 'reverted', error: revertReason(data), movedBy: lastMover(calls, before, routePools) };
}

function lastMover(
  calls: readonly SimulatedCall[],
  before: readonly PendingTransaction[],
  routePools: readonly Address[],
): Hash | null {
  const pools = new Set(routePools);
  const movers = before.filter((_, index) => calls[index]?.logs.some((log) => pools.has(log.address)));
  return movers.at(-1)?.hash ?? null;
}

function profitFrom(reply: unknown, gasUsed: number): SimulationResult {
  const data = bytesReplySchema.safeParse(reply);
  if (!data.success || data.data.length !== 66) {
    return { kind: 'failed', error: 'the call returned no amount: is the executor deployed at this address?' };
  }
  return { kind: 'profit', profit: BigInt(data.data), gasUsed };
}

function failureOf(thrown: unknown): SimulationResult {
  const refusal = nodeRefusal(thrown);
  if (refusal !== null && (refusal.code === executionReverted || /revert/i.test(refusal.message))) {
    return { kind: 'reverted', error: revertReason(refusal.data), movedBy: null };
  }
  return { kind: 'failed', error: failureText(thrown) };
}
