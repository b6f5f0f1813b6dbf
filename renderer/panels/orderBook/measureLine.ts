/** A column of values as a line in a box of so many pixels; where there is none the line is broken, and a lone value is a dot. */
export interface MeasureLine {
  readonly path: string;
  readonly least: number;
  readonly most: number;
  /** Where 0 lies, if it does. */
  readonly zero: number | null;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** null: no value at all. */
export function measureLine(column: readonly (number | null)[], width: number, height: number): MeasureLine | null {
  const values = column.filter((value) => value !== null);
  if (values.length === 0) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const yOf = (value: number): number =>
    rounded(most === least ? height / 2 : ((most - value) / (most - least)) * height);
  let path = '';
  column.forEach((value, i) => {
    if (value === null) return;
    const x = rounded(((i + 1) / column.length) * width);
    const isAfterGap = typeof column[i - 1] !== 'number';
    path += isAfterGap ? `M${x} ${yOf(value)}h0.5` : `L${x} ${yOf(value)}`;
  });
  return { path, least, most, zero: least < 0 && most > 0 ? yOf(0) : null };
}
