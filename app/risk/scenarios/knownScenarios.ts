import { allAssets, type Scenario } from '../../domain/scenario.ts';

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** A crash is two dates: its prices are those of the bars that somebody imported, which the report names. */
const crashes: readonly (readonly [day: string, from: string, to: string, about: string])[] = [
  ['2020-03-12', '2020-03-12', '2020-03-14', 'Everything was sold at once; bitcoin lost about half within a day.'],
  ['2021-05-19', '2021-05-18', '2021-05-20', 'Leveraged positions were liquidated in a row after a long rise.'],
  ['2022-05-11', '2022-05-09', '2022-05-13', 'TerraUSD lost its peg and took its chain with it.'],
  ['2022-06-13', '2022-06-11', '2022-06-19', 'Lenders stopped withdrawals; stETH traded below ether.'],
  ['2022-11-09', '2022-11-06', '2022-11-11', 'FTX stopped withdrawals.'],
  ['2024-08-05', '2024-08-04', '2024-08-06', 'Carry trades in yen were unwound; ether lost a fifth in hours.'],
];

/** The scenarios that everybody has. */
export const knownScenarios: readonly Scenario[] = [
  ...crashes.map(([day, from, to, about]) => ({
    id: `crash-${day}`,
    name: `Crash of ${day}`,
    about,
    shocks: [{ kind: 'recorded', fromMs: at(from), toMs: at(to) } as const],
  })),
  {
    id: 'all-down-30',
    name: 'All prices −30 %',
    about: 'Everything but the dollar token.',
    shocks: [{ kind: 'price', of: allAssets, ppm: -300_000 }],
  },
  {
    id: 'gas-10',
    name: 'Gas × 10',
    about: 'A mint, a fork or a panic fills the blocks.',
    shocks: [{ kind: 'gas', times: 10 }],
  },
  {
    id: 'depeg-12',
    name: 'Dollar token −12 %',
    about: 'As deep as USDC fell on 2023-03-11.',
    shocks: [{ kind: 'depeg', ppm: -120_000 }],
  },
  {
    id: 'bridge-halt',
    name: 'Bridges halt for three days',
    about: 'A bridge is paused after an attack.',
    shocks: [{ kind: 'bridgeHalt', hours: 72 }],
  },
  {
    id: 'oracle-lag',
    name: 'Oracles an hour late, prices −20 %',
    about: 'A feed stops while the market falls.',
    shocks: [
      { kind: 'oracleLag', minutes: 60 },
      { kind: 'price', of: allAssets, ppm: -200_000 },
    ],
  },
  {
    id: 'all-at-once',
    name: 'All at once',
    about: 'Prices −40 %, the dollar token −5 %, gas × 10, bridges halted.',
    shocks: [
      { kind: 'price', of: allAssets, ppm: -400_000 },
      { kind: 'depeg', ppm: -50_000 },
      { kind: 'gas', times: 10 },
      { kind: 'bridgeHalt', hours: 72 },
    ],
  },
];
