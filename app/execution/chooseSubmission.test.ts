import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { publicSubmission } from '../domain/submission.ts';
import { chooseSubmission, type InclusionRecord, noRecord, type SubmissionOutlook } from './chooseSubmission.ts';
import { submissionDefaults as settings, submissionBounds } from './submissionSettings.ts';

const ether = 10n ** 18n;
const relayed = { kind: 'relay', relayId: 'r1' } as const;
const record = (changes: Partial<InclusionRecord>): InclusionRecord => ({ ...noRecord, ...changes });
const outlook = (changes: Partial<SubmissionOutlook> = {}): SubmissionOutlook => ({
  allowed: ['relay', 'public'],
  relays: ['r1', 'r2'],
  hasRelays: true,
  open: null,
  byKind: { public: noRecord, relay: noRecord },
  withBid: { public: noRecord, relay: noRecord },
  samePools: noRecord,
  blockFullPpm: 400_000,
  net: wei(ether / 100n),
  gasCost: wei(ether / 3000n),
  alone: true,
  bidSharePpm: 200_000,
  ...changes,
});
const choice = (changes: Partial<SubmissionOutlook>) => chooseSubmission(outlook(changes), settings);

describe('the way', () => {
  it('is the first relay where nothing is known, since failing there costs nothing', () => {
    expect(choice({})).toMatchObject({ submission: relayed });
  });

  it('is the public pool where no relay answers and it is allowed, and none where it is not', () => {
    expect(choice({ relays: [] })).toMatchObject({ submission: publicSubmission });
    expect(choice({ relays: [], allowed: ['relay'] })).toMatchObject({ code: 'POLICY_NO_RELAY' });
    expect(choice({ allowed: [] })).toMatchObject({ code: 'GRANT_MISSING' });
  });

  it('is the public pool where the relay keeps missing and the pool lands', () => {
    const byKind = {
      public: record({ tried: 20, landed: 16 }),
      relay: record({ tried: 20, landed: 4 }),
    };
    expect(choice({ byKind })).toMatchObject({ submission: publicSubmission });
    expect(choice({ byKind, allowed: ['relay'] })).toMatchObject({ submission: relayed });
  });

  it('is the relay where failures in the pool cost more than landing there more often brings', () => {
    const byKind = {
      public: record({ tried: 20, landed: 12 }),
      relay: record({ tried: 20, landed: 10 }),
    };
    expect(choice({ byKind, gasCost: wei(ether / 100n) })).toMatchObject({ submission: relayed });
    expect(choice({ byKind, samePools: record({ tried: 9, landed: 9 }), gasCost: wei(0n) })).toMatchObject({
      submission: publicSubmission,
    });
  });

  it('is the relay for what bids much, however little failures have cost in the pool: what is refused there pays its own bid', () => {
    const byKind = {
      public: record({ tried: 20, landed: 15, failureCost: wei(5n) }),
      relay: record({ tried: 20, landed: 14 }),
    };
    const quiet = record({ tried: 10, landed: 10 });
    const lost = record({ tried: 10, lost: 10 });
    const cheap = { byKind, alone: false, gasCost: wei(ether / 10_000n) };
    expect(choice({ ...cheap, withBid: byKind, samePools: lost })).toMatchObject({
      submission: relayed,
      bidSharePpm: 600_000,
    });
    expect(choice({ ...cheap, samePools: quiet })).toMatchObject({ submission: publicSubmission, bidSharePpm: 0 });
  });

  it('is not the relay where what it includes reverting costs more than failures in the pool', () => {
    const byKind = {
      public: record({ tried: 20, landed: 10 }),
      relay: record({ tried: 20, landed: 10, failureCost: wei(10n ** 17n) }),
    };
    expect(choice({ byKind })).toMatchObject({ submission: publicSubmission });
  });

  it('is one that was hardly tried, for a trade that nobody contends for, until it had its part', () => {
    const relay = record({ tried: 30, landed: 30 });
    const quiet = (inPublic: InclusionRecord) => choice({ byKind: { relay, public: inPublic } });
    expect(quiet(noRecord)).toMatchObject({ submission: publicSubmission, bidSharePpm: 0 });
    expect(quiet(record({ tried: 3, landed: 3 }))).toMatchObject({ submission: publicSubmission });
    expect(quiet(record({ tried: 4, landed: 4 }))).toMatchObject({ submission: relayed });
    const byKind = { relay: noRecord, public: relay };
    expect(choice({ byKind })).toMatchObject({ submission: relayed });
  });

  it('is never tried for knowledge where others contend, another trade goes along, it would cost, or it is not allowed', () => {
    const relay = record({ tried: 30, landed: 30 });
    const byKind = { relay, public: noRecord };
    const contended = record({ tried: 10, landed: 9, lost: 1 });
    expect(choice({ byKind, samePools: contended })).toMatchObject({ submission: relayed });
    expect(choice({ byKind, alone: false })).toMatchObject({ submission: relayed });
    expect(choice({ byKind, open: relayed })).toMatchObject({ submission: relayed });
    expect(choice({ byKind, gasCost: wei(ether) })).toMatchObject({ submission: relayed });
    expect(choice({ byKind, allowed: ['relay'] })).toMatchObject({ submission: relayed });
    expect(chooseSubmission(outlook({ byKind }), { ...settings, explorationPpm: 0 })).toMatchObject({
      submission: relayed,
    });
  });

  it('counts the bid as gone where a failure costs as much as what is left', () => {
    const byKind = {
      public: record({ tried: 20, landed: 19, lost: 1 }),
      relay: record({ tried: 20, landed: 17, lost: 3 }),
    };
    const samePools = record({ tried: 10, landed: 0, lost: 10 });
    // 20/22 × net − 2/22 × cost against 18/22 × net: equal where the cost is the net.
    const cost = { gasCost: wei(((ether / 100n) * 7n) / 10n) };
    const quiet = record({ tried: 10, landed: 10 });
    expect(choice({ byKind, samePools: quiet, ...cost })).toMatchObject({ submission: publicSubmission });
    expect(choice({ byKind, withBid: byKind, samePools, ...cost })).toMatchObject({ submission: relayed });
  });

  it('follows what such trades did: with a bid or without', () => {
    const relay = record({ tried: 40, landed: 28, lost: 12 });
    const byKind = { relay, public: record({ tried: 20, landed: 20 }) };
    const withBid = { relay: record({ tried: 30, landed: 18, lost: 12 }), public: noRecord };
    expect(choice({ byKind, withBid })).toMatchObject({ submission: relayed });
    const samePools = record({ tried: 9, landed: 9 });
    expect(choice({ byKind, withBid, samePools })).toMatchObject({ submission: publicSubmission, bidSharePpm: 0 });
  });

  it('is that of the open orders, or none', () => {
    expect(choice({ open: publicSubmission })).toMatchObject({ submission: publicSubmission });
    expect(choice({ open: { kind: 'relay', relayId: 'r2' } })).toMatchObject({ submission: { relayId: 'r2' } });
    expect(choice({ open: relayed, allowed: ['public'] })).toMatchObject({ code: 'POLICY_ORDER_OPEN' });
    expect(choice({ open: publicSubmission, allowed: ['relay'] })).toMatchObject({ code: 'POLICY_ORDER_OPEN' });
  });
});

