import path from 'node:path';
import { z } from 'zod';
import { csvFields } from '../../imports/csvLine.ts';
import { linesOf } from '../fileLines.ts';

/** Null and NaN are a time without a value: whoever takes the series says what that means, and what to do about it. True counts as 1. */
export const seriesArgument = z.array(
  z
    .custom<number | boolean | null>(
      (value) => value === null || typeof value === 'number' || typeof value === 'boolean',
      'expected a number, or null where there is none',
    )
    .transform((value) => (value === null ? Number.NaN : Number(value))),
);

const column = z.strictObject({ csv: z.string(), column: z.string() });

/** An empty field is NaN: who takes the series says what a gap means. Throws when the table has no such column. */
function readColumn(folder: string, csv: string, name: string): number[] {
  const [header = '', ...lines] = linesOf(path.resolve(folder, csv));
  const place = csvFields(header).findIndex((field) => field.trim() === name);
  if (place < 0) throw new Error(`${csv} has no column ${name}`);
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const field = (csvFields(line)[place] ?? '').trim();
      return field === '' ? Number.NaN : Number(field);
    });
}

function resolved(value: unknown, folder: string): unknown {
  const series = column.safeParse(value);
  if (series.success) return readColumn(folder, series.data.csv, series.data.column);
  if (Array.isArray(value)) return value.map((each) => (typeof each === 'object' ? resolved(each, folder) : each));
  if (typeof value !== 'object' || value === null) return value;
  return withSeries(value, folder);
}

/** The arguments with each `{csv, column}` in them, at any depth, replaced by the numbers of that column. @param folder where its tables lie */
export function withSeries(args: object, folder: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, resolved(value, folder)]));
}
