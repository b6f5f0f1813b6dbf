import type { BlockHead, PoolEvent } from './block.ts';
import type { BundleReceipt, BundleSimulation } from './bundle.ts';
import type { EpochMs, MonotonicNs } from './clock.ts';
import type { DataFeePrices } from './dataFee.ts';
import type { Grant } from './grant.ts';
import type { Address, Bytes, Hash } from './hex.ts';
import type { ChainBalances } from './ledger.ts';
import type { FundingSource, LenderState } from './lender.ts';
import type { StrategyId, StrategyMode, TradingState } from './mode.ts';
import type { NeverTrade } from './neverTrade.ts';
import type { BlockReference, MissedOpportunity } from './opportunity.ts';
import type { LostTo, Receipt, Taker } from './order.ts';
import type { PaperTerms, PaperVerdict } from './paper.ts';
import type { Pool, PoolState } from './pool.ts';
import type { RejectReason } from './rejectReason.ts';
import type { LimitSet } from './riskLimit.ts';
import type { TicketChoice } from './ticketChoice.ts';
import type { Token } from './token.ts';
import type { TokenTrusts } from './tokenTrust.ts';
import type { TransferTest } from './transferTest.ts';
import type { ValueAtRisk } from './valueAtRisk.ts';

/** What a person did, as main passes it on. Main is the only source of modes, grants and the trading state. */
export type UserAction =
  | {
      readonly kind: 'setStrategyMode';
      readonly strategy: StrategyId;
      readonly mode: StrategyMode;
      readonly grant: Grant | null;
      /** Who set it; journals from before that was kept have no such field. */
      readonly by?: string;
    }
  | { readonly kind: 'setTradingState'; readonly state: TradingState; readonly by: string; readonly reason: string }
  | { readonly kind: 'approveTicket'; readonly ticketId: string; readonly approvalId: string }
  | {
      readonly kind: 'rejectTicket';
      readonly ticketId: string;
      /** Absent where the person did not say, and in journals of earlier versions. */
      readonly because?: RejectReason;
    }
  /** Another size, least profit or way of a ticket that waits for a person: it is quoted, checked and simulated anew. */
  | { readonly kind: 'reviseTicket'; readonly ticketId: string; readonly choice: TicketChoice }
  /** The whole set from now on; who changed what is in it. */
  | { readonly kind: 'setLimits'; readonly limits: LimitSet };

export type SimulationResult =
  | { readonly kind: 'profit'; readonly profit: bigint; readonly gasUsed: number }
  | { readonly kind: 'reverted'; readonly error: string; readonly movedBy: Hash | null }
  | { readonly kind: 'failed'; readonly error: string };

/** Inputs that the market feed produces. `seenNs` is when the frame arrived: measured, so no decision reads it. */
export type MarketInput =
  | {
      readonly kind: 'universe';
      readonly atMs: EpochMs;
      readonly pools: readonly Pool[];
      readonly tokens: readonly Token[];
    }
  | {
      readonly kind: 'snapshot';
      readonly atMs: EpochMs;
      readonly head: BlockHead;
      readonly states: readonly { readonly pool: Address; readonly state: PoolState }[];
      /** It was taken because more blocks were replaced than could be undone one by one. */
      readonly isReorg?: boolean;
    }
  | {
      readonly kind: 'block';
      readonly atMs: EpochMs;
      readonly seenNs: MonotonicNs;
      /** The same moment by the time of day, to hold it against what other inputs say; journals of earlier versions lack it. */
      readonly arrivedAtMs?: EpochMs;
      readonly head: BlockHead;
      readonly events: readonly PoolEvent[];
    }
  | { readonly kind: 'rollback'; readonly atMs: EpochMs; readonly to: BlockReference; readonly depth: number }
  | { readonly kind: 'pendingTransaction'; readonly atMs: EpochMs; readonly hash: Hash }
  | {
      readonly kind: 'feed';
      readonly atMs: EpochMs;
      readonly state: 'connected' | 'disconnected';
      readonly endpoint: string;
      readonly reason: string;
    };

/**
 * Everything that can change the engine's mind, in the order it was applied. Journaled before it is applied; applying
 * the same inputs to a new kernel gives the same decisions, byte for byte.
 */
