import { readFileSync } from 'node:fs';
import path from 'node:path';
import { present } from '../../domain/errors.ts';
import { csvFields } from '../../imports/csvLine.ts';

/** A case of suite quant in the making; see docs/conformance.md. */
export interface QuantCase {
  readonly id: string;
  readonly fn: string;
  readonly args: object;
  readonly expect: object;
  readonly tol: { readonly abs?: number; readonly rel?: number };
}

/** JSON of the reference libraries, as published. */
export function goldenFile<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as T;
}

/** The columns of a table by their names; an empty field is NaN. */
export function tableColumns(folder: string, name: string): Map<string, number[]> {
  const [header = '', ...lines] = readFileSync(path.join(folder, name), 'utf8').trim().split(/\r?\n/);
  const rows = lines.map(csvFields);
  const numberOf = (field: string | undefined): number =>
    field === undefined || field === '' ? Number.NaN : Number(field);
  return new Map(csvFields(header).map((title, place) => [title, rows.map((row) => numberOf(row[place]))]));
}

export function columnOf(folder: string, name: string, column: string): number[] {
  return present(tableColumns(folder, name).get(column), column);
}

/** p_t / p_(t-1) - 1, times a unit. */
export function relativeChanges(prices: readonly number[], unit: number): number[] {
  return prices.slice(1).map((price, i) => unit * (price / present(prices[i], 'price') - 1));
}
