// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { CalibrationJob, CalibrationReport } from '../../../app/contract/calibration.ts';
import { success } from '../../../app/domain/result.ts';
import { fakeBridge, setClock } from '../../testing/jsdom.ts';
import { CalibrationFacts, CalibrationPanel } from './Panel.tsx';
import { toneOf } from './Report.tsx';
import { readDraft } from './StartForm.tsx';
import { wordsOfClass } from './words.ts';

const order = { minutes: 30, measureMinutes: 3, rivals: 2, lagMs: 0 };
const job: CalibrationJob = {
  order,
  state: 'trading',
  elapsedMs: 240_000,
  leftMs: 1_500_000,
  real: 'DEVNET block 7 · 3/5 landed',
  paper: 'PAPER block 7 · 4/5 landed',
  problem: '',
  advice: '',
};
const side = { orders: 1_200, landed: 800, reverted: 12, missed: 388, grossInEth: '3', gasInEth: '0.4' };
const report: CalibrationReport = {
  firstBlock: 12,
  lastBlock: 1_812,
  inclusion: { statistics: { public: empty(), relay: empty() }, source: 'the run <b>before</b>' },
  real: { mode: 'DEVNET', ...side, netInEth: '2.6' },
  paper: { mode: 'PAPER', ...side, netInEth: '2.7' },
  differenceInEth: '0.1',
  differencePercent: 3.846,
  withinFivePercent: true,
  interval: { lowPercent: -2.04, highPercent: 9.6, stretches: 90 },
  tells: 'neither',
  pairs: { both: 900, bothLanded: 700, alike: 650, oneLanded: 50 },
  classes: [
    { class: 'realFailed:LANDING_LOST', count: 34, differenceInEth: '0.14' },
    { class: 'paperFailed:NOT_DRAWN', count: 27, differenceInEth: '-0.04' },
  ],
  ...{ endedAtMs: 1_700_000_000_000, minutes: 30, tradedMinutes: 30, seed: 7, crowd: 1, rivals: 2, lagMs: 0 },
  ...{ blockTimeMs: 1_000, loadAverage: 3.2, cores: 2, errors: [] },
};

function empty() {
  return { firstTried: 0, firstIncluded: 0, laterTried: 0, laterIncluded: 0, revertedGasUsed: 0, revertedGasLimit: 0 };
}

function show(current: CalibrationJob | null, reports: readonly CalibrationReport[] = []) {
  setClock(1_700_000_060_000);
  const bridge = fakeBridge({
    calibrationJob: async () => success({ job: current, reports: reports.length }),
    calibrationReports: async () => success({ reports: [...reports] }),
    startCalibration: vi.fn(async () => success({})),
    controlCalibration: vi.fn(async () => success({})),
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <CalibrationFacts />
      <CalibrationPanel />
    </QueryClientProvider>,
  );
  return bridge;
}

test('begins with what was chosen, and refuses what is out of bounds', async () => {
  const bridge = show(null);
  expect(await screen.findByText('No calibration is kept yet')).toBeDefined();
  const minutes = screen.getByTestId<HTMLInputElement>('calibration-minutes');
  const start = screen.getByTestId<HTMLButtonElement>('calibration-start');
  for (const wrong of ['', '-1', '1e3', '721', 'x']) {
    fireEvent.change(minutes, { target: { value: wrong } });
    expect([start.disabled, minutes.getAttribute('aria-invalid')]).toEqual([true, 'true']);
  }
  fireEvent.change(minutes, { target: { value: '0.5' } });
  fireEvent.change(screen.getByTestId('calibration-rivals'), { target: { value: '2' } });
  fireEvent.click(start);
  expect(bridge.startCalibration).toHaveBeenCalledWith({ minutes: 0.5, measureMinutes: 3, rivals: 2, lagMs: 0 });
  expect(readDraft({ minutes: '1', measureMinutes: '0', rivals: '1.5', lagMs: '0' })).toBeNull();
});

test('shows progress, time left and what both say with their modes, and can be stopped', async () => {
  const bridge = show(job);
  expect((await screen.findByTestId('calibration-progress')).textContent).toBe('4 min · about 25 min left');
  const card = screen.getByTestId('calibration-job').textContent ?? '';
  for (const words of ['both trade', 'rivals × 2', 'DEVNETblock 7 · 3/5 landed', 'PAPERblock 7 · 4/5 landed'])
    expect(card).toContain(words);
  expect(screen.queryByTestId('calibration-start')).toBeNull();
  fireEvent.click(screen.getByTestId('calibration-stop'));
  expect(bridge.controlCalibration).toHaveBeenCalledWith({ action: 'stop' });
});

test('shows both sides beside each other, every class, mode, source and age, as text', async () => {
  show(null, [report, { ...report, endedAtMs: 1_600_000_000_000, differencePercent: -12, withinFivePercent: false }]);
  const shown = ((await screen.findByTestId('calibration-report')).textContent ?? '').replaceAll(/\s/gu, ' ');
  for (const words of [
    'DEVNET1 200800123880.40000+2.6000',
    'PAPER1 200800123880.40000+2.7000',
    '+3.85 % · within 5 % · by chance −2.0 to +9.6 % (95 of 100 samples of its 90 stretches of blocks), too little to tell',
    '700 landed by both (650 alike to the wei), 50 by one',
    'landed on paper alone; for real: lost to another340.14000',
    'landed for real alone; on paper: the draw left it out27−0.04000',
    'load 3.2 on 2 cores · landing drawn the run <b>before</b>',
  ])
    expect(shown).toContain(words);
  const kept = screen.getAllByTestId('calibration-kept').map(({ textContent }) => textContent);
  expect(kept[0]).toContain('60 s ago');
  expect(kept[1]).toContain('−12.00 %');
  expect(screen.getByText('2 reports kept')).toBeDefined();
  const tones = [{}, { tells: 'within' as const }, { tells: undefined }].map((told) => toneOf({ ...report, ...told }));
  expect(tones).toEqual(['text-ink-2', 'text-gain', 'text-ink-2']);
  expect(toneOf({ withinFivePercent: false, tells: 'neither' })).toBe('text-warn');
});

test('says why there is no report, and what went wrong in one that there is', async () => {
  const bridge = show({ ...job, state: 'failed', problem: 'the disk is full', advice: 'Make room.' }, [
    { ...report, differencePercent: null, errors: ['DEVNET: the books were not equal at the end'] },
  ]);
  const alerts = (await screen.findAllByRole('alert')).map(({ textContent }) => textContent);
  expect(alerts).toContain('the disk is full. Make room.');
  expect(await screen.findByText('DEVNET: the books were not equal at the end')).toBeDefined();
  expect(screen.getAllByText(/nothing was earned for real/).length).toBeGreaterThan(0);
  fireEvent.click(screen.getByTestId('calibration-dismiss'));
  expect(bridge.controlCalibration).toHaveBeenCalledWith({ action: 'dismiss' });
});

test('a class that is not known is shown as it is', () => {
  expect(wordsOfClass('realPassed:NOT_SEEN')).toBe('no order for real: the gap was not seen');
  expect(wordsOfClass('odd:THING')).toBe('odd:THING');
  expect(wordsOfClass('paperPassed:NEW_CODE')).toBe('no order on paper: NEW_CODE');
});
