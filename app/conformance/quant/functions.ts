import { arima } from './arima.ts';
import { blackLitterman } from './blackLitterman.ts';
import { coverage } from './coverage.ts';
import { drift } from './drift.ts';
import { garch } from './garch.ts';
import { hawkes } from './hawkes.ts';
import { indicator } from './indicator.ts';
import { kelly } from './kelly.ts';
import { minCvar } from './minCvar.ts';
import { deflatedSharpe, performance } from './performance.ts';
import { herc, hrp, maxSharpe, minVariance, riskParity, robust } from './portfolios.ts';
import type { QuantFunction } from './quantFunction.ts';
import { shrinkage } from './shrinkage.ts';
import { spa } from './spa.ts';
import { varEs } from './varEs.ts';

/** All functions of the suite; a new one is a file in this folder and a line here. */
export const quantFunctions: ReadonlyMap<string, QuantFunction> = new Map<string, QuantFunction>([
  ['garch', garch],
  ['varEs', varEs],
  ['coverage', coverage],
  ['kelly', kelly],
  ['hrp', hrp],
  ['herc', herc],
  ['riskParity', riskParity],
  ['minVariance', minVariance],
  ['minCvar', minCvar],
  ['maxSharpe', maxSharpe],
  ['robust', robust],
  ['blackLitterman', blackLitterman],
  ['shrinkage', shrinkage],
  ['performance', performance],
  ['deflatedSharpe', deflatedSharpe],
  ['spa', spa],
  ['arima', arima],
  ['drift', drift],
  ['hawkes', hawkes],
  ['indicator', indicator],
]);
