import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonItem, JsonItems, type SavedJsonItems } from './jsonItems.ts';

function read(text: string, pieceBytes: number): JsonItem[] {
  const items: JsonItem[] = [];
  const reader = new JsonItems();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) items.push(...reader.push(bytes.subarray(at, at + pieceBytes)));
  reader.end();
  return items;
}

const kinds = (text: string, pieceBytes = 1_000): string[] =>
  read(text, pieceBytes).map(({ kind, name, text: each }) => `${kind} ${name}: ${each}`);

describe('items of JSON', () => {
  test('are the records of an exporter and what it says of the block', () => {
    const text = '{"block_number":7, "traces":[{"a":1},{"a":[2,{"b":"]}"}]}],"receipts":[], "miner":"0x"}';
    const wanted = [
      'element traces: {"a":1}',
      'element traces: {"a":[2,{"b":"]}"}]}',
      'object : {"block_number":7,"miner":"0x"}',
    ];
    for (const pieceBytes of [1, 2, 3, 7, 1_000]) expect(kinds(text, pieceBytes)).toEqual(wanted);
  });

  test('are the same from a node, from an array, and from lines', () => {
    const records = ['{"x":{"result":[1]}}', '{"y":"\\"\\\\"}'];
    const [first = '', second = ''] = records;
    expect(kinds(`{"jsonrpc":"2.0","id":1,"result":[${first},${second}]}`)).toEqual([
      `object result: ${first}`,
      `object result: ${second}`,
      'object : {"jsonrpc":"2.0","id":1}',
    ]);
    expect(kinds(`\ufeff [${records.join(' , ')}]\n`, 1)).toEqual(records.map((each) => `object : ${each}`));
    expect(kinds(records.join('\r\n'))).toEqual(records.map((each) => `object : ${each}`));
    expect(kinds('{"result":{"number":"0x1","transactions":[1]}}')).toEqual([
      'object : {"result":{"number":"0x1","transactions":[1]}}',
    ]);
  });

  test.each(['{"a"1}', '[1,]x', '{]', '}', '[{}}', '{"traces":[{}}', '{,}', '{"a":1,}', '[,]', '[1 2]'])(
    '%s is refused',
    (text) => {
      expect(() => read(text, 1)).toThrow(/cannot be read as JSON|middle of its JSON/);
    },
  );

  test.each(['{"traces":[{"a":1}', '[', '{"a', '[{"a":"'])('%s ends in the middle', (text) => {
    expect(() => read(text, 1)).toThrow('middle of its JSON');
  });

  test('that nest for ever are refused', () => {
    expect(() => read(`[[${'['.repeat(1_000)}`, 100)).toThrow('nest too deeply');
    expect(() => read('{"result":['.repeat(20), 100)).toThrow('nest too deeply');
  });

  test('are gone on with from any place between two of them', () => {
    const value = fc.jsonValue({ maxDepth: 3 }).map((each) => JSON.stringify(each));
    const bundle = fc
      .record({ traces: fc.array(value), receipts: fc.array(value), more: value })
      .map(({ traces, receipts, more }) => `{"traces":[${traces}],"more":${more},"receipts":[${receipts}]}`);
    fc.assert(
      fc.property(fc.array(bundle), fc.nat(), fc.integer({ min: 1, max: 40 }), (bundles, cut, pieceBytes) => {
        const text = Buffer.from(`[${bundles.join(',')}]`);
        const whole = read(text.toString(), 1_000);
        const reader = new JsonItems();
        const got: JsonItem[] = [];
        let saved: SavedJsonItems = reader.save();
        const stopAfter = whole.length === 0 ? 0 : cut % whole.length;
        for (const item of reader.push(text)) {
          if (got.length >= stopAfter) break;
          got.push(item);
          saved = JSON.parse(JSON.stringify(reader.save())) as SavedJsonItems;
        }
        const next = new JsonItems(saved);
        for (let at = saved.endByte; at < text.length; at += pieceBytes)
          got.push(...next.push(text.subarray(at, at + pieceBytes)));
        next.end();
        expect(got).toEqual(whole);
      }),
    );
  });

  test('hold what a reader of whole JSON finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
        fc.integer({ min: 1, max: 9 }),
        (records, bytes) => {
          const plain = records.map((record) => ({ record }));
          const items = read(JSON.stringify(plain, null, 1), bytes).map(({ text }) => JSON.parse(text) as unknown);
          expect(items).toEqual(JSON.parse(JSON.stringify(plain)));
        },
      ),
    );
  });
});
