import { createNativeDetector } from '../../detect/nativeDetector.ts';
import { tokenAmount, wei } from '../../domain/amount.ts';
import type { BlockHead, PoolEvent } from '../../domain/block.ts';
import { type Chain, chainId, type Relay } from '../../domain/chain.ts';
import { epochMs, monotonicNs } from '../../domain/clock.ts';
import type { EngineInput } from '../../domain/engineInput.ts';
import { type Address, type Bytes, type Hash, parseAddress, parseBytes, parseHash } from '../../domain/hex.ts';
import type { ChainBalances } from '../../domain/ledger.ts';
import type { FundingSource } from '../../domain/lender.ts';
import type { StrategyMode } from '../../domain/mode.ts';
import type { NeverTrade } from '../../domain/neverTrade.ts';
import type { BlockReference } from '../../domain/opportunity.ts';
import type { Order, Receipt } from '../../domain/order.ts';
import type { Pool } from '../../domain/pool.ts';
import { type SubmissionKind, submissionKinds } from '../../domain/submission.ts';
import type { TokenTrusts } from '../../domain/tokenTrust.ts';
import type { TokenTransferTest, TransferTest } from '../../domain/transferTest.ts';
import type { Decision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import { applyInput } from '../kernel.ts';
import type { KernelState } from '../kernelState.ts';
import { newKernel } from '../newKernel.ts';

const ether = 10n ** 18n;

/** Different bytes for different orders, so that a test sees which went where. */
export function signedBytesOf(order: Order): Bytes {
  return parseBytes(`0x02${Buffer.from(order.id).toString('hex')}`);
}

function transactionHashOf(order: Order): Hash {
  return hashOf(`tx${order.nonce}${order.id}`);
}

export function addressOf(n: number): Address {
  return parseAddress(`0x${n.toString(16).padStart(40, '0')}`);
}

function hashOf(name: string): Hash {
  return parseHash(`0x${Buffer.from(name).toString('hex').padStart(64, '0').slice(-64)}`);
}

export const weth = addressOf(0x10);
export const dai = addressOf(0x20);
export const wallet = addressOf(0xaa);
export const executor = addressOf(0xee);
export const poolA = addressOf(0x1001);
export const poolB = addressOf(0x1002);
export const relay: Relay = { id: 'r1', url: 'http://127.0.0.1:1' };

const chain: Chain = {
  chainId: chainId(7777),
  name: 'scripted',
  mode: 'DEVNET',
  nativeSymbol: 'ETH',
  wrappedNative: weth,
  multicall3: addressOf(0x99),
  endpoints: ['ws://127.0.0.1:1'],
  blockTimeMs: 1000,
  dexes: [
    { id: 'a', venue: 'A', kind: 'uniswapV2', factory: addressOf(1), feePpm: 3000, router: addressOf(2), fromBlock: 0 },
  ],
  relays: [],
  lenders: [],
  profitTokens: [weth],
  executor,
};

interface Move {
  readonly pool: Address;
  readonly reserve0: bigint;
  readonly reserve1: bigint;
}

type Pair = Pick<Pool, 'token0' | 'token1'>;

function pairAt(address: Address, tokens: Pair = { token0: weth, token1: dai }): Pool {
  const dex = { kind: 'uniswapV2', dexId: 'a', venue: 'A', feePpm: 3000, tickSpacing: 0 } as const;
  return { ...dex, address, ...tokens };
}

/**
 * A chain of two pools, or more of the same pair, that answers a kernel's effects by the book, so that tests can bend single answers: `next` makes
 * a block from what was submitted, `on` replaces the answer to an effect.
 */
export class ScriptedWorld {
  readonly kernel: KernelState;
  readonly inputs: EngineInput[] = [];
  readonly decisions: Decision[] = [];
  readonly effects: Effect[] = [];
  readonly balances = new Map<'native' | Address, bigint>([
    ['native', 100n * ether],
    [weth, 0n],
    [dai, 0n],
  ]);
  readonly reserves = new Map<Address, { reserve0: bigint; reserve1: bigint }>();
  nonce = 0;
  /** Whether the process tries tokens before it trades them, and how those move that are not sound. */
  testsTransfers = false;
  readonly moves = new Map<Address, Partial<Pick<TokenTransferTest, 'held' | 'out' | 'back'>>>();
  /** What the settings allow; everything where they say nothing. */
  fundingSources: readonly FundingSource[] | null = null;
  /** As a process of today starts, but for what would change routes: splits are asked for where a test is of them. */
  mostSplitPools: number | null = null;
  neverTrade: NeverTrade | null = null;
  tokenTrusts: TokenTrusts | null = null;
  /** How long a head takes to reach us. */
  lateByMs = 0;
  baseFeePerGas = 10n ** 10n;
  fork = '';
  /** Sent transactions that the next block may include. */
  readonly pending = new Map<string, Order>();
  /** Returns inputs to give instead of the usual answer, or null for the usual one. */
  on: (effect: Effect) => readonly EngineInput[] | null = () => null;
  readonly resumption: Parameters<typeof newKernel>[3];
  readonly #strategies: Extract<EngineInput, { kind: 'started' }>['strategies'];
  #height = 100;
  #nowMs = 1_700_000_000_000;
  #receipts: Receipt[] = [];
  readonly #heads: BlockHead[] = [];
  readonly #pairs = new Map<Address, Pair>();

  constructor(
    mode: StrategyMode = 'automate',
    resumption: Parameters<typeof newKernel>[3] = null,
    options: {
      readonly relays?: readonly Relay[];
      readonly submissions?: readonly SubmissionKind[];
      readonly morePools?: readonly Address[];
      /** Pools of other pairs than WETH and DAI, with what they hold. */
      readonly otherPools?: readonly (Pair & Move)[];
    } = {},
  ) {
    const withRelays = { ...chain, relays: options.relays ?? [] };
    const epoch = {
      id: 'epoch-1',
      mode: 'DEVNET' as const,
      chain: withRelays,
      wallet,
      startedAtMs: epochMs(this.#nowMs),
    };
    const grant = {
      id: 'g1',
      strategy: 'flash-arbitrage' as const,
      chainId: chain.chainId,
      budget: wei(50n * ether),
      expiresAtMs: epochMs(this.#nowMs + 86_400_000),
      submissions: options.submissions ?? submissionKinds,
      grantedBy: 'test',
      grantedAtMs: epochMs(this.#nowMs),
    };
    this.resumption = resumption;
    this.kernel = newKernel(epoch, createNativeDetector(), () => monotonicNs(0), resumption);
    this.#strategies = [{ strategy: 'flash-arbitrage', mode, grant: mode === 'automate' ? grant : null }];
    for (const pool of [poolA, poolB, ...(options.morePools ?? [])])
      this.reserves.set(pool, { reserve0: 1000n * ether, reserve1: 3_000_000n * ether });
    for (const { pool, token0, token1, reserve0, reserve1 } of options.otherPools ?? []) {
      this.reserves.set(pool, { reserve0, reserve1 });
      this.#pairs.set(pool, { token0, token1 });
    }
  }

  /** Universe, snapshot, first account read. */
  start(): this {
    const tests = this.testsTransfers ? { testsTransfers: true as const } : {};
    const sources = this.fundingSources === null ? {} : { fundingSources: this.fundingSources };
    this.push({
      kind: 'started',
      atMs: this.now(),
      strategies: this.#strategies,
      tradingState: 'active',
      ...tests,
      ...sources,
      ...(this.mostSplitPools === null ? {} : { mostSplitPools: this.mostSplitPools }),
      ...(this.neverTrade === null ? {} : { neverTrade: this.neverTrade }),
      ...(this.tokenTrusts === null ? {} : { tokenTrusts: this.tokenTrusts }),
    });
    const tokens = [weth, dai].map((address, i) => ({ address, symbol: i === 0 ? 'WETH' : 'DAI', decimals: 18 }));
    const pools = [...this.reserves.keys()].map((pool) => pairAt(pool, this.#pairs.get(pool)));
    this.push({ kind: 'universe', atMs: this.now(), pools, tokens });
    const head = this.#head();
    this.#heads.push(head);
    this.push({
      kind: 'snapshot',
      atMs: this.now(),
      head,
      states: [...this.reserves].map(([pool, state]) => ({ pool, state: { kind: 'uniswapV2', ...state } })),
    });
    return this;
  }

  /** Both pools are of a factory whose code nobody vouches for. */
  stranger(): void {
    const { chain: own } = this.kernel.epoch;
    Object.assign(this.kernel.epoch, {
      chain: { ...own, dexes: own.dexes.map((dex) => ({ ...dex, code: 'unverified' })) },
    });
  }

  /** The height at which the first snapshot is taken. */
  startAt(height: number): void {
    this.#nowMs += (height - this.#height) * 1000;
    this.#height = height;
  }

  now(): ReturnType<typeof epochMs> {
    return epochMs(this.#nowMs);
  }

  push(input: EngineInput): void {
    this.inputs.push(input);
    const outcome = applyInput(this.kernel, input);
    this.decisions.push(...outcome.decisions);
    this.effects.push(...outcome.effects);
    for (const effect of outcome.effects)
      for (const answer of this.on(effect) ?? this.answer(effect)) this.push(answer);
  }

  /** A new block: somebody moves a pool, and our pending orders are included if `include`. */
  next(
    options: {
      move?: Move | readonly Move[];
      include?: 'landed' | 'reverted' | 'none';
      /** A swap of no amount, before which some of token1 had left the pool by itself. */
      shrink?: { pool: Address; amount: bigint };
      /** A swap of this pool whose Sync never reached us. */
      swapWithoutSync?: Address;
    } = {},
  ): BlockHead {
    this.#height += 1;
    this.#nowMs += 1000;
    const head = this.#head();
    const events: PoolEvent[] = [];
    for (const { pool, reserve0, reserve1 } of [options.move ?? []].flat()) {
      this.reserves.set(pool, { reserve0, reserve1 });
      const transactionHash = hashOf(`move${this.#height}`);
      events.push({ kind: 'v2Sync', pool, transactionHash, logIndex: events.length, reserve0, reserve1 });
    }
    if (options.shrink !== undefined) {
      const { pool, amount } = options.shrink;
      const before = this.reserves.get(pool) ?? { reserve0: 0n, reserve1: 0n };
      const after = { reserve0: before.reserve0 + 9n, reserve1: before.reserve1 - amount - 7n };
      this.reserves.set(pool, after);
      const place = { pool, transactionHash: hashOf(`shrink${this.#height}`) };
      events.push({ kind: 'v2Sync', ...place, logIndex: 0, ...after });
      events.push({ kind: 'v2Swap', ...place, logIndex: 1, amount0: 9n, amount1: -7n, recipient: wallet });
    }
    if (options.swapWithoutSync !== undefined) {
      const place = { pool: options.swapWithoutSync, transactionHash: hashOf(`lost${this.#height}`), logIndex: 0 };
      events.push({ kind: 'v2Swap', ...place, amount0: 5n, amount1: -7n, recipient: wallet });
    }
    this.#receipts = [];
    for (const [id, order] of [...this.pending]) {
      if (options.include === 'none' || options.include === undefined) break;
      this.pending.delete(id);
      this.#include(order, head, options.include === 'landed');
    }
    this.#heads.push(head);
    this.push({ kind: 'block', atMs: epochMs(this.#nowMs + this.lateByMs), seenNs: monotonicNs(0), head, events });
    return head;
  }

  /** The last `depth` blocks never happened; those that follow are of another branch. */
  reorg(depth: number): void {
    this.#heads.splice(-depth);
    const to = this.#heads.at(-1);
    if (to === undefined) throw new Error('reorg deeper than the script');
    this.#height = to.number;
    this.fork += 'f';
    this.push({ kind: 'rollback', atMs: this.now(), to: { number: to.number, hash: to.hash }, depth });
  }

  #include(order: Order, head: BlockHead, succeeded: boolean): void {
    if (order.transactionHash === null) return;
    const gasUsed = order.kind === 'cancel' ? 21_000 : 150_000;
    const price = head.baseFeePerGas + order.plan.maxPriorityFeePerGas;
    this.nonce = Math.max(this.nonce, order.nonce + 1);
    this.#add('native', -BigInt(gasUsed) * price);
    const brings = succeeded && order.kind === 'execute' ? order.predicted.gross : 0n;
    this.#add(weth, brings);
    this.#receipts.push({
      transactionHash: order.transactionHash,
      block: { number: head.number, hash: head.hash },
      transactionIndex: 0,
      succeeded,
      gasUsed,
      effectiveGasPrice: wei(price),
      tokenDeltas: brings === 0n ? [] : [{ token: weth, amount: tokenAmount(brings) }],
    });
  }

  #add(asset: 'native' | Address, amount: bigint): void {
    this.balances.set(asset, (this.balances.get(asset) ?? 0n) + amount);
  }

  accountAt(
    block: { number: number; hash: Hash },
    asked: readonly Hash[] = [],
    bookedIn: readonly BlockReference[] = [],
  ): Extract<EngineInput, { kind: 'account' }> {
    const balances: ChainBalances = {
      block,
      wallet: new Map(this.balances),
      executor: new Map([[weth, 0n]]),
      nonce: this.nonce,
    };
    const replaced = bookedIn.filter(({ number, hash }) => hash !== this.#hashAt(number));
    return { kind: 'account', atMs: this.now(), balances, asked, receipts: this.#receipts, replaced };
  }

  #hashAt(number: number): Hash {
    return this.#heads.find((head) => head.number === number)?.hash ?? hashOf(`block${number}${this.fork}`);
  }

  /** What an honest node and signer answer. */
  answer(effect: Effect): readonly EngineInput[] {
    const atMs = this.now();
    switch (effect.kind) {
      case 'readAccount':
        return [
          this.accountAt(
            effect.block,
            effect.orders.flatMap(({ transactionHash }) => transactionHash ?? []),
            effect.bookedIn,
          ),
        ];
      case 'readNonce':
        return [{ kind: 'nonce', atMs, block: effect.block, nonce: this.nonce }];
      case 'checkQuotes':
        return [
          {
            kind: 'tripwire',
            atMs,
            block: effect.block,
            checks: effect.checks.map((check) => ({ ...check, chain: check.local })),
          },
        ];
      case 'simulate': {
        const profit = this.kernel.tickets.get(effect.ticketId)?.opportunity.gross ?? 0n;
        return [
          {
            kind: 'simulated',
            atMs,
            ticketId: effect.ticketId,
            stage: effect.stage,
            result: { kind: 'profit', profit, gasUsed: 150_000 },
          },
        ];
      }
      case 'sign': {
        const transactionHash = transactionHashOf(effect.order);
        return [
          {
            kind: 'signed',
            atMs,
            orderId: effect.order.id,
            result: { kind: 'signature', rawTransaction: signedBytesOf(effect.order), transactionHash },
          },
        ];
      }
      case 'testTransfers': {
        const { block, ticketId, pools: subjects } = effect;
        return [{ kind: 'transfersTested', atMs, block, ticketId, tests: subjects.map((pool) => this.#test(pool)) }];
      }
      case 'submit': {
        const order = this.kernel.orders.get(effect.orderId);
        if (order !== undefined) this.pending.set(order.id, order);
        return [{ kind: 'submitted', atMs, orderId: effect.orderId, result: { kind: 'accepted' } }];
      }
      case 'simulateBundle': {
        const orders = effect.members.flatMap(({ orderId }) => this.kernel.orders.get(orderId) ?? []);
        const members = orders.map((order) => ({
          transactionHash: transactionHashOf(order),
          gasUsed: 150_000,
          error: '',
        }));
        return [{ kind: 'bundleSimulated', ...this.asked(effect), result: { kind: 'simulated', members } }];
      }
      case 'sendBundle': {
        for (const { orderId } of effect.members) {
          const order = this.kernel.orders.get(orderId);
          if (order !== undefined) this.pending.set(order.id, order);
        }
        const result = { kind: 'accepted' as const, bundleHash: hashOf('bundle') };
        return [{ kind: 'bundleSent', ...this.asked(effect), result }];
      }
      case 'attribute':
        return [
          {
            kind: 'attributed',
            atMs,
            orderId: effect.order.id,
            lostTo: { sender: addressOf(0xbad), transactionHash: hashOf('rival'), tipAbove: wei(12n * 10n ** 9n) },
            revertReason: 'MinProfit',
          },
        ];
      default:
        return [];
    }
  }

  #test({ address, token0, token1 }: Pool): TransferTest {
    const { reserve0, reserve1 } = this.reserves.get(address) ?? { reserve0: 0n, reserve1: 0n };
    const tokens = [token0, token1].map((token, index): TokenTransferTest => {
      const stated = index === 0 ? reserve0 : reserve1;
      const moved = { sent: 1000n, received: 1000n };
      return { token, amount: 1000n, held: stated, stated, out: moved, back: moved, ...this.moves.get(token) };
    });
    return { pool: address, kind: 'tested', tokens };
  }

  /** What an answer to a bundle says it is an answer to. */
  asked(effect: Extract<Effect, { kind: 'simulateBundle' | 'sendBundle' }>): {
    readonly atMs: ReturnType<typeof epochMs>;
    readonly relayId: string;
    readonly targetBlock: number;
    readonly orderIds: readonly string[];
  } {
    const orderIds = effect.members.map(({ orderId }) => orderId);
    return { atMs: this.now(), relayId: effect.relay.id, targetBlock: effect.block.number + 1, orderIds };
  }

  #head(): BlockHead {
    const number = this.#height;
    return {
      number,
      hash: hashOf(`block${number}${this.fork}`),
      parentHash: this.#heads.at(-1)?.hash ?? hashOf(`block${number - 1}${this.fork}`),
      timestampS: Math.floor(this.#nowMs / 1000),
      baseFeePerGas: wei(this.baseFeePerGas),
      gasUsed: 15_000_000,
      gasLimit: 30_000_000,
    };
  }
}

/** A price gap between the two pools that pays for its gas many times over. */
export const mispricing = { pool: poolB, reserve0: 950n * ether, reserve1: 3_160_000n * ether };
