import { expect, it } from 'vitest';
import type { EngineInput } from '../../domain/engineInput.ts';
import { headOf } from '../testing/paperWorld.ts';
import { readSide } from './journaledSide.ts';

const granted = {
  kind: 'user',
  atMs: 1,
  action: { kind: 'setStrategyMode', mode: 'automate' },
} as never as EngineInput;
const ended = {
  kind: 'user',
  atMs: 1,
  action: { kind: 'setTradingState', state: 'reduceOnly' },
} as never as EngineInput;
const snapshot = (number: number): EngineInput => ({ kind: 'snapshot', head: headOf(number) }) as never;
const block = (number: number): EngineInput => ({ kind: 'block', head: headOf(number) }) as never;

function between(...inputs: readonly EngineInput[]): readonly number[] {
  const { firstBlock, lastBlock } = readSide({ inputs, opportunities: [], tickets: [], orders: [], fills: new Map() });
  return [firstBlock, lastBlock];
}

it('a side could trade from its first block under a grant to the last before it ended', () => {
  expect(between(snapshot(5), block(6), granted, block(7), block(8), ended, block(9))).toEqual([7, 8]);
});

it('a grant that comes before the chain does counts from the first block behind the snapshot', () => {
  expect(between(granted, snapshot(500), block(501), block(502))).toEqual([501, 502]);
});
