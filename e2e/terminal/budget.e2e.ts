import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const pages = fileURLToPath(new URL('../../out/renderer', import.meta.url));

/** Scripts and styles that a page loads before it is drawn, whole and as gzip packs them, in kilobytes of 1000 bytes. */
function loaded(page: string): { wholeKb: number; packedKb: number } {
  const html = readFileSync(join(pages, page), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(1);
  const texts = files.map((file) => readFileSync(join(pages, dirname(page), file)));
  const kb = (bytes: number): number => Math.round(bytes / 1000);
  return {
    wholeKb: kb(texts.reduce((sum, text) => sum + text.length, 0)),
    packedKb: kb(texts.reduce((sum, text) => sum + gzipSync(text).length, 0)),
  };
}

/** What each page may weigh: what it weighs now and a good tenth, so that a library that comes in is noticed. */
it.each([
  ['index.html', 1_530],
  ['detached/index.html', 890],
  ['approve/index.html', 410],
])('%s loads no more than %i kB', (page, mostKb) => {
  const { wholeKb, packedKb } = loaded(page);
  console.log(`${page}: ${wholeKb} kB, ${packedKb} kB packed`);
  expect(wholeKb).toBeLessThanOrEqual(mostKb);
});