describe('the tip', () => {
  const quiet = record({ tried: 10, landed: 10 });

  it('is none where nobody contends and the block has room', () => {
    expect(choice({ samePools: quiet })).toMatchObject({ bidSharePpm: 0 });
    expect(choice({ byKind: { public: quiet, relay: noRecord } })).toMatchObject({ bidSharePpm: 0 });
  });

  it('is paid where the block is full, where others contend, and where nothing is known', () => {
    expect(choice({ samePools: quiet, blockFullPpm: 990_000 })).toMatchObject({ bidSharePpm: 200_000 });
    expect(choice({ samePools: record({ tried: 10, landed: 5, lost: 5 }) })).toMatchObject({ bidSharePpm: 400_000 });
    expect(choice({ samePools: record({ tried: 4, lost: 4 }) })).toMatchObject({ bidSharePpm: 600_000 });
    expect(choice({})).toMatchObject({ bidSharePpm: 220_000 });
  });

  it('looks at everybody until enough is known of the same pools', () => {
    const byKind = { public: record({ tried: 50, landed: 50 }), relay: noRecord };
    expect(choice({ byKind, samePools: record({ tried: 3, lost: 3 }) })).toMatchObject({ bidSharePpm: 0 });
  });
});

it('never chooses what is not allowed, and never bids beyond the most', () => {
  const counts = fc
    .tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.bigInt({ min: 0n, max: ether }))
    .map(([landed, lost, more, failureCost]) =>
      record({ tried: landed + lost + more, landed, lost, failureCost: wei(failureCost) }),
    );
  fc.assert(
    fc.property(
      fc.subarray(['relay', 'public'] as const),
      fc.subarray(['r1', 'r2']),
      fc.constantFrom(null, publicSubmission, relayed),
      counts,
      counts,
      counts,
      fc.bigInt({ min: -ether, max: ether }),
      fc.nat(1_000_000),
      fc.nat(950_000),
      (allowed, relays, open, inPublic, atRelay, samePools, net, blockFullPpm, bidSharePpm) => {
        const chosen = chooseSubmission(
          outlook({
            allowed,
            relays,
            open,
            byKind: { public: inPublic, relay: atRelay },
            withBid: { public: inPublic, relay: noRecord },
            samePools,
            net: wei(net),
            blockFullPpm,
            bidSharePpm,
          }),
          settings,
        );
        if ('code' in chosen) return;
        expect(allowed).toContain(chosen.submission.kind);
        if (chosen.submission.kind === 'relay') expect(relays).toContain(chosen.submission.relayId);
        if (open !== null) expect(chosen.submission).toEqual(open);
        expect(chosen.bidSharePpm).toBeLessThanOrEqual(Math.max(bidSharePpm, settings.mostBidSharePpm));
      },
    ),
    { numRuns: 400 },
  );
});

it('has defaults within their bounds', () => {
  for (const [name, [least, most]] of Object.entries(submissionBounds)) {
    const value = settings[name as keyof typeof settings];
    expect(value >= least && value <= most, name).toBe(true);
  }
});
