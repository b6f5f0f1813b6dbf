import { expect, it } from 'vitest';
import { refusals } from './refusals.ts';

it('is documented in docs/signer-refusals.md (run with -u to write it)', async () => {
  const rows = Object.entries(refusals).map(([code, text]) => `| ${code} | ${text} |`);
  const text = [
    '# Why the signer refuses',
    '',
    'Written by app/signing/refusals.test.ts out of app/signing/refusals.ts.',
    '',
    '| code | meaning and what to do |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
  await expect(text).toMatchFileSnapshot('../../docs/signer-refusals.md');
});
