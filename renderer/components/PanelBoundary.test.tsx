// @vitest-environment jsdom
import '../testing/jsdom.ts';

import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { PanelBoundary } from './PanelBoundary.tsx';

let broken = true;

function Panel() {
  if (broken) throw new Error('no such pool');
  return <p>drawn</p>;
}

test('a failing panel says so and can be drawn again', () => {
  const silenced = vi.spyOn(console, 'error').mockReturnValue(undefined);
  render(
    <PanelBoundary title="Health">
      <Panel />
    </PanelBoundary>,
  );
  expect(screen.getByRole('alert').textContent).toContain('Health could not be drawn');
  expect(screen.getByRole('alert').textContent).toContain('no such pool');
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Draw it again' }));
  expect(screen.getByText('drawn')).toBeDefined();
  silenced.mockRestore();
});
