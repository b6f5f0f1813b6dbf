import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import { chainGroups, initialLimits, type LimitValues, limitIds, limitTable } from '../domain/riskLimit.ts';
import {
  failedCheck,
  type LimitCheck,
  nothingAtStake,
  type RiskAccount,
  RiskBook,
  type RiskPosition,
  type RiskTrade,
  unitsDown,
  unitsUp,
} from './riskBook.ts';
import { ceilUnits, floorUnits, plainRiskChecks } from './testing/plainRiskChecks.ts';

const ether = 10n ** 18n;
const strategy = 'flash-arbitrage' as const;

/** Mostly of the size of a desk, sometimes none, sometimes beyond what the core counts. */
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(0n, 1_000n * ether) },
  { weight: 1, arbitrary: fc.constant(0n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 10n ** 27n) },
);
const signed = fc.tuple(amount, fc.boolean()).map(([size, negative]) => wei(negative ? -size : size));
const positive = amount.map(wei);
const asset = fc.option(fc.constantFrom('a', 'b', 'c', 'd'));
const cluster = fc.option(fc.integer({ min: 0, max: 3 }));
const place = {
  strategy: fc.constant(strategy),
  group: fc.constantFrom(...chainGroups),
  asset,
  cluster,
};
const position: fc.Arbitrary<RiskPosition> = fc.record({ ...place, held: positive, risk: positive });
const trade: fc.Arbitrary<RiskTrade> = fc.record({
  ...place,
  atRisk: positive,
  opens: fc.oneof(fc.constant(wei(0n)), positive),
  adds: positive,
  notional: positive,
  kelly: fc.integer({ min: 0, max: 1_000_000 }),
  correlation: fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 })),
});
const account: fc.Arbitrary<RiskAccount> = fc.record({
  capital: signed,
  cash: signed,
  dayLoss: signed,
  monthPeak: positive,
  monthFall: positive,
  overallPeak: positive,
  overallFall: positive,
  valueAtRisk: fc.option(positive),
});
const limits = fc
  .tuple(...limitIds.map((id) => fc.integer({ min: limitTable[id].from, max: limitTable[id].to })))
  .map((values) => Object.fromEntries(limitIds.map((id, i) => [id, values[i]])) as LimitValues);
const step = fc.oneof(
  fc.record({ key: fc.integer({ min: 0, max: 12 }), position: fc.option(position) }),
  fc.record({ account }),
  fc.record({ limits }),
  fc.record({ trade }),
);

/** Rows in the units that the plain check has. */
function units(checks: readonly LimitCheck[]): unknown {
  return checks.map(({ limit, unit, value, bound, state }) => {
    const scale = unit === 'wei' ? 1_000_000_000n : 1n;
    return { limit, value: value / scale, bound: bound / scale, state };
  });
}

test('whatever comes and goes, each check equals one over every position', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), account, limits, (steps, firstAccount, firstLimits) => {
      let book = new RiskBook();
      let [inForce, state] = [firstLimits, firstAccount];
      book.setLimits(inForce);
      book.setAccount(state);
      const positions = new Map<number, RiskPosition>();
      for (const each of steps) {
        if ('key' in each) {
          book.setPosition(String(each.key), each.position);
          if (each.position === null) positions.delete(each.key);
          else positions.set(each.key, each.position);
        } else if ('account' in each) {
          state = each.account;
          book.setAccount(state);
        } else if ('limits' in each) {
          inForce = each.limits;
          book.setLimits(inForce);
        } else {
          const checks = book.check(each.trade);
          expect(units(checks)).toEqual(plainRiskChecks(inForce, state, positions.values(), each.trade));
          for (const { headroom, state: verdict } of checks)
            if (verdict === 'passed' || verdict === 'failed') expect(headroom >= 0n).toBe(verdict === 'passed');
        }
        if (steps.length % 7 === 0) book = book.copy();
      }
    }),
    { numRuns: 400 },
  );
});

test('amounts are rounded against us', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 28n), 10n ** 28n), (value) => {
      expect([unitsUp(value), unitsDown(value)]).toEqual([ceilUnits(value), floorUnits(value)]);
    }),
  );
});

