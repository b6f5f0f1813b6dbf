import type { Wallet } from 'ethers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tokenAmount, wei } from '../domain/amount.ts';
import { type Address, parseAddress, parseHash } from '../domain/hex.ts';
import type { Order } from '../domain/order.ts';
import { flashSwap, type Plan, worstCaseCost } from '../domain/plan.ts';
import { publicSubmission } from '../domain/submission.ts';
import { sampleOrder } from '../store/testing/sampleRecords.ts';
import { attribute } from './attribute.ts';
import { makeCancellation } from './makeCancellation.ts';
import { makePlan } from './makePlan.ts';
import { readAccount } from './readAccount.ts';
import { readTrace } from './readTrace.ts';
import { createSimulator } from './simulate.ts';
import { submitTransaction } from './submit.ts';
import {
  addressOf,
  type Contract,
  contractAt,
  deployer,
  type LocalChain,
  owner,
  rival,
  startLocalChain,
} from './testing/localChain.ts';
import { traceCall } from './traceCall.ts';
import { readReceipts } from './track.ts';

const ether = 10n ** 18n;
const gwei = 10n ** 9n;
const nobody = parseAddress(`0x${'00'.repeat(20)}`);

let chain: LocalChain;
let weth: Contract;
let token: Contract;
let multicall: Contract;
let executor: Contract;
let rivalExecutor: Contract;
let pools: readonly [Contract, Contract];

beforeAll(async () => {
  chain = await startLocalChain();
  weth = await chain.deploy('WETH9');
  token = await chain.deploy('Token', 'Dollar', 'USD', 6);
  multicall = await chain.deploy('Multicall3');
  executor = await chain.deploy('Executor', owner.address);
  rivalExecutor = await chain.deploy('Executor', rival.address);
  await chain.send(deployer, token, 'mint', [[deployer.address], 10n ** 15n]);
  await chain.send(deployer, weth, 'deposit', [], 2_000n * ether);
  pools = [await makePool(100n * ether, 300_000_000_000n), await makePool(100n * ether, 300_000_000_000n)];
});

afterAll(() => chain.stop());

async function makePool(wethAmount: bigint, tokenAmountIn: bigint): Promise<Contract> {
  const factory = await chain.deploy('UniswapV2Factory', nobody);
  await chain.send(deployer, factory, 'createPair', [weth.address, token.address]);
  const address = parseAddress(String(await chain.read(factory, 'getPair', [weth.address, token.address])));
  const pool = contractAt(address, 'UniswapV2Pair');
  await chain.send(deployer, weth, 'transfer', [address, wethAmount]);
  await chain.send(deployer, token, 'transfer', [address, tokenAmountIn]);
  await chain.send(deployer, pool, 'mint', [deployer.address]);
  return pool;
}

const wethIsToken0 = (): boolean => weth.address < token.address;

function amountOut(amountIn: bigint, reserveIn: bigint, reserveOut: bigint): bigint {
  const withFee = amountIn * 997n;
  return (withFee * reserveOut) / (reserveIn * 1000n + withFee);
}

async function reserves(pool: Contract): Promise<{ readonly weth: bigint; readonly token: bigint }> {
  const read = async (asset: Contract): Promise<bigint> =>
    BigInt(String(await chain.read(asset, 'balanceOf', [pool.address])));
  return { weth: await read(weth), token: await read(token) };
}

/** Sells WETH into the second pool until both differ again, so that there is a profit in the route first -> second. */
beforeEach(async () => {
  const [first, second] = await Promise.all(pools.map(reserves));
  if (first === undefined || second === undefined) return;
  const sold = second.weth / 12n;
  const bought = amountOut(sold, second.weth, second.token);
  await chain.send(deployer, weth, 'transfer', [pools[1].address, sold]);
  const [out0, out1] = wethIsToken0() ? [0n, bought] : [bought, 0n];
  await chain.send(deployer, pools[1], 'swap', [out0, out1, deployer.address, '0x']);
});

interface Trade {
  readonly plan: Plan;
  readonly profit: bigint;
  readonly deadlineS: number;
}

