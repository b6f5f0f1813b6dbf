import { expect, test } from 'vitest';
import { ExpectedError } from '../domain/errors.ts';
import { memorySource } from './testing/memorySource.ts';
import { firstText } from './unpacked.ts';
import { unzippedEntry } from './zipEntry.ts';

const text = [
  'open_time,open,high,low,close,volume',
  ...Array.from({ length: 5 }, (_, i) => `${1_735_689_600_000 + i * 60_000},5,6,4,5,1`),
  '',
].join('\n');

/** Made by Info-ZIP's zip 3.0 of a file with this text. */
const archives = {
  deflated:
    'UEsDBBQAAAAIAG8GdV15pl16SQAAAJ0AAAAOAAAAQlRDVVNEVC0xbS5jc3bLL0jNiy/JzE3VyQeydDIy0zN0cvLLdZJz8otTdcryc0pzU7kMzY' +
    '1NzSwszQxAQMdUx0zHBEgawsXNsIubG+EQt8AubmGCJg4AUEsBAh4DFAAAAAgAbwZ1XXmmXXpJAAAAnQAAAA4AAAAAAAAAAQAAAKSBAAAAAEJU' +
    'Q1VTRFQtMW0uY3N2UEsFBgAAAAABAAEAPAAAAHUAAAAAAA==',
  stored:
    'UEsDBAoAAAAAAG8GdV15pl16nQAAAJ0AAAAOAAAAQlRDVVNEVC0xbS5jc3ZvcGVuX3RpbWUsb3BlbixoaWdoLGxvdyxjbG9zZSx2b2x1bWUKMT' +
    'czNTY4OTYwMDAwMCw1LDYsNCw1LDEKMTczNTY4OTY2MDAwMCw1LDYsNCw1LDEKMTczNTY4OTcyMDAwMCw1LDYsNCw1LDEKMTczNTY4OTc4MDAw' +
    'MCw1LDYsNCw1LDEKMTczNTY4OTg0MDAwMCw1LDYsNCw1LDEKUEsBAh4DCgAAAAAAbwZ1XXmmXXqdAAAAnQAAAA4AAAAAAAAAAAAAAKSBAAAAAE' +
    'JUQ1VTRFQtMW0uY3N2UEsFBgAAAAABAAEAPAAAAMkAAAAAAA==',
  streamed:
    'UEsDBC0AAAAIAG8GdV15pl16//////////8BABQALQEAEACdAAAAAAAAAEkAAAAAAAAAyy9IzYsvycxN1ckHsnQyMtMzdHLyy3WSc/KLU3XK8n' +
    'NKc1O5DM2NTc0sLM0MQEDHVMdMxwRIGsLFzbCLmxvhELfALm5hgiYOAFBLAQIeAy0AAAAIAG8GdV15pl16SQAAAJ0AAAABAAAAAAAAAAEAAACA' +
    'EQAAAAAtUEsGBiwAAAAAAAAAHgMtAAAAAAAAAAAAAQAAAAAAAAABAAAAAAAAAC8AAAAAAAAAfAAAAAAAAABQSwYHAAAAAKsAAAAAAAAAAQAAAF' +
    'BLBQYAAAAAAQABAC8AAAB8AAAAAAA=',
  numbersOf64Bits:
    'UEsDBC0AAAAIAG8GdV15pl16//////////8OABQAQlRDVVNEVC0xbS5jc3YBABAAnQAAAAAAAABJAAAAAAAAAMsvSM2LL8nMTdXJB7J0MjLTM3' +
    'Ry8st1knPyi1N1yvJzSnNTuQzNjU3NLCzNDEBAx1THTMcESBrCxc2wi5sb4RC3wC5uYYImDgBQSwECHgMtAAAACABvBnVdeaZdekkAAAD/////' +
    'DgAMAAAAAAABAAAApIEAAAAAQlRDVVNEVC0xbS5jc3YBAAgAnQAAAAAAAABQSwYGLAAAAAAAAAAeAy0AAAAAAAAAAAABAAAAAAAAAAEAAAAAAA' +
    'AASAAAAAAAAACJAAAAAAAAAFBLBgcAAAAA0QAAAAAAAAABAAAAUEsFBgAAAAABAAEASAAAAP////8AAA==',
  twoFiles:
    'UEsDBBQAAAAIAG8GdV15pl16SQAAAJ0AAAAOAAAAQlRDVVNEVC0xbS5jc3bLL0jNiy/JzE3VyQeydDIy0zN0cvLLdZJz8otTdcryc0pzU7kMzY' +
    '1NzSwszQxAQMdUx0zHBEgawsXNsIubG+EQt8AubmGCJg4AUEsDBAoAAAAAAG8GdV2DFtyMAQAAAAEAAAAJAAAAbm90ZXMudHh0eFBLAQIeAxQA' +
    'AAAIAG8GdV15pl16SQAAAJ0AAAAOAAAAAAAAAAEAAACkgQAAAABCVENVU0RULTFtLmNzdlBLAQIeAwoAAAAAAG8GdV2DFtyMAQAAAAEAAAAJAA' +
    'AAAAAAAAEAAACkgXUAAABub3Rlcy50eHRQSwUGAAAAAAIAAgBzAAAAnQAAAAAA',
  locked:
    'UEsDBBQACQAIAG8GdV15pl16VQAAAJ0AAAAOAAAAQlRDVVNEVC0xbS5jc3YCsJP+7k0uz/ch1u0/JPVih0DDMMaZpdkvQHk/W2rTXw4i1MAgaG' +
    'W3ZgfMe9R1aQlE3hJTM+gUMEgsV5+g8dpOZgiO7V1Knadf8fDweGUEJrR50hVbUEsHCHmmXXpVAAAAnQAAAFBLAQIeAxQACQAIAG8GdV15pl16' +
    'VQAAAJ0AAAAOAAAAAAAAAAEAAACkgQAAAABCVENVU0RULTFtLmNzdlBLBQYAAAAAAQABADwAAACRAAAAAAA=',
  bzip2:
    'UEsDBC4AAAAMAG8GdV15pl16dgAAAJ0AAAAOAAAAQlRDVVNEVC0xbS5jc3ZCWmg2MUFZJlNZrchuCAAAS9uAYBAABH/gAACK58+AIAB0GSmJ6g' +
    'NGgZMnqDaqGjTNTJoAAcKlwoiYTCe9JwvuNYKIEJUayYpioisVqAjchCISESEkQio8hSIrMVqKUhzb11vlmGh2wUtc934u5IpwoSFbkNwQUEsB' +
    'Ah4DLgAAAAwAbwZ1XXmmXXp2AAAAnQAAAA4AAAAAAAAAAAAAAKSBAAAAAEJUQ1VTRFQtMW0uY3N2UEsFBgAAAAABAAEAPAAAAKIAAAAAAA==',
} as const;
const bytesOf = (name: keyof typeof archives): Buffer => Buffer.from(archives[name], 'base64');

