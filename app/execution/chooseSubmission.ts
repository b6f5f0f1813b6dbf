import { type Wei, wei } from '../domain/amount.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';
import { publicSubmission, type Submission, type SubmissionKind } from '../domain/submission.ts';
import type { SubmissionSettings } from './submissionSettings.ts';

/** What became of our orders of late, over one way to a block or over one set of pools. */
export interface InclusionRecord {
  readonly tried: number;
  /** Included and succeeded. */
  readonly landed: number;
  /** Taken by somebody else. */
  readonly lost: number;
  /** Gas paid for what reverted. */
  readonly failureCost: Wei;
}

export const noRecord: InclusionRecord = { tried: 0, landed: 0, lost: 0, failureCost: wei(0n) };

/** All that the choice depends on. */
export interface SubmissionOutlook {
  /** The ways that the person's mode or grant allows. */
  readonly allowed: readonly SubmissionKind[];
  /** The chain's relays that answer, in order of preference. */
  readonly relays: readonly string[];
  /** Whether the chain has any relay at all. */
  readonly hasRelays: boolean;
  /** The way of the orders that are open, or null where none is. */
  readonly open: Submission | null;
  readonly byKind: Readonly<Record<SubmissionKind, InclusionRecord>>;
  /** Of those, what bid a tip: others were after it. */
  readonly withBid: Readonly<Record<SubmissionKind, InclusionRecord>>;
  /** Of orders that share a pool with this trade. */
  readonly samePools: InclusionRecord;
  /** How full the last block was. */
  readonly blockFullPpm: number;
  /** What the trade brings after gas at the least tip. */
  readonly net: Wei;
  /** Its gas at the least tip. */
  readonly gasCost: Wei;
  /** Whether it is the block's only trade: others would have to go the same way. */
  readonly alone: boolean;
  /** The strategy's own share of the net that is bid. */
  readonly bidSharePpm: number;
}

export interface SubmissionChoice {
  readonly submission: Submission;
  /** Part of the net to bid as tip; 0 where the least tip is enough. */
  readonly bidSharePpm: number;
}

/**
 * The way to the next block with the most to expect, and what to bid on it. Each way's chance is what it landed of
 * what was tried lately of such trades, with a bid or without (Laplace's rule of succession, so an untried way has an even chance); what fails costs in
 * the public pool what landing would have, its own bid included, since the contract refuses at its last check, and hardly ever anything at a relay, where
 * most of it is left out, so of equal ways the relay is chosen. So that what is known of the others
 * does not grow old, a way that was hardly tried lately gets a trade that nobody contends for now and then,
 * where it is the block's only one. All open
 * orders go the same way: another beside them would wait in the public pool behind a nonce that nobody there can see.
 * A rejection where no allowed way is open.
 */
export function chooseSubmission(
  outlook: SubmissionOutlook,
  settings: SubmissionSettings,
): SubmissionChoice | Rejection {
  const ways = openWays(outlook);
  const tip = bidShare(outlook, settings);
  const worth = (way: Submission): bigint => expected(way, outlook, tip.sharePpm);
  const best = ways.reduce<Submission | null>(
    (chosen, way) => (chosen === null || worth(way) > worth(chosen) ? way : chosen),
    null,
  );
  if (best === null) return closed(outlook);
  const mayExplore = outlook.alone && !tip.contended;
  const other = mayExplore ? ways.find((way) => isHardlyTried(way, outlook, settings) && worth(way) > 0n) : undefined;
  return { submission: other ?? best, bidSharePpm: tip.sharePpm };
}

/** Whether its part of the orders of late, with this one among them, is below what each way is to have. */
function isHardlyTried(
  { kind }: Submission,
  { byKind }: SubmissionOutlook,
  { explorationPpm }: SubmissionSettings,
): boolean {
  const all = byKind.public.tried + byKind.relay.tried;
  return byKind[kind].tried * 1_000_000 < explorationPpm * (all + 1);
}

/** Relays first: the first of equals is chosen. */
function openWays({ allowed, relays, open }: SubmissionOutlook): readonly Submission[] {
  const ways: Submission[] = [];
  if (allowed.includes('relay')) ways.push(...relays.map((relayId) => ({ kind: 'relay' as const, relayId })));
  if (allowed.includes('public')) ways.push(publicSubmission);
  return open === null ? ways : ways.filter((way) => sameWay(way, open));
}

export function sameWay(a: Submission, b: Submission): boolean {
  if (a.kind === 'public' || b.kind === 'public') return a.kind === b.kind;
  return a.relayId === b.relayId;
}

function closed({ allowed, hasRelays, open }: SubmissionOutlook): Rejection {
  if (open !== null) return rejection('POLICY_ORDER_OPEN', { because: `an order is open by ${open.kind} submission` });
  if (!allowed.includes('relay')) return rejection('GRANT_MISSING', { because: 'it allows no way to a block' });
  return rejection('POLICY_NO_RELAY', { because: hasRelays ? 'no relay answers' : 'this chain has no relay' });
}

const million = 1_000_000n;

/** In wei, scaled by a million: chance × net after the bid − (1 − chance) × cost of a failure. */
function expected(way: Submission, outlook: SubmissionOutlook, bidSharePpm: number): bigint {
  const { net, gasCost } = outlook;
  const { tried, landed, failureCost } = recordOfSuch(way.kind, outlook, bidSharePpm > 0);
  const chancePpm = (million * BigInt(landed + 1)) / BigInt(tried + 2);
  const bid = (net * BigInt(bidSharePpm)) / million;
  const cost = way.kind === 'relay' ? failureCost / BigInt(Math.max(1, tried - landed)) : gasCost + bid;
  const left = net - bid;
  return chancePpm * left - (million - chancePpm) * cost;
}

/** Trades that others are after fail more often, so what those without a bid did by a way says nothing about them. */
function recordOfSuch(kind: SubmissionKind, { byKind, withBid }: SubmissionOutlook, bids: boolean): InclusionRecord {
  const bidding = withBid[kind];
  if (bids) return bidding;
  const all = byKind[kind];
  return {
    tried: all.tried - bidding.tried,
    landed: all.landed - bidding.landed,
    lost: all.lost - bidding.lost,
    failureCost: wei(all.failureCost - bidding.failureCost),
  };
}

interface Tip {
  readonly sharePpm: number;
  /** Others are after such trades, or nothing is known about it. */
  readonly contended: boolean;
}

/** No tip where nobody contends and there is room; otherwise the more was lost, the more is bid. */
function bidShare(outlook: SubmissionOutlook, settings: SubmissionSettings): Tip {
  const { samePools, byKind, blockFullPpm, bidSharePpm } = outlook;
  const { tried, lost } = samePools.tried >= settings.leastTries ? samePools : sum(byKind.public, byKind.relay);
  // Nothing known at all: bid what the strategy bids.
  const lostPpm = tried === 0 ? settings.contendedLostPpm : Math.floor((lost * 1_000_000) / tried);
  const contended = lostPpm >= settings.contendedLostPpm;
  if (!contended && blockFullPpm <= settings.fullBlockPpm) return { sharePpm: 0, contended };
  const most = Math.max(bidSharePpm, settings.mostBidSharePpm);
  const more = Math.floor(((most - bidSharePpm) * Math.min(lostPpm, 1_000_000)) / 1_000_000);
  return { sharePpm: bidSharePpm + more, contended };
}

function sum(a: InclusionRecord, b: InclusionRecord): Pick<InclusionRecord, 'tried' | 'lost'> {
  return { tried: a.tried + b.tried, lost: a.lost + b.lost };
}
