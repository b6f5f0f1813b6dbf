import { Interface } from 'ethers';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { loadNative } from '../native.ts';
import { type LogLine, logLines } from './testing/logLines.ts';
import { readUint128, readUint256 } from './words.ts';

const kinds = ['Sync', 'Swap', 'Initialize', 'Mint', 'Burn'];

function decode(text: string | Uint8Array): object[] | null {
  const decoder = new (loadNative().LogDecoder)();
  const count = decoder.decode(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  if (count < 0) return null;
  const addresses = new Uint8Array(20 * count);
  const figures = new Int32Array(4 * count);
  const words = new BigUint64Array(7 * count);
  expect(decoder.read(addresses, figures, words)).toBe(0);
  return Array.from({ length: count }, (_, i) => ({
    name: kinds[figures[4 * i] ?? -1],
    address: `0x${Buffer.from(addresses.subarray(20 * i, 20 * i + 20)).toString('hex')}`,
    removed: figures[4 * i + 1] === 1,
    ticks: [figures[4 * i + 2], figures[4 * i + 3]],
    price: readUint256(BigUint64Array.of(...words.subarray(7 * i, 7 * i + 3), 0n), 0),
    amounts: [readUint128(words, 7 * i + 3), readUint128(words, 7 * i + 5)],
  }));
}

/** What ethers put into the log, as an update. */
function expected({ name, values, log }: LogLine): object {
  const value = (i: number): bigint => BigInt(values[i] ?? 0n);
  const update = (ticks: bigint[], price: bigint, amounts: bigint[]): object => ({
    name,
    address: log.address,
    removed: false,
    ticks: [Number(ticks[0] ?? 0n), Number(ticks[1] ?? 0n)],
    price,
    amounts: [amounts[0] ?? 0n, amounts[1] ?? 0n],
  });
  if (name === 'Sync') return update([], 0n, [value(0), value(1)]);
  if (name === 'Swap') return update([value(6)], value(4), [value(5)]);
  if (name === 'Initialize') return update([value(1)], value(0), []);
  if (name === 'Mint') return update([value(2), value(3)], 0n, [value(4)]);
  return update([value(1), value(2)], 0n, [value(3)]);
}

describe('raw logs', () => {
  const lines = logLines(
    seededRandom(91),
    Array.from({ length: 400 }, (_, i) => [...kinds, 'Transfer'][i % 6] ?? 'Sync'),
  );
  const logs = lines.map(({ log }) => log);

  test('become what ethers encoded, logs of other events left out', () => {
    const wanted = lines.filter(({ name }) => name !== 'Transfer').map(expected);
    expect(decode(JSON.stringify(logs))).toEqual(wanted);
    expect(decode(JSON.stringify(logs, null, 2))).toEqual(wanted);
  });

  test('of a Pancake V3 swap read as one of Uniswap V3', () => {
    const swap = lines.find(({ name }) => name === 'Swap');
    if (swap === undefined) throw new Error('no swap');
    const pancake = new Interface([
      'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick, uint128 protocolFeesToken0, uint128 protocolFeesToken1)',
    ]);
    const { topics, data } = pancake.encodeEventLog('Swap', [...swap.values, 7n, 0n]);
    expect(decode(JSON.stringify([{ ...swap.log, topics, data }]))).toEqual([expected(swap)]);
    expect(decode(JSON.stringify([{ ...swap.log, topics, data: data.slice(0, -64) }]))).toBeNull();
  });

  test('may be none, come in any order of fields, be removed, and carry fields that nobody knows', () => {
    expect(decode(' [ ] ')).toEqual([]);
    const [first] = lines;
    if (first === undefined) throw new Error('no line');
    const { topics, ...others } = first.log;
    const log = { extra: { deep: [1, { er: null }], empty: {} }, topics, ...others, removed: true };
    expect(decode(JSON.stringify([log]))).toEqual([{ ...expected(first), removed: true }]);
  });

  test('are refused when an event is not what it says', () => {
    const [sync, swap, initialize, mint] = logs;
    const changed = (log: object | undefined, part: object): string => JSON.stringify([{ ...log, ...part }]);
    const data = (log: { data: string } | undefined): string => log?.data ?? '';
    expect(decode(changed(sync, { data: `0x1${data(sync).slice(3)}` }))).toBeNull();
    expect(decode(changed(sync, { data: `${data(sync)}00` }))).toBeNull();
    expect(decode(changed(sync, { data: `${data(sync).slice(0, -1)}g` }))).toBeNull();
    expect(decode(changed(sync, { address: '0x12' }))).toBeNull();
    expect(decode(changed(swap, { topics: swap?.topics.slice(0, 2) }))).toBeNull();
    expect(decode(changed(initialize, { data: `0x${'0'.repeat(128)}` }))).toBeNull();
    expect(decode(changed(initialize, { data: `${data(initialize).slice(0, -6)}7fffff` }))).toBeNull();
    expect(decode(changed(mint, { topics: [...(mint?.topics.slice(0, 3) ?? []), `0x${'f'.repeat(63)}`] }))).toBeNull();
    expect(decode(changed(sync, { removed: 'no' }))).toBeNull();
  });

  test('of any other bytes end in a refusal or in updates, never in a crash', () => {
    const random = seededRandom(92);
    const bytes = new TextEncoder().encode(JSON.stringify(logs.slice(0, 12)));
    let refused = 0;
    for (let round = 0; round < 4000; round += 1) {
      const broken = bytes.slice(0, random.below(3) === 0 ? random.below(bytes.length) : bytes.length);
      for (let i = random.below(4); i > 0 && broken.length > 0; i -= 1) {
        broken[random.below(broken.length)] = random.below(2) === 0 ? random.below(256) : 0x22;
      }
      if (decode(broken) === null) refused += 1;
    }
    expect(refused).toBeGreaterThan(1000);
    for (const text of [
      '',
      '[',
      '{}',
      '[1]',
      '[{]',
      '[{"a":]',
      '[{"a" 1}]',
      '[{}',
      '[{},]',
      '[{}]x',
      '"',
      '[{"a":"\\"}]',
    ]) {
      expect(decode(text)).toBeNull();
    }
    expect(decode(`[{"a":${'['.repeat(100)}${']'.repeat(100)}}]`)).toBeNull();
  });
});
