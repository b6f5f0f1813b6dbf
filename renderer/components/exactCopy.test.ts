// @vitest-environment jsdom
import '../testing/jsdom.ts';

import { expect, test, vi } from 'vitest';
import { installExactCopy } from './exactCopy.ts';

function copy(): { setData: ReturnType<typeof vi.fn>; prevented: boolean } {
  const setData = vi.fn();
  const event = new Event('copy', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'clipboardData', { value: { setData } });
  document.dispatchEvent(event);
  return { setData, prevented: event.defaultPrevented };
}

test('copying within one amount gives its exact decimal; across two, the text as it is', () => {
  document.body.innerHTML = '<p><b data-exact="0.042990852230918842">+0.04299</b><i data-exact="1.5">1.5000</i></p>';
  const [first, second] = [document.querySelector('b'), document.querySelector('i')];
  const stop = installExactCopy(document);
  const selection = document.getSelection();
  if (first === null || second === null) throw new Error('the page is missing');
  selection?.selectAllChildren(first);
  const inside = copy();
  expect(inside.prevented).toBe(true);
  expect(inside.setData).toHaveBeenCalledWith('text/plain', '0.042990852230918842');
  selection?.setBaseAndExtent(first, 0, second, 1);
  expect(copy().prevented).toBe(false);
  selection?.selectAllChildren(first);
  stop();
  expect(copy().prevented).toBe(false);
});