const calm: RiskAccount = {
  capital: wei(100n * ether),
  cash: wei(100n * ether),
  dayLoss: wei(0n),
  monthPeak: wei(100n * ether),
  monthFall: wei(0n),
  overallPeak: wei(100n * ether),
  overallFall: wei(0n),
  valueAtRisk: null,
};
const atomic: RiskTrade = {
  ...nothingAtStake,
  strategy,
  group: 'mainnet',
  asset: null,
  cluster: null,
  kelly: 1_000_000,
  atRisk: wei(2n * ether),
};

function bookOf(state: RiskAccount = calm): RiskBook {
  const book = new RiskBook();
  book.setLimits(initialLimits.values);
  book.setAccount(state);
  return book;
}

const held = (amountHeld: bigint): RiskPosition => ({
  strategy,
  group: 'mainnet',
  asset: 'a',
  cluster: 0,
  held: wei(amountHeld),
  risk: wei(0n),
});
const under = (risk: bigint): RiskPosition => ({ ...held(0n), asset: null, cluster: null, risk: wei(risk) });
const opening = { ...atomic, atRisk: wei(0n), opens: wei(ether), asset: 'a', cluster: 0, correlation: 0 };

test.each([
  ['singleTrade', calm, [], { atRisk: wei(2n * ether + 1n) }],
  ['strategyExposure', calm, [under(14n * ether)], { atRisk: wei(ether + 1n) }],
  ['dailyRisk', { ...calm, dayLoss: wei(3n * ether) }, [], { atRisk: wei(2n * ether + 1n), kelly: 1_000_000 }],
  ['relatedAssets', calm, [held(24n * ether)], { atRisk: wei(0n), asset: 'b', cluster: 0, adds: wei(2n * ether) }],
  ['flashNotional', calm, [], { notional: wei(1_000n * ether + 1n) }],
  ['monthlyDrawdown', { ...calm, monthFall: wei(4n * ether) }, [], { atRisk: wei(ether + 1n) }],
  ['overallDrawdown', { ...calm, monthFall: wei(0n), overallFall: wei(15n * ether) }, [], { atRisk: wei(1n) }],
  ['largestPosition', calm, [held(25n * ether)], { atRisk: wei(0n), asset: 'a', cluster: null, adds: wei(1n) }],
  ['smallestPosition', calm, [], { ...opening, opens: wei(ether / 4n) }],
  ['correlation', calm, [], { ...opening, correlation: 700_001 }],
  ['mainnetCapital', calm, [under(39n * ether)], { atRisk: wei(ether + 1n) }],
  ['reserveCapital', { ...calm, cash: wei(6n * ether) }, [], { atRisk: wei(ether + 1n) }],
  ['valueAtRisk', { ...calm, valueAtRisk: wei(2n * ether + 1n) }, [], {}],
  ['kellyFraction', calm, [], { kelly: 0, atRisk: wei(1n) }],
] as const)('%s is named when it is crossed', (limit, state, positions, change) => {
  const book = bookOf(state);
  positions.forEach((each, i) => {
    book.setPosition(String(i), each);
  });
  const failures = book.check({ ...atomic, ...change }).filter((check) => check.state === 'failed');
  expect(failures.map((check) => check.limit)).toContain(limit);
  const check = failures.find((each) => each.limit === limit);
  expect(check?.headroom).toBeLessThan(0n);
});

test('what nobody knows lets an atomic trade pass and says so, and opens no position', () => {
  const stateOf = (checks: readonly LimitCheck[]) => checks.find(({ limit }) => limit === 'valueAtRisk')?.state;
  expect(stateOf(bookOf().check(atomic))).toBe('unknown');
  expect(failedCheck(bookOf().check(atomic))).toBeNull();
  expect(stateOf(bookOf().check(opening))).toBe('failedUnknown');
  expect(failedCheck(bookOf({ ...calm, valueAtRisk: wei(0n) }).check({ ...opening, correlation: null }))?.limit).toBe(
    'correlation',
  );
});
