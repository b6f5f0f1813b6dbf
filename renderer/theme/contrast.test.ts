import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replaceAll('"', "'");

type Tokens = Record<string, string>;

/** The custom properties of every block whose selector list names `selector` exactly. */
function block(selector: string): Tokens {
  const tokens: Tokens = {};
  for (const [, selectors = '', body = ''] of css.matchAll(/([^{}]+)\{([^}]*)\}/g)) {
    const names = selectors
      .replace(/\/\*.*?\*\//gs, '')
      .split(',')
      .map((name) => name.trim());
    if (!names.includes(selector)) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)) tokens[name] = value;
  }
  return tokens;
}

function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const dark = block(":root[data-appearance='dark']");
const light = { ...dark, ...block(":root[data-appearance='light']") };
const themes: Record<string, Tokens> = {
  dark,
  light,
  'dark colour-blind': { ...dark, ...block(":root[data-palette='colourBlind']") },
  'light colour-blind': {
    ...light,
    ...block(":root[data-palette='colourBlind'][data-appearance='light']"),
  },
};

const pairs: readonly (readonly [text: string, surface: string])[] = [
  ...['ink', 'ink-2', 'ink-3', 'gain', 'loss', 'warn', 'accent'].flatMap((text) =>
    ['ground', 'panel', 'selected'].map((surface) => [text, surface] as const),
  ),
  ['ink', 'raised'],
  ['ink-2', 'raised'],
  ['danger', 'danger-ground'],
  ['gain', 'active-ground'],
  ...[1, 2, 3, 4, 5, 6].flatMap((group) => [[`link-${group}`, 'panel'] as const, ['ground', `link-${group}`] as const]),
  ['approve-ink', 'approve'],
  ['ink', 'approve-ground'],
  ['ink-2', 'approve-ground'],
];

describe.each(Object.keys(themes))('the %s theme', (name) => {
  test.each(pairs)('%s on %s passes AA', (text, surface) => {
    const tokens = themes[name] ?? {};
    expect(contrast(tokens[text] ?? '', tokens[surface] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});

test.each(['DEVNET', 'PAPER', 'LIVE'])('the %s badge passes AA in both appearances', (mode) => {
  for (const tokens of [
    block(`:root[data-mode='${mode}']`),
    block(`:root[data-appearance='light'][data-mode='${mode}']`),
  ]) {
    expect(contrast(tokens.mode ?? '', tokens['mode-ground'] ?? '')).toBeGreaterThanOrEqual(4.5);
  }
});