/** WETH into the first pool, back out of the second, by an executor; with the profit that the formula predicts. */
async function makeTrade(
  tip: bigint,
  changes: { at?: Contract; minProfit?: bigint; deadlineS?: number } = {},
): Promise<Trade> {
  const [first, second] = [await reserves(pools[0]), await reserves(pools[1])];
  const amountIn = ether;
  const profit = amountOut(amountOut(amountIn, first.weth, first.token), second.token, second.weth) - amountIn;
  const { timestampS } = await chain.head();
  const deadlineS = changes.deadlineS ?? timestampS + 600;
  const zeroForOne = wethIsToken0();
  const { plan } = makePlan(
    { chainId: chain.chainId, executor: (changes.at ?? executor).address },
    {
      hops: [
        { kind: 'uniswapV2', pool: pools[0].address, zeroForOne, feePpm: 3000 },
        { kind: 'uniswapV2', pool: pools[1].address, zeroForOne: !zeroForOne, feePpm: 3000 },
      ],
      funding: flashSwap,
      profitToken: weth.address,
      amountIn: tokenAmount(amountIn),
      minProfit: tokenAmount(changes.minProfit ?? (profit * 9n) / 10n),
      deadlineS,
      gasLimit: 400_000,
      maxFeePerGas: wei(100n * gwei + tip),
      maxPriorityFeePerGas: wei(tip),
      submission: publicSubmission,
    },
  );
  return { plan, profit, deadlineS };
}

async function submit(wallet: Wallet, plan: Plan): Promise<Order> {
  const { raw, hash } = await chain.sign(wallet, plan);
  expect(await submitTransaction(chain.rpc, raw, hash)).toEqual({ kind: 'accepted' });
  return sampleOrder(1, { plan, rawTransaction: raw, transactionHash: hash, state: 'submitted' });
}

const routePools = () => pools.map((pool) => pool.address);