async function all(bytes: Uint8Array, pieceBytes = 50): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of unzippedEntry(memorySource(bytes, pieceBytes))) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test.each(['deflated', 'stored', 'streamed', 'numbersOf64Bits'] as const)(
  'the one file of an archive: %s',
  async (name) => {
    expect(await all(bytesOf(name))).toBe(text);
    expect(await all(bytesOf(name), 7)).toBe(text);
    expect(await firstText(memorySource(bytesOf(name)), 20)).toBe(text.slice(0, 20));
  },
);

test.each([
  ['twoFiles', 'more than one file'],
  ['locked', 'password'],
  ['bzip2', 'rare way'],
] as const)('%s is refused with what to do', async (name, why) => {
  await expect(all(bytesOf(name))).rejects.toMatchObject({
    code: 'IMPORT_ARCHIVE',
    message: expect.stringContaining(why),
    advice: expect.stringContaining('Unpack it'),
  });
});

test('an archive of nothing, and other ways of packing, are refused', async () => {
  const nothing = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');
  for (const bytes of [nothing, Buffer.from('BZh91AY'), Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2])])
    await expect(firstText(memorySource(bytes), 100)).rejects.toMatchObject({ code: 'IMPORT_ARCHIVE' });
});

test('cut off anywhere or with any byte changed it gives its text or says that it is damaged', async () => {
  const whole = bytesOf('numbersOf64Bits');
  const outcome = (bytes: Uint8Array): Promise<string> =>
    all(bytes).catch((error: unknown) => {
      expect(error).toBeInstanceOf(ExpectedError);
      return 'refused';
    });
  for (let length = 0; length < whole.length - 2; length += 1)
    expect(await outcome(whole.subarray(0, length)), `${length} bytes`).toBe('refused');
  const outcomes = new Set<string>();
  for (let at = 0; at < whole.length; at += 1) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0x41;
    outcomes.add(await outcome(bytes));
  }
  expect([...outcomes].sort()).toEqual([text, 'refused'].sort());
});
