import { expect, it } from 'vitest';
import { killImports } from './testing/killImports.ts';

it('loses no acknowledged row and doubles none when import, candles or backup are killed', {
  timeout: 120_000,
}, async () => {
  expect(await killImports(1, 3)).toBe(3);
});
