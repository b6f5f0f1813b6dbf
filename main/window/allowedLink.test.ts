import { expect, it } from 'vitest';
import { isAllowedLink } from './allowedLink.ts';

it.each(['https://www.tradingview.com/', 'https://www.tradingview.com/lightweight-charts/'])('opens %s', (url) => {
  expect(isAllowedLink(url)).toBe(true);
});
it.each([
  'http://www.tradingview.com/',
  'https://www.tradingview.com.evil.example/',
  'https://user@www.tradingview.com/',
  'https://www.tradingview.com:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'not a link',
])('does not open %s', (url) => expect(isAllowedLink(url)).toBe(false));
