import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpectedError } from '../../domain/errors.ts';
import { seededRandom } from '../../domain/random.ts';
import { backoffMs } from './backoff.ts';
import { decodeBlockHead } from './decodeBlockHead.ts';
import { decodeLog } from './decodeLog.ts';
import { printable } from './printable.ts';
import { decodeCount, decodeQuantity, encodeQuantity } from './quantity.ts';

const hash = `0x${'ab'.repeat(32)}`;
const block = {
  number: '0x10',
  hash,
  parentHash: `0x${'AB'.repeat(32)}`,
  timestamp: '0x5',
  baseFeePerGas: '0x7',
  gasUsed: '0x1',
  gasLimit: '0x2',
};
const log = {
  address: `0x${'Cd'.repeat(20)}`,
  topics: [hash],
  data: '0x',
  blockHash: hash,
  blockNumber: '0x1',
  transactionHash: hash,
  transactionIndex: '0x0',
  logIndex: '0x3',
  removed: false,
};

/** Each field of `good` replaced by something else, one at a time. */
function spoiled(good: object): fc.Arbitrary<object> {
  const bad = fc.oneof(
    fc.constant(undefined),
    fc.constant(null),
    fc.integer(),
    fc.string(),
    fc.constant('0x'),
    fc.constant(`0x${'f'.repeat(65)}`),
    fc.constant('0xg0'),
    fc.constant({}),
  );
  return fc.tuple(fc.constantFrom(...Object.keys(good)), bad).map(([key, value]) => ({ ...good, [key]: value }));
}

describe('reply decoders', () => {
  it('reads a head and a log, in lower case', () => {
    expect(decodeBlockHead(block)).toEqual({
      number: 16,
      hash,
      parentHash: hash,
      timestampS: 5,
      baseFeePerGas: 7n,
      gasUsed: 1,
      gasLimit: 2,
    });
    expect(decodeLog(log)).toMatchObject({ address: `0x${'cd'.repeat(20)}`, logIndex: 3, removed: false });
  });

  it('answers anything else with an ExpectedError of bounded length', () => {
    const rejects = (decode: (value: unknown) => unknown, value: unknown): void => {
      try {
        decode(value);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpectedError);
        expect((error as ExpectedError).code).toBe('RPC_MALFORMED_REPLY');
        expect(String((error as ExpectedError).facts.value).length).toBeLessThanOrEqual(80);
      }
    };
    fc.assert(
      fc.property(fc.oneof(spoiled(block), fc.anything()), (value) => rejects(decodeBlockHead, value)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.oneof(spoiled(log), fc.anything()), (value) => rejects(decodeLog, value)),
      { numRuns: 500 },
    );
    rejects(decodeLog, [{ toString: 0 }]);
    rejects(decodeLog, { ...log, address: { toString: 0 } });
    expect(() => decodeBlockHead({ ...block, baseFeePerGas: undefined })).toThrow('baseFeePerGas');
    expect(() => decodeLog({ ...log, topics: Array(5).fill(hash) })).toThrow('topics');
  });

  it('keeps quantities within their bounds', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), (value) => {
        expect(decodeQuantity(encodeQuantity(value), 'x')).toBe(value);
      }),
    );
    expect(() => decodeCount('0x20000000000000', 'x')).toThrow('malformed');
  });
});

describe('printable', () => {
  it('escapes and cuts whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const shown = printable(text, 100);
        expect(shown.length).toBeLessThanOrEqual(100);
        expect(shown.replace(/…$/, '')).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

describe('backoffMs', () => {
  it('doubles to ten seconds with jitter, and repeats for a seed', () => {
    const waits = (seed: number): number[] =>
      Array.from({ length: 30 }, (_, attempt) => backoffMs(attempt, seededRandom(seed).fork(`${attempt}`)));
    expect(waits(1)).toEqual(waits(1));
    for (const [attempt, wait] of waits(2).entries()) {
      const ceiling = Math.min(10_000, 50 * 2 ** attempt);
      expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
      expect(wait).toBeLessThanOrEqual(ceiling);
    }
  });
});
