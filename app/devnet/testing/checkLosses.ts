import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wei } from '../../domain/amount.ts';
import { effectiveTip } from '../../domain/effectiveTip.ts';
import type { Hash } from '../../domain/hex.ts';
import type { Fill, LostTo, Order, Receipt } from '../../domain/order.ts';
import type { ActorAction, ActorOutcome, ActorTruth } from '../truth.ts';

/** What the actors of a run said, older file first. */
export function readTruth(folder: string): readonly ActorTruth[] {
  return ['truth.1.jsonl', 'truth.jsonl'].flatMap((name) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    // The last line may be half written while the run goes on.
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as ActorTruth);
  });
}

export interface LossCheck {
  /** Losses whose block the truth still holds. */
  readonly checked: number;
  /** Of them, how many were lost to whom, such as "rival strong". */
  readonly byActor: ReadonlyMap<string, number>;
  /** What we reported and the truth contradicts, one line each. */
  readonly misattributed: readonly string[];
}

/** An order that somebody else took what it went for. */
export interface Loss {
  readonly order: Order;
  /** Of the one that reverted in a block; null where no block held it, as a relay leaves out what would fail. */
  readonly fill: Fill | null;
}

/** Holds what the engine reported about lost orders against what the actors themselves say. */
export function checkLosses(truths: readonly ActorTruth[], lost: readonly Loss[]): LossCheck {
  const actions = new Map<Hash, ActorAction>();
  const outcomes = new Map<Hash, ActorOutcome>();
  for (const truth of truths) {
    if (truth.kind === 'action') actions.set(truth.transactionHash, truth);
    else outcomes.set(truth.transactionHash, truth);
  }
  const byBlock = new Map<Hash, Placed[]>();
  for (const [hash, { outcome, place }] of outcomes) {
    const action = actions.get(hash);
    if (place === null || outcome !== 'included' || action === undefined) continue;
    const list = byBlock.get(place.blockHash) ?? [];
    list.push({ action, place });
    byBlock.set(place.blockHash, list);
  }
  const byActor = new Map<string, number>();
  const misattributed: string[] = [];
  let checked = 0;
  for (const { order, fill } of lost) {
    const placed = fill === null ? inFirstBlock(order, byBlock) : byBlock.get(fill.block.hash);
    if (placed === undefined || order.lostTo === null) continue;
    checked += 1;
    const { name, problems } = judge(order, order.lostTo, fill?.receipt ?? null, placed);
    byActor.set(name, (byActor.get(name) ?? 0) + 1);
    if (problems.length > 0) misattributed.push(`${order.id}: ${problems.join('; ')}`);
  }
  return { checked, byActor, misattributed };
}

interface Placed {
  readonly action: ActorAction;
  readonly place: NonNullable<ActorOutcome['place']>;
}

/** The first block that the order could have been in: there the one who took it is looked for where ours is in none. */
function inFirstBlock(order: Order, byBlock: ReadonlyMap<Hash, readonly Placed[]>): readonly Placed[] | undefined {
  const target = order.submittedAt === null ? null : order.submittedAt.number + 1;
  return [...byBlock.values()].find(([first]) => first?.place.block === target);
}

function judge(
  order: Order,
  lostTo: LostTo,
  receipt: Receipt | null,
  placed: readonly Placed[],
): { readonly name: string; readonly problems: readonly string[] } {
  const ownIndex = receipt?.transactionIndex ?? Number.POSITIVE_INFINITY;
  const named = placed.find(({ action }) => action.transactionHash === lostTo.transactionHash);
  if (named === undefined) return { name: 'unknown', problems: [`nobody sent ${lostTo.transactionHash} there`] };
  const { action, place } = named;
  const overlap = ({ pools }: ActorAction): number => order.routePools.filter((pool) => pools.includes(pool)).length;
  const problems: string[] = [];
  if (action.sender !== lostTo.sender) problems.push(`sent by ${action.sender}, reported ${lostTo.sender}`);
  if (place.index >= ownIndex) problems.push('it stands behind ours');
  if (overlap(action) === 0) problems.push('it meant none of our pools');
  const baseFee = wei(BigInt(place.baseFeeWei));
  const ownTip = receipt === null ? effectiveTip(order.plan, baseFee) : receipt.effectiveGasPrice - baseFee;
  const tipAbove = BigInt(place.tipWei) - ownTip;
  if (tipAbove !== lostTo.tipAbove) problems.push(`its tip is ${tipAbove} above ours, reported ${lostTo.tipAbove}`);
  const better = placed.find(
    (other) =>
      other.place.index < ownIndex &&
      (overlap(other.action) > overlap(action) ||
        (overlap(other.action) === overlap(action) && other.place.index < place.index)),
  );
  if (better !== undefined)
    problems.push(`${better.action.actor} ${better.action.name} at ${better.place.index} took more of it, or before`);
  return { name: `${action.actor} ${action.name}`.trim(), problems };
}
