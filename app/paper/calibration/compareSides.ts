import { seededRandom } from '../../domain/random.ts';
import { differencesOf } from './classify.ts';
import { type ComparedTrade, type DifferenceInterval, differenceInterval } from './differenceInterval.ts';
import { type OrderPair, pairOrders } from './pairOrders.ts';
import type { PassedOver, SideOrder, TradingSide } from './tradingSide.ts';

export interface SideFigures {
  readonly orders: number;
  readonly landed: number;
  readonly reverted: number;
  readonly missed: number;
  /** In wei. */
  readonly gross: bigint;
  readonly gasPaid: bigint;
  readonly net: bigint;
}

export interface ClassFigures {
  readonly class: string;
  readonly count: number;
  /** Paper's net less real's, in wei; all classes together are the whole difference. */
  readonly net: bigint;
}

export interface Calibration {
  readonly real: SideFigures;
  readonly paper: SideFigures;
  readonly difference: bigint;
  /** Of real's net; null where that is nothing. */
  readonly differencePpm: number | null;
  readonly withinFivePercent: boolean;
  /** What chance leaves open about it; null where the run is too short to say. */
  readonly interval: DifferenceInterval | null;
  /** Whether the interval lies within five percent, wholly beyond, or tells neither. */
  readonly tells: 'within' | 'apart' | 'neither';
  /** Gaps that both went for, and those of them that both landed, landed to the wei alike, or that one landed alone. */
  readonly pairs: {
    readonly both: number;
    readonly bothLanded: number;
    readonly alike: number;
    readonly oneLanded: number;
  };
  /** Largest part first. */
  readonly classes: readonly ClassFigures[];
}

const fivePercentPpm = 50_000;

/** Holds what was made on paper against what was made for real over the same blocks. The two are compared, never added. */
export function compareSides(real: TradingSide, paper: TradingSide): Calibration {
  const pairs = pairOrders(real.orders, paper.orders);
  const passedOver = { real: byRoute(real.passedOver), paper: byRoute(paper.passedOver) };
  const classes = new Map<string, { count: number; net: bigint }>();
  for (const pair of pairs)
    for (const part of differencesOf(pair, passedOver)) {
      const so = classes.get(part.class) ?? { count: 0, net: 0n };
      classes.set(part.class, { count: so.count + 1, net: so.net + part.net });
    }
  const cancelled = { real: cancelCost(real), paper: cancelCost(paper) };
  const count = real.cancellations.length + paper.cancellations.length;
  if (count > 0) classes.set('cancelCost', { count, net: cancelled.real - cancelled.paper });
  const figures = {
    real: figuresOf(real.orders, cancelled.real),
    paper: figuresOf(paper.orders, cancelled.paper),
  };
  const difference = figures.paper.net - figures.real.net;
  const differencePpm = figures.real.net === 0n ? null : Number((difference * 1_000_000n) / size(figures.real.net));
  const interval = differenceInterval(tradesOf(pairs, real, paper), seededRandom(resamplingSeed));
  const both = pairs.filter((pair) => pair.real !== null && pair.paper !== null);
  return {
    ...figures,
    difference,
    differencePpm,
    withinFivePercent: differencePpm !== null && Math.abs(differencePpm) <= fivePercentPpm,
    interval,
    tells: tellsOf(interval),
    pairs: {
      both: both.length,
      bothLanded: both.filter((pair) => pair.real?.landed && pair.paper?.landed).length,
      alike: both.filter((pair) => pair.real?.landed && pair.paper?.landed && pair.real.net === pair.paper.net).length,
      oneLanded: both.filter((pair) => pair.real?.landed !== pair.paper?.landed).length,
    },
    classes: [...classes]
      .map(([name, { count, net }]) => ({ class: name, count, net }))
      .toSorted((a, b) => (size(a.net) < size(b.net) ? 1 : -1)),
  };
}

/** The report of two journals is the same whenever it is made. */
const resamplingSeed = 1;

function tellsOf(interval: DifferenceInterval | null): Calibration['tells'] {
  if (interval === null) return 'neither';
  const { lowPpm, highPpm } = interval;
  if (lowPpm >= -fivePercentPpm && highPpm <= fivePercentPpm) return 'within';
  return lowPpm > fivePercentPpm || highPpm < -fivePercentPpm ? 'apart' : 'neither';
}

function tradesOf(pairs: readonly OrderPair[], real: TradingSide, paper: TradingSide): readonly ComparedTrade[] {
  return [
    ...pairs.map((pair) => ({
      block: pair.real?.block ?? pair.paper?.block ?? 0,
      real: pair.real?.net ?? 0n,
      paper: pair.paper?.net ?? 0n,
    })),
    ...real.cancellations.map(({ block, gasPaid }) => ({ block, real: -gasPaid, paper: 0n })),
    ...paper.cancellations.map(({ block, gasPaid }) => ({ block, real: 0n, paper: -gasPaid })),
  ];
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function cancelCost({ cancellations }: TradingSide): bigint {
  return cancellations.reduce((sum, { gasPaid }) => sum + gasPaid, 0n);
}

/** @param cancelGas what cancellations paid besides */
function figuresOf(orders: readonly SideOrder[], cancelGas: bigint): SideFigures {
  const sum = (amountOf: (order: SideOrder) => bigint): bigint =>
    orders.reduce((total, order) => total + amountOf(order), 0n);
  const landed = orders.filter((order) => order.landed).length;
  const reverted = orders.filter((order) => order.reverted).length;
  return {
    orders: orders.length,
    landed,
    reverted,
    missed: orders.length - landed - reverted,
    gross: sum(({ gross }) => gross),
    gasPaid: sum(({ gasUsed, gasPrice }) => gasUsed * gasPrice) + cancelGas,
    net: sum(({ net }) => net) - cancelGas,
  };
}

function byRoute(passedOver: readonly PassedOver[]): ReadonlyMap<string, readonly PassedOver[]> {
  const routes = new Map<string, PassedOver[]>();
  for (const said of passedOver) {
    const list = routes.get(said.route) ?? [];
    list.push(said);
    routes.set(said.route, list);
  }
  return routes;
}
