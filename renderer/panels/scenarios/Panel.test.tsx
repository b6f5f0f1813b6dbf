// @vitest-environment jsdom

import { QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { StressAnswer, StressRow } from '../../../app/contract/scenarios.ts';
import { wei } from '../../../app/domain/amount.ts';
import { epochMs } from '../../../app/domain/clock.ts';
import { failure, success } from '../../../app/domain/result.ts';
import { shockKinds } from '../../../app/domain/scenario.ts';
import { mainQueries } from '../../state/queries.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { sampleStatus } from '../../testing/sampleRows.ts';
import { ScenariosPanel } from './Panel.tsx';
import { chosenScenario } from './useScenarios.ts';

const ether = 10n ** 18n;
const words = Object.fromEntries(
  shockKinds.map((kind) => [kind, { does: `does ${kind}`, cannotKnow: `cannot ${kind}` }]),
) as StressAnswer['words'];

const fall: StressRow = {
  scenario: {
    id: 'all-down-30',
    name: 'All down',
    about: 'why',
    shocks: [{ kind: 'price', of: 'all', ppm: -300_000 }],
  },
  problem: '',
  holdings: [
    {
      asset: 'native',
      symbol: 'ETH',
      nativeBefore: wei(10n * ether),
      nativeAfter: wei(10n * ether),
      dollarsBefore: 20_000_000_000n,
      dollarsAfter: 14_000_000_000n,
      pricePpm: 700_000n,
      series: '',
      lowestPpm: null,
      unknown: '',
    },
  ],
  orders: [{ id: 'o1', route: 'WETH–LINK–WETH', outcome: 'reverts', netBefore: wei(ether), netAfter: wei(-ether) }],
  nativeBefore: wei(10n * ether),
  nativeAfter: wei(10n * ether),
  dollarsBefore: 20_000_000_000n,
  dollarsAfter: 14_000_000_000n,
  dollarsAtLowest: null,
  ordersChange: wei(-2n * ether),
  notCovered: wei(0n),
  worstAtS: null,
  locked: wei(0n),
  oracleAbove: null,
};
const crash: StressRow = {
  ...fall,
  scenario: { id: 'crash', name: 'Crash', about: '', shocks: [{ kind: 'recorded', fromMs: 0, toMs: 86_400_000 }] },
  problem: 'no bars. Import candles.',
  nativeAfter: null,
  dollarsAfter: null,
};
const answer: StressAnswer = {
  chain: 'devnet',
  nativeSymbol: 'ETH',
  dollar: { symbol: 'USDC', decimals: 6 },
  blockNumber: 3,
  blockAtMs: epochMs(1_700_000_000_000),
  symbols: ['ETH', 'LINK'],
  own: [],
  words,
  reports: [fall, crash],
};

function show(given: Parameters<typeof fakeBridge>[0]): void {
  setClock(1_700_000_001_000);
  showRows('status', [sampleStatus({})]);
  fakeBridge({ stress: vi.fn(async () => success(answer)), ...given });
  render(
    <QueryClientProvider client={mainQueries()}>
      <ScenariosPanel />
    </QueryClientProvider>,
  );
}

beforeEach(() => chosenScenario.setState({ id: null, isMaking: false }));

test('what each leaves, and that a crash without bars is not known', async () => {
  show({});
  const line = await screen.findByTestId('scenario-all-down-30');
  expect(line.textContent).toContain('−30.0 %');
  expect(line.textContent).toContain('1 reverting');
  expect(screen.getByTestId('scenario-crash').textContent).toContain('not known');
});

test('one taken apart says what it does, what it cannot know, and what each holding and order comes to', async () => {
  show({});
  fireEvent.click(await screen.findByText('All down'));
  const detail = screen.getByTestId('scenario-detail');
  expect(detail.textContent).toContain('does price');
  expect(detail.textContent).toContain('It cannot know: cannot price');
  expect(detail.textContent).toContain('reverts and costs its gas');
  fireEvent.click(screen.getByText('Crash'));
  expect(screen.getByTestId('scenario-problem-text').textContent).toContain('Import candles');
});

test('an own scenario is checked, kept beside the others, and said to be refused where it is', async () => {
  const keepScenarios = vi
    .fn()
    .mockResolvedValueOnce(failure('SCENARIO_TWICE', 'two have the same id', 'Leave one out.'))
    .mockResolvedValue(success({}));
  show({ keepScenarios });
  fireEvent.click(await screen.findByTestId('scenario-new'));
  const keep = screen.getByTestId('scenario-keep') as HTMLButtonElement;
  expect(keep.disabled).toBe(true);
  fireEvent.change(screen.getByTestId('scenario-name'), { target: { value: 'Mine' } });
  fireEvent.change(screen.getByTestId('shock-price-of'), { target: { value: 'LINK' } });
  fireEvent.change(screen.getByTestId('shock-price-amount'), { target: { value: '-55' } });
  fireEvent.change(screen.getByTestId('scenario-add-shock'), { target: { value: 'gas' } });
  fireEvent.click(keep);
  await waitFor(() => expect(screen.getByTestId('scenario-problem').textContent).toContain('the same id'));
  fireEvent.click(keep);
  await waitFor(() => expect(screen.queryByTestId('scenario-form')).toBeNull());
  expect(keepScenarios).toHaveBeenLastCalledWith({
    own: [
      {
        id: expect.stringMatching(/^own-[0-9a-f]{8}$/),
        name: 'Mine',
        about: 'Made here.',
        shocks: [
          { kind: 'price', of: 'LINK', ppm: -550_000 },
          { kind: 'gas', times: 10 },
        ],
      },
    ],
  });
});

test('an engine that does not answer is said with what to do', async () => {
  show({
    stress: async () => failure('ENGINE_NOT_STARTED', 'the engine is not running', 'Wait until it has started.'),
  });
  expect(await screen.findByText('the engine is not running')).toBeDefined();
  expect(screen.getByText(/Wait until it has started/)).toBeDefined();
});
