import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvFields } from './csvLine.ts';
import { LineSplitter } from './lineSplitter.ts';

test('any cutting of the bytes gives the same lines, and says where each batch ended', () => {
  const text = 'a,b\r\n1,2\n\né€,3\n4,5';
  const bytes = Buffer.from(text);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 25, maxLength: 25 }), (sizes) => {
      const splitter = new LineSplitter(100);
      const lines: string[] = [];
      let at = 0;
      for (const size of sizes) {
        const piece = splitter.push(bytes.subarray(at, at + size));
        at += size;
        lines.push(...piece);
        const used = bytes.subarray(0, splitter.endByte - 100).toString();
        expect(used === '' || used.endsWith('\n')).toBe(true);
        expect(used.split('\n').length - 1).toBe(lines.length);
      }
      lines.push(...splitter.end());
      expect(lines).toEqual(['a,b', '1,2', '', 'é€,3', '4,5']);
      expect(splitter.endByte).toBe(100 + bytes.length);
    }),
  );
});

test('a file without line ends is refused before it fills the memory', () => {
  const splitter = new LineSplitter();
  const piece = Buffer.alloc(60_000, 'x');
  expect(splitter.push(piece)).toEqual([]);
  expect(() => splitter.push(piece)).toThrow(expect.objectContaining({ code: 'IMPORT_LONG_LINE' }));
  expect(() => new LineSplitter().push(Buffer.from(`a\n${'x'.repeat(70_000)}`))).toThrow('64 KiB');
});

test.each([
  ['1,2,,3', ['1', '2', '', '3']],
  ['"a,b",2', ['a,b', '2']],
  ['"say ""so""",x', ['say "so"', 'x']],
  ['"open', ['open']],
])('the fields of %s', (line, fields) => {
  expect(csvFields(line)).toEqual(fields);
});
