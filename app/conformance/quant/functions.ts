import { garch } from './garch.ts';
import { indicator } from './indicator.ts';
import type { QuantFunction } from './quantFunction.ts';

/** All functions of the suite; a new one is a file in this folder and a line here. */
export const quantFunctions: ReadonlyMap<string, QuantFunction> = new Map<string, QuantFunction>([
  ['garch', garch],
  ['indicator', indicator],
]);