describe('execution on a chain', () => {
  it('simulates, sends, tracks and accounts for a trade, to the wei', async () => {
    const { plan, profit } = await makeTrade(2n * gwei);
    const simulator = createSimulator(chain.rpc, addressOf(owner));
    const head = await chain.head();
    expect(profit).toBeGreaterThan(0n);
    expect(await simulator.atBlock(plan, { number: head.number, hash: head.hash })).toEqual({
      kind: 'profit',
      profit,
      gasUsed: 0,
    });
    const pending = await simulator.onPending(plan, routePools());
    expect(pending).toMatchObject({ kind: 'profit', profit });

    const query = {
      multicall3: multicall.address,
      wallet: addressOf(owner),
      executor: executor.address,
      tokens: [weth.address, token.address],
      bookedIn: [],
    };
    const other = { number: head.number, hash: parseHash(`0x${'0b'.repeat(32)}`) };
    const before = await readAccount(chain.rpc, {
      ...query,
      block: head,
      openOrders: [],
      watched: [],
      bookedIn: [head, other],
    });
    expect(before.replaced).toEqual([other]);
    const order = await submit(owner, plan);
    expect(
      await submitTransaction(chain.rpc, order.rawTransaction ?? plan.data, order.transactionHash ?? head.hash),
    ).toEqual({ kind: 'accepted' });
    const early = await readAccount(chain.rpc, { ...query, block: head, openOrders: [order], watched: [] });
    expect(early.receipts).toEqual([]);

    const block = await chain.mine();
    const stale = await readAccount(chain.rpc, { ...query, block: head, openOrders: [order], watched: [] });
    expect(stale.receipts).toEqual([]);
    const { balances, receipts } = await readAccount(chain.rpc, { ...query, block, openOrders: [order], watched: [] });
    const [receipt] = receipts;
    expect(receipt).toMatchObject({ succeeded: true, block, tokenDeltas: [{ token: weth.address, amount: profit }] });
    // A pair writes its two price accumulators when a second has passed since its last block, which a simulation within the
    // same second does not see: at most four first writes for the route's two pairs.
    const more = (receipt?.gasUsed ?? 0) - (pending.kind === 'profit' ? pending.gasUsed : 0);
    expect(more).toBeGreaterThanOrEqual(0);
    expect(more).toBeLessThanOrEqual(4 * 22_100);
    const gas = BigInt(receipt?.gasUsed ?? 0) * (receipt?.effectiveGasPrice ?? 0n);
    expect(balances.wallet.get('native')).toBe((before.balances.wallet.get('native') ?? 0n) - gas);
    expect(balances.wallet.get(weth.address)).toBe((before.balances.wallet.get(weth.address) ?? 0n) + profit);
    expect(balances.nonce).toBe(before.balances.nonce + 1);
    expect([...balances.executor.values()]).toEqual([0n, 0n, 0n]);
    // Sending it once more, now that its nonce is used up by itself, changes nothing.
    expect(
      await submitTransaction(chain.rpc, order.rawTransaction ?? plan.data, order.transactionHash ?? head.hash),
    ).toEqual({ kind: 'accepted' });
  });

  it('has the node account for each call of a trade, and for why one fails', async () => {
    const { plan, profit } = await makeTrade(gwei);
    const { number, hash } = await chain.head();
    const call = { from: addressOf(owner), to: plan.to, data: plan.data, gasLimit: plan.gasLimit };
    const [token0, token1] = wethIsToken0() ? [weth.address, token.address] : [token.address, weth.address];
    const known = {
      ...{ executor: executor.address, wallet: addressOf(owner), lenders: new Set<Address>() },
      pools: new Map(routePools().map((pool) => [pool, { kind: 'uniswapV2' as const, token0, token1 }])),
      tokens: new Set([weth.address, token.address]),
    };
    const trace = readTrace(await traceCall(chain.rpc, call, { number, hash }, 10_000), known);
    expect(trace.outcome).toEqual({ kind: 'profit', profit });
    const swaps = trace.steps.filter(({ method }) => method === 'swap');
    expect(swaps.map(({ contract }) => contract)).toEqual(routePools());
    const [first, second] = swaps.map(({ amounts }) => new Map(amounts.map(({ way, amount }) => [way, amount])));
    expect(first?.get('in')).toBe(ether);
    expect(second?.get('in')).toBe(first?.get('out'));
    expect(second?.get('out')).toBe(ether + profit);
    // The profit is paid out last.
    expect(trace.steps.at(-1)).toMatchObject({
      ...{ depth: 1, method: 'transfer', to: addressOf(owner), error: null },
      amounts: [{ way: 'sent', token: weth.address, amount: profit }],
    });
    const greedy = await makeTrade(gwei, { minProfit: ether });
    const refused = readTrace(
      await traceCall(chain.rpc, { ...call, data: greedy.plan.data }, await chain.head(), 10_000),
      known,
    );
    expect(refused.outcome).toEqual({
      kind: 'reverted',
      reason: `MinProfit profit=${greedy.profit} minProfit=${ether}`,
    });
    await expect(
      traceCall(chain.rpc, call, { number: 1, hash: parseHash(`0x${'0c'.repeat(32)}`) }, 10_000),
    ).rejects.toMatchObject({ code: 'TRACE_REFUSED' });
  });

  it('says what the contract says: too little profit, too late, not the owner', async () => {
    const head = await chain.head();
    const asOwner = createSimulator(chain.rpc, addressOf(owner));
    const greedy = await makeTrade(gwei, { minProfit: ether });
    const result = await asOwner.atBlock(greedy.plan, head);
    expect(result).toEqual({
      kind: 'reverted',
      error: `MinProfit profit=${greedy.profit} minProfit=${ether}`,
      movedBy: null,
    });
    const late = await makeTrade(gwei, { deadlineS: head.timestampS - 1 });
    expect(await asOwner.atBlock(late.plan, head)).toMatchObject({ error: 'Expired' });
    const asRival = createSimulator(chain.rpc, addressOf(rival));
    expect(await asRival.atBlock(greedy.plan, head)).toMatchObject({ error: 'NotOwner' });
  });

  it('sees a rival that is pending, names it, and names it again after the loss', async () => {
    const { plan } = await makeTrade(2n * gwei);
    const theirs = await makeTrade(7n * gwei, { at: rivalExecutor });
    const { raw, hash } = await chain.sign(rival, theirs.plan);
    const order = await submit(owner, plan);
    await chain.rpc.call('eth_sendRawTransaction', [raw]);
    const again = { ...plan, maxPriorityFeePerGas: wei(3n * gwei) };
    const simulated = await createSimulator(chain.rpc, addressOf(owner)).onPending(again, routePools());
    expect(simulated).toMatchObject({ kind: 'reverted', error: expect.stringMatching(/^MinProfit /), movedBy: hash });
    const outbidding = { ...plan, maxPriorityFeePerGas: wei(8n * gwei), maxFeePerGas: wei(200n * gwei) };
    expect(await createSimulator(chain.rpc, addressOf(owner)).onPending(outbidding, routePools())).toMatchObject({
      kind: 'profit',
    });

    const block = await chain.mine();
    const receipts = await readReceipts(chain.rpc, [order.transactionHash ?? hash], addressOf(owner));
    const receipt = receipts.get(order.transactionHash ?? hash);
    expect(receipt).toMatchObject({ succeeded: false, tokenDeltas: [], block });
    const attribution = await attribute(chain.rpc, {
      order,
      wallet: addressOf(owner),
      routePools: routePools(),
      block,
      transactionIndex: receipt?.transactionIndex ?? 0,
      market: { wrappedNative: weth.address, tokens: new Set([weth.address]), pools: new Set(routePools()) },
    });
    const [rivals] = [...(await readReceipts(chain.rpc, [hash], addressOf(rival))).values()];
    expect(attribution).toEqual({
      lostTo: expect.objectContaining({
        sender: addressOf(rival),
        transactionHash: hash,
        tipAbove: 5n * gwei,
        tipPaid: 7n * gwei * BigInt(rivals?.gasUsed ?? 0),
        earned: rivals?.tokenDeltas,
      }),
      revertReason: expect.stringMatching(/^MinProfit profit=\d+ minProfit=\d+$/),
    });
  });

  it('takes a nonce back by a cancellation that the node accepts in its place', async () => {
    const { plan } = await makeTrade(2n * gwei);
    const nonce = await chain.nonce(owner);
    const order = await submit(owner, plan);
    const { baseFeePerGas } = await chain.head();
    const cancellation = makeCancellation(plan, {
      wallet: addressOf(owner),
      baseFeePerGas: wei(baseFeePerGas),
      mostCost: worstCaseCost(plan),
    });
    const signed = await chain.sign(owner, cancellation, nonce);
    expect(await submitTransaction(chain.rpc, signed.raw, signed.hash)).toEqual({ kind: 'accepted' });
    await chain.mine();
    const receipts = await readReceipts(
      chain.rpc,
      [signed.hash, order.transactionHash ?? signed.hash],
      addressOf(owner),
    );
    expect(receipts.get(signed.hash)).toMatchObject({ succeeded: true, gasUsed: 21_000 });
    expect(receipts.get(order.transactionHash ?? signed.hash)).toBeNull();
    expect(
      await submitTransaction(chain.rpc, order.rawTransaction ?? plan.data, order.transactionHash ?? signed.hash),
    ).toMatchObject({
      kind: 'refused',
      cause: 'nonceTooLow',
    });
  });

  it('sorts refusals of a real node', async () => {
    const { plan } = await makeTrade(2n * gwei);
    const poor = await chain.sign(owner, { ...plan, value: wei(10n ** 30n) });
    expect(await submitTransaction(chain.rpc, poor.raw, poor.hash)).toMatchObject({ cause: 'insufficientFunds' });
    const garbage = await chain.sign(owner, plan);
    expect(await submitTransaction(chain.rpc, plan.data, garbage.hash)).toMatchObject({
      kind: 'refused',
      cause: 'malformed',
    });
    await submit(owner, plan);
    const twin = await chain.sign(owner, { ...plan, gasLimit: plan.gasLimit + 1 }, await chain.nonce(owner));
    expect(await submitTransaction(chain.rpc, twin.raw, twin.hash)).toMatchObject({ cause: 'underpriced' });
    await chain.mine();
  });
});
