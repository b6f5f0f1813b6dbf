import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultFrameLimits } from './frameGuard.ts';
import { jsonFramer } from './jsonFramer.ts';

describe('jsonFramer', () => {
  it('finds the objects of a stream, however it was cut', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    fc.assert(
      fc.property(fc.array(object, { maxLength: 5 }), fc.array(fc.nat(64), { maxLength: 40 }), (objects, cuts) => {
        const stream = Buffer.from(objects.map((value) => JSON.stringify(value)).join('\n '));
        const framer = jsonFramer(defaultFrameLimits);
        const frames: unknown[] = [];
        let start = 0;
        for (const length of [...cuts, stream.length]) {
          const chunk = stream.subarray(start, start + length);
          start += length;
          expect(framer.push(chunk, (frame) => frames.push(JSON.parse(frame.toString())))).toBeNull();
        }
        expect(JSON.stringify(frames)).toBe(JSON.stringify(objects));
      }),
      { numRuns: 200 },
    );
  });

  it('gives up on text that is no object, on too deep and on too long ones', () => {
    const push = (...chunks: string[]): string | null => {
      const framer = jsonFramer({ maxBytes: 64, maxDepth: 8, maxValues: 100 });
      return chunks.reduce<string | null>(
        (problem, chunk) => problem ?? framer.push(Buffer.from(chunk), () => undefined),
        null,
      );
    };
    expect(push('HTTP/1.1 200')).toContain('outside of an object');
    expect(push('"a"')).toContain('outside of an object');
    expect(push('{}}')).toContain('did not open');
    expect(push('[[[[[[[[[')).toContain('nested deeper');
    expect(push('{"a":"', 'x'.repeat(40), 'x'.repeat(40))).toContain('over the limit');
  });
});
