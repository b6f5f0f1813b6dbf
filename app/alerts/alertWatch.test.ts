import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertSighting, AlertTopic, WatchedRule } from '../contract/alerts.ts';
import type { OrderRow, StatusRow } from '../contract/panelStream.ts';
import { wei } from '../domain/amount.ts';
import { epochMs } from '../domain/clock.ts';
import { parseAddress } from '../domain/hex.ts';
import { AlertWatch } from './alertWatch.ts';
import type { AlertContext } from './topic.ts';
import { alertTopicHelp, parseRule } from './topics.ts';

const weth = parseAddress(`0x${'11'.repeat(20)}`);
const at = (seconds: number): AlertContext => ({
  nowMs: 1_000_000 + seconds * 1000,
  nativeSymbol: 'ETH',
  token: (address) => (address === weth ? { symbol: 'WETH', decimals: 18 } : null),
});
const rule = (changes: Partial<WatchedRule> & Pick<WatchedRule, 'topic' | 'condition'>): WatchedRule => ({
  id: 'r',
  revision: 1,
  repeatAfterS: 0,
  lastFiredAtMs: null,
  ...changes,
});
const status = (changes: Partial<StatusRow>): StatusRow =>
  ({
    id: 'status',
    chainName: 'Devnet',
    haltReason: '',
    tradingState: 'active',
    blockAtMs: epochMs(1_000_000),
    ...changes,
  }) as StatusRow;
const order = (id: string, changes: Partial<OrderRow> = {}): OrderRow =>
  ({ id, ticketId: `t-${id}`, route: 'WETH–LINK', state: 'submitted', net: null, ...changes }) as OrderRow;
const nothing = (): [] => [];