export type EngineInput =
  /** First input of every engine process: what is only in memory is gone, what the books and orders say stays. */
  | {
      readonly kind: 'started';
      readonly atMs: EpochMs;
      readonly strategies: readonly {
        readonly strategy: StrategyId;
        readonly mode: StrategyMode;
        readonly grant: Grant | null;
        /** Who set the mode and when; absent where nobody has yet, and in journals of earlier versions. */
        readonly setBy?: { readonly by: string; readonly atMs: EpochMs };
      }[];
      readonly tradingState: TradingState;
      /** Whether this process tries tokens before their first trade; journals from before that was done have no such field. */
      readonly testsTransfers?: true;
      /** Where routes may be funded from; journals from before there were lenders have no such field: anything. */
      readonly fundingSources?: readonly FundingSource[];
      /** Over how many pools a route may be split; journals from before routes were split have no such field: none. */
      readonly mostSplitPools?: number;
      /** What no route may go through; journals from before this could be said have no such field: nothing. */
      readonly neverTrade?: NeverTrade;
      /** How far tokens are trusted; journals from before there were grades have no such field: as far as the chain says. */
      readonly tokenTrusts?: TokenTrusts;
      /** What trades are held to; journals from before limits were data have no such field: the defaults. */
      readonly limits?: LimitSet;
      /** Of an engine on paper: by what its fills are drawn. */
      readonly paper?: PaperTerms;
    }
  | MarketInput
  /**
   * On paper: the pools whose chain lacks a trade of ours from a block on, told just before it; and told behind it, before its account,
   * what it did with our orders. In journals of earlier versions both come before it.
   */
  | {
      readonly kind: 'paper';
      readonly atMs: EpochMs;
      readonly block: BlockReference;
      readonly verdicts: readonly PaperVerdict[];
      readonly held: readonly Address[];
    }
  /** What the chain's lenders asked and had at a block; none where the node did not say. `ticketId`: the ticket that asked. */
  | {
      readonly kind: 'lenders';
      readonly atMs: EpochMs;
      readonly block: BlockReference;
      readonly ticketId: string | null;
      readonly states: readonly LenderState[];
    }
  /** What a rollup asks for data at a block; null where it did not say. */
  | {
      readonly kind: 'dataFee';
      readonly atMs: EpochMs;
      readonly block: BlockReference;
      readonly prices: DataFeePrices | null;
    }
  | {
      readonly kind: 'account';
      readonly atMs: EpochMs;
      readonly balances: ChainBalances;
      readonly asked: readonly Hash[];
      /** Of the asked transactions, those that are included by this block. */
      readonly receipts: readonly Receipt[];
      /** Of the blocks that were asked about, those in whose place the chain has another or none. */
      readonly replaced: readonly BlockReference[];
    }
  /** How many transactions of the wallet there are at a block: known well before the account, which is read twice. */
  | { readonly kind: 'nonce'; readonly atMs: EpochMs; readonly block: BlockReference; readonly nonce: number }
  | {
      readonly kind: 'simulated';
      readonly atMs: EpochMs;
      readonly ticketId: string;
      readonly stage: 'atBlock' | 'onPending';
      readonly result: SimulationResult;
    }
  /** How tokens moved when they were tried; `ticketId` names the ticket whose simulation gave the occasion. */
  | {
      readonly kind: 'transfersTested';
      readonly atMs: EpochMs;
      readonly block: BlockReference;
      readonly ticketId: string | null;
      readonly tests: readonly TransferTest[];
    }
  | {
      readonly kind: 'signed';
      readonly atMs: EpochMs;
      readonly orderId: string;
      readonly result:
        | { readonly kind: 'signature'; readonly rawTransaction: Bytes; readonly transactionHash: Hash }
        | { readonly kind: 'refused'; readonly code: string; readonly message: string };
    }
  | {
      readonly kind: 'submitted';
      readonly atMs: EpochMs;
      readonly orderId: string;
      readonly result: { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly error: string };
    }
  /** What a relay answered about a bundle of ours for `targetBlock`. */
  | {
      readonly kind: 'bundleSimulated';
      readonly atMs: EpochMs;
      readonly relayId: string;
      readonly targetBlock: number;
      readonly orderIds: readonly string[];
      readonly result: BundleSimulation;
    }
  | {
      readonly kind: 'bundleSent';
      readonly atMs: EpochMs;
      readonly relayId: string;
      readonly targetBlock: number;
      readonly orderIds: readonly string[];
      readonly result: BundleReceipt;
    }
  | {
      readonly kind: 'attributed';
      readonly atMs: EpochMs;
      readonly orderId: string;
      readonly lostTo: LostTo | null;
      readonly revertReason: string;
    }
  /** Who moved the pools of routes that we saw pay and did not take, in the block after. */
  | {
      readonly kind: 'missed';
      readonly atMs: EpochMs;
      readonly block: BlockReference;
      readonly takers: readonly { readonly opportunity: MissedOpportunity; readonly taker: Taker | null }[];
    }
  | {
      readonly kind: 'tripwire';
      readonly atMs: EpochMs;
      readonly block: BlockReference;
      readonly checks: readonly {
        readonly pool: Address;
        readonly zeroForOne: boolean;
        readonly amountIn: bigint;
        readonly local: bigint | null;
        readonly chain: bigint | null;
      }[];
    }
  | { readonly kind: 'user'; readonly atMs: EpochMs; readonly action: UserAction }
  /** What holdings may lose, as estimated from recorded candles. */
  | { readonly kind: 'valueAtRisk'; readonly atMs: EpochMs; readonly figures: ValueAtRisk }
  /** Something at the edge that a person must know of; a fault makes the run fail. */
  | {
      readonly kind: 'problem';
      readonly atMs: EpochMs;
      readonly severity: 'fault' | 'notice';
      readonly code: string;
      readonly message: string;
    }
  /** The journal takes records again: what was decided meanwhile, and held back for want of a record, is decided anew. */
  | { readonly kind: 'journalMended'; readonly atMs: EpochMs }
  | { readonly kind: 'timer'; readonly atMs: EpochMs };
