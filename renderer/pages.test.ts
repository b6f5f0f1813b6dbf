import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const pages = ['./index.html', './detached/index.html', './approve/index.html'].map(
  (path) => [path, readFileSync(new URL(path, import.meta.url), 'utf8')] as const,
);

describe.each(pages)('%s', (_path, html) => {
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1] ?? '';

  test('lets nothing in but its own scripts, styles and fonts, and nothing out', () => {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:|\*/);
  });

  test('has no inline script', () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });
});