describe('watching for alerts', () => {
  let told: Omit<AlertSighting, 'mode'>[];
  let watch: AlertWatch;
  const set = (rules: readonly WatchedRule[], rowsOf: (topic: AlertTopic) => [string, unknown][] = nothing) =>
    watch.setRules(rules, rowsOf, at(0));

  beforeEach(() => {
    told = [];
    watch = new AlertWatch((sighting) => told.push(sighting));
  });

  it('speaks of an event once, when it comes to meet the rule, with what the rule speaks of', () => {
    set([rule({ topic: 'orders', condition: 'state = landed and net > 0.01' })]);
    watch.observe('orders', 'a', order('a'));
    watch.look(at(1));
    expect(told).toEqual([]);
    watch.observe('orders', 'a', order('a', { state: 'landed', net: wei(42_990_000_000_000_001n) }));
    watch.look(at(2));
    watch.observe('orders', 'a', order('a', { state: 'landed', net: wei(42_990_000_000_000_001n) }));
    watch.look(at(3));
    expect(told).toEqual([
      {
        ruleId: 'r',
        revision: 1,
        atMs: 1_002_000,
        text: 'WETH–LINK · state landed · net 0.04299',
        heldBack: 0,
        subject: { kind: 'ticket', id: 't-a' },
      },
    ]);
  });

  it('passes over events from before the rule, but speaks of a figure that is so already', () => {
    const rows = new Map<AlertTopic, [string, unknown][]>([
      ['orders', [['a', order('a', { state: 'landed' })]]],
      ['status', [['status', status({ tradingState: 'halted' })]]],
    ]);
    set(
      [
        rule({ id: 'o', topic: 'orders', condition: 'state = landed' }),
        rule({ id: 's', topic: 'status', condition: 'state = halted' }),
      ],
      (topic) => rows.get(topic) ?? [],
    );
    watch.look(at(1));
    expect(told.map(({ ruleId, text }) => [ruleId, text])).toEqual([['s', 'Devnet · state halted']]);
  });

  it('speaks again only after the figure was otherwise', () => {
    set([rule({ topic: 'status', condition: 'state = halted' })]);
    for (const [second, tradingState] of (['halted', 'halted', 'active', 'halted'] as const).entries()) {
      watch.observe('status', 'status', status({ tradingState }));
      watch.look(at(second));
    }
    expect(told.map(({ atMs }) => atMs)).toEqual([1_000_000, 1_003_000]);
  });

  it('notices that nothing comes: a figure that only ages', () => {
    set([rule({ topic: 'status', condition: 'blockAge > 30' })]);
    watch.observe('status', 'status', status({}));
    for (let second = 0; second < 60; second += 1) watch.look(at(second));
    expect(told.map(({ text }) => text)).toEqual(['Devnet · blockAge 31']);
  });

  it('is held back as long as the rule says, then speaks of the newest and counts the others', () => {
    set([rule({ topic: 'orders', condition: '', repeatAfterS: 10 })]);
    for (const [second, id] of ['a', 'b', 'c', 'd'].entries()) {
      watch.observe('orders', id, order(id, { route: id }));
      watch.look(at(second));
    }
    watch.observe('orders', 'c', null);
    for (let second = 4; second < 30; second += 1) watch.look(at(second));
    expect(told.map(({ text, heldBack, atMs }) => [text, heldBack, atMs])).toEqual([
      ['a', 0, 1_000_000],
      ['d', 1, 1_010_000],
    ]);
  });

  it('a restart repeats nothing within that time', () => {
    set([rule({ topic: 'status', condition: 'state = halted', repeatAfterS: 60, lastFiredAtMs: epochMs(990_000) })]);
    watch.observe('status', 'status', status({ tradingState: 'halted' }));
    watch.look(at(1));
    expect(told).toEqual([]);
    watch.look(at(51));
    expect(told).toHaveLength(1);
  });

  it('goes on where it was with a rule of the same revision, and begins a changed one anew', () => {
    const halted = rule({ topic: 'status', condition: 'state = halted' });
    const rows = (): [string, unknown][] => [['status', status({ tradingState: 'halted' })]];
    set([halted], rows);
    watch.look(at(1));
    set([halted], rows);
    watch.look(at(2));
    expect(told).toHaveLength(1);
    set([{ ...halted, revision: 2 }], rows);
    watch.look(at(3));
    expect(told).toHaveLength(2);
    set([]);
    expect(watch.watches('status')).toBe(false);
  });

  it('does not guess an amount of a token that it does not know', () => {
    set([rule({ topic: 'balances', condition: 'books < 1' })]);
    const balance = { id: 'x', account: 'wallet', books: 5n, chain: 5n, blockNumber: 1 } as const;
    watch.observe('balances', 'x', { ...balance, asset: `0x${'22'.repeat(20)}` });
    watch.look(at(1));
    expect(told).toEqual([]);
    watch.observe('balances', 'x', { ...balance, asset: weth });
    watch.look(at(2));
    expect(told.map(({ text }) => text)).toEqual(['WETH of the wallet · books 0']);
  });

  it('speaks of each crossing, either way, and never of what was beyond already', () => {
    const price = (value: number) => ({
      id: 'p',
      pool: weth,
      symbol: 'LINK / WETH',
      venue: 'UniV2',
      price: value,
      minuteChangePercent: 0,
      trades: 9,
    });
    set([rule({ topic: 'prices', condition: `pool = ${weth} and price crosses 5` })]);
    for (const [second, value] of [7, 6, 4, 4.5, 5, 6, 5.5, 3].entries()) {
      watch.observe('prices', 'p', price(value));
      watch.look(at(second));
    }
    expect(told.map(({ text, atMs }) => [text, atMs - 1_000_000])).toEqual([
      ['LINK / WETH on UniV2 · price 4', 2_000],
      ['LINK / WETH on UniV2 · price 5', 4_000],
      ['LINK / WETH on UniV2 · price 3', 7_000],
    ]);
  });

  it('tells a crossing that was held back once it may, though the price is elsewhere by then', () => {
    set([rule({ topic: 'status', condition: 'block crosses 10', repeatAfterS: 5 })]);
    for (const [second, blockNumber] of [9, 11, 9, 8, 8, 8, 8].entries()) {
      watch.observe('status', 'status', status({ blockNumber }));
      watch.look(at(second));
    }
    expect(told.map(({ atMs }) => atMs - 1_000_000)).toEqual([1_000, 6_000]);
  });

  it('leaves out a rule that it cannot read, and says which', () => {
    const [problem] = set([rule({ topic: 'orders', condition: 'colour = red' })]);
    expect(problem?.problem).toContain('at character 1: expected one of net, predicted');
  });
});

it('offers an example of every topic that can be read', () => {
  const help = alertTopicHelp();
  expect(help.length).toBeGreaterThan(10);
  for (const { topic, example, fields } of help) {
    expect(parseRule(topic, example)).toBeDefined();
    expect(fields.length).toBeGreaterThan(0);
  }
});
