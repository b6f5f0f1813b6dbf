import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mostOpportunities,
  type OpportunitySort,
  type OpportunityView,
  opportunityColumnIds,
} from '../contract/opportunityView.ts';
import type { OpportunityRow } from '../contract/panelStream.ts';
import type { Wei } from '../domain/amount.ts';
import { orderOf } from './opportunityOrder.ts';
import { OpportunityRanking } from './opportunityRanking.ts';
import { address, ether, facts, row } from './testing/rows.ts';

const everything: OpportunityView = { revision: 4, filter: '', hideBelowCost: false, through: null, sort: null };
const belowCost = { state: 'rejected', reason: { code: 'DETECT_BELOW_COST', facts: {} } } as const;

function ranking(rows: readonly OpportunityRow[], changed: Partial<OpportunityView> = {}) {
  const kept = new Map(rows.map((each) => [each.id, each]));
  const ranked = new OpportunityRanking(
    { ...everything, ...changed },
    () => kept,
    () => facts,
  );
  const put = (each: OpportunityRow): void => {
    kept.set(each.id, each);
    ranked.note(each.id);
  };
  const remove = (id: string): void => {
    kept.delete(id);
    ranked.note(id);
  };
  return { kept, ranked, put, remove };
}

const serialsOf = (ranked: OpportunityRanking): number[] => [...(ranked.renewed()?.serials ?? [])];

describe('the ranking of opportunities', () => {
  test('lists first what can be acted upon, then what is under way, then what pays, what does not last', () => {
    const conflict = { code: 'POLICY_CONFLICT', facts: {} } as const;
    const { ranked } = ranking([
      row(1, { net: ether('0.5') }),
      row(2, belowCost),
      row(3, { state: 'lost', net: ether('9') }),
      row(4, { state: 'rejected', reason: conflict, net: ether('0.9') }),
      row(5, { state: 'awaitingApproval', net: ether('0.001') }),
      row(6, { state: 'gone', net: ether('8') }),
      row(7),
    ]);
    expect(serialsOf(ranked)).toEqual([5, 1, 7, 4, 3, 2, 6]);
  });

  test('narrows to a token or a pool, hides what is below cost, and says how many there are', () => {
    const elsewhere = row(3, { hops: row(3).hops.map((hop) => ({ ...hop, pool: address(9), tokenOut: address(3) })) });
    const { ranked } = ranking([row(1), row(2, belowCost), elsewhere], { through: address(101), hideBelowCost: true });
    expect(ranked.renewed()).toMatchObject({
      revision: 4,
      total: 3,
      through: 2,
      problem: null,
      serials: Uint32Array.of(1),
    });
  });

  test('says nothing while nothing changes, and what is wrong with a filter', () => {
    const { ranked, put } = ranking([row(1)], { filter: 'net >' });
    expect(ranked.renewed()?.problem).toContain('expected a number');
    expect(ranked.renewed()).toBeNull();
    put(row(2));
    expect(serialsOf(ranked)).toHaveLength(2);
  });

  test('knows the names of tokens that come after the rows', () => {
    const tokens = new Map(facts.tokens);
    tokens.delete(address(2));
    const kept = new Map([[row(1).id, row(1)]]);
    const ranked = new OpportunityRanking(
      { ...everything, filter: 'token = LINK' },
      () => kept,
      () => ({ ...facts, tokens }),
    );
    expect(serialsOf(ranked)).toEqual([]);
    tokens.set(address(2), { id: address(2), symbol: 'LINK', decimals: 18 });
    expect(serialsOf(ranked)).toEqual([1]);
  });

  test('whatever comes, changes and goes: always what sorting everything anew would give', () => {
    const sort = fc.option(
      fc.record<OpportunitySort>({ column: fc.constantFrom(...opportunityColumnIds), descending: fc.boolean() }),
    );
    const change = fc.record({
      serial: fc.integer({ min: 1, max: 12 }),
      net: fc.bigInt({ min: -3n, max: 3n }),
      blockNumber: fc.integer({ min: 1, max: 3 }),
      state: fc.constantFrom('found', 'gone', 'landed', 'awaitingApproval', 'removed'),
    });
    fc.assert(
      fc.property(sort, fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 8 }), (chosen, rounds) => {
        const { kept, ranked, put, remove } = ranking([], { sort: chosen, filter: 'net >= 0' });
        let shown = serialsOf(ranked);
        for (const changes of rounds) {
          for (const { serial, net, blockNumber, state } of changes) {
            if (state === 'removed') remove(row(serial).id);
            else put(row(serial, { net: net as Wei, blockNumber, state: state as OpportunityRow['state'] }));
          }
          if (changes.length > 0) shown = serialsOf(ranked);
          const order = orderOf(chosen);
          const anew = [...kept.values()]
            .filter(({ net }) => net >= 0n)
            .map((each) => ({ row: each, route: '' }))
            .sort(order);
          expect(shown).toEqual(anew.map(({ row: { serial } }) => serial));
        }
      }),
    );
  });

  test('tests only what changed among ten thousand', () => {
    const { kept, put } = ranking(Array.from({ length: mostOpportunities }, (_, index) => row(index + 1)));
    let reads = 0;
    const counting = new Map(kept);
    counting.get = (id) => {
      reads += 1;
      return kept.get(id);
    };
    const ranked = new OpportunityRanking(
      { ...everything, filter: 'weth' },
      () => counting,
      () => facts,
    );
    expect(ranked.renewed()?.serials).toHaveLength(mostOpportunities);
    reads = 0;
    for (let serial = 1; serial <= 100; serial += 1) {
      const changed = row(serial, { net: ether('1') });
      put(changed);
      ranked.note(changed.id);
    }
    expect(ranked.renewed()?.serials).toHaveLength(mostOpportunities);
    expect(reads).toBe(100);
  });
});
