import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../domain/hex.ts';
import { compareSides } from './compareSides.ts';
import type { PassedOver, SideOrder, TradingSide } from './tradingSide.ts';

const pool = (n: number): Address => parseAddress(`0x${n.toString(16).padStart(40, '0')}`);
let made = 0;

function order(fields: Partial<SideOrder> = {}): SideOrder {
  made += 1;
  const landed = fields.landed ?? true;
  const { gross = landed ? 1_000n : 0n, gasUsed = landed ? 10n : 0n, gasPrice = landed ? 5n : 0n } = fields;
  return {
    id: `o${made}`,
    route: 'a> b<',
    pools: [pool(1), pool(2)],
    block: 10,
    way: 'relay',
    landed,
    reverted: false,
    cause: landed ? '' : 'LANDING_MISSED',
    ...fields,
    gross,
    gasUsed,
    gasPrice,
    net: gross - gasUsed * gasPrice,
  };
}

const side = (orders: readonly SideOrder[], passedOver: readonly PassedOver[] = []): TradingSide => ({
  orders,
  cancellations: [],
  passedOver,
});
const classesOf = (real: TradingSide, paper: TradingSide) =>
  compareSides(real, paper).classes.map(({ class: name, count, net }) => [name, count, net]);

describe('paper held against real', () => {
  it('finds nothing between equal ones', () => {
    const compared = compareSides(side([order(), order({ block: 20 })]), side([order(), order({ block: 21 })]));
    expect(compared).toMatchObject({
      difference: 0n,
      differencePpm: 0,
      withinFivePercent: true,
      interval: null,
      tells: 'neither',
      pairs: { both: 2, bothLanded: 2, alike: 2, oneLanded: 0 },
      classes: [],
    });
  });

  it('tells what it brought from the gas it took and the price of that', () => {
    const paper = side([order({ gross: 900n, gasUsed: 12n, gasPrice: 7n })]);
    expect(classesOf(side([order()]), paper)).toEqual([
      ['amount', 1, -100n],
      ['gasPrice', 1, -20n],
      ['gasUsed', 1, -14n],
    ]);
  });

  it('says whether chance alone leaves it within five percent', () => {
    const run = (gross: (block: number) => bigint) =>
      side(
        Array.from({ length: 400 }, (_, block) => order({ block: 4 * block, route: `${block}`, gross: gross(block) })),
      );
    const told = (gross: (block: number) => bigint) =>
      compareSides(
        run(() => 1_000n),
        run(gross),
      );
    expect(told(() => 1_010n)).toMatchObject({ tells: 'within', withinFivePercent: true });
    expect(told(() => 1_200n)).toMatchObject({ tells: 'apart', withinFivePercent: false });
    const { tells, interval, differencePpm } = told((block) => (block % 97 === 0 ? 9_000n : 1_000n));
    expect(tells).toBe('neither');
    expect(interval?.lowPpm).toBeLessThan(differencePpm ?? 0);
    expect(interval?.highPpm).toBeGreaterThan(differencePpm ?? 0);
  });

  it('counts what cancellations cost, which are no trades', () => {
    const real = { ...side([order()]), cancellations: [{ block: 10, gasPaid: 70n }] };
    const compared = compareSides(real, side([order()]));
    expect(compared.real).toMatchObject({ orders: 1, gasPaid: 120n, net: 880n });
    expect(compared).toMatchObject({ difference: 70n, classes: [{ class: 'cancelCost', count: 1, net: 70n }] });
  });

  it('names why one of them did not land, or did not try', () => {
    const failed = order({ landed: false, cause: 'NOT_DRAWN' });
    expect(classesOf(side([order()]), side([failed]))).toEqual([['paperFailed:NOT_DRAWN', 1, -950n]]);
    expect(classesOf(side([failed]), side([order()]))).toEqual([['realFailed:NOT_DRAWN', 1, 950n]]);
    const said = [
      { route: 'a> b<', block: 8, code: 'POLICY_CONFLICT' },
      { route: 'a> b<', block: 11, code: 'STATE_MOVED' },
      { route: 'a> b<', block: 40, code: 'RISK_HALTED' },
    ];
    expect(classesOf(side([order()]), side([], said))).toEqual([['paperPassed:STATE_MOVED', 1, -950n]]);
    expect(classesOf(side([]), side([order({ block: 99 })]))).toEqual([['realPassed:NOT_SEEN', 1, 950n]]);
  });

  it('pairs another route over a pool of the same gap, and what reverted with what was merely missed', () => {
    const other = order({ route: 'c> b<', pools: [pool(3), pool(2)], gross: 700n });
    expect(classesOf(side([order()]), side([other]))).toEqual([['otherRoute', 1, -300n]]);
    const reverted = order({ landed: false, reverted: true, gasUsed: 4n, gasPrice: 5n });
    expect(classesOf(side([reverted]), side([order({ landed: false })]))).toEqual([['revertCost', 1, 20n]]);
  });

  it('judges by real alone, and says nothing where that earned nothing', () => {
    const share = (gross: bigint) =>
      compareSides(side([order({ gasUsed: 0n })]), side([order({ gross, gasUsed: 0n })]));
    expect(share(1_050n)).toMatchObject({ differencePpm: 50_000, withinFivePercent: true });
    expect(share(949n)).toMatchObject({ differencePpm: -51_000, withinFivePercent: false });
    expect(compareSides(side([]), side([order()]))).toMatchObject({ differencePpm: null, withinFivePercent: false });
  });

  it('puts every wei of the difference into a class', () => {
    const orders = fc.array(
      fc
        .record({
          route: fc.constantFrom('a> b<', 'a< b>', 'c> d<'),
          block: fc.integer({ min: 1, max: 12 }),
          landed: fc.boolean(),
          reverted: fc.boolean(),
          gross: fc.bigInt({ min: 0n, max: 1_000n }),
          gasUsed: fc.bigInt({ min: 0n, max: 50n }),
          gasPrice: fc.bigInt({ min: 0n, max: 50n }),
          place: fc.integer({ min: 1, max: 4 }),
        })
        .map(({ place, landed, reverted, gross, gasUsed, gasPrice, ...rest }) => {
          const paid = landed || reverted;
          const fields = { gross: landed ? gross : 0n, gasUsed: paid ? gasUsed : 0n, gasPrice: paid ? gasPrice : 0n };
          return order({
            ...rest,
            ...fields,
            landed,
            reverted: reverted && !landed,
            pools: [pool(place), pool(place + 1)],
          });
        }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(orders, orders, (real, paper) => {
        const { difference, classes } = compareSides(side(real), side(paper));
        expect(classes.reduce((sum, { net }) => sum + net, 0n)).toBe(difference);
      }),
    );
  });
});
