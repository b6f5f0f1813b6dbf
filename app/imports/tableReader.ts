import { parseDecimal } from '../candles/decimal.ts';
import { type RowProblem, RowReport } from '../candles/rowReport.ts';
import { ExpectedError } from '../domain/errors.ts';
import { type Columns, columnsProblem } from './columns.ts';
import { csvFields } from './csvLine.ts';
import type { RowReader, SavedReader, SeriesRow } from './rowReader.ts';

const mostSymbols = 20_000;
const longestSymbol = 64;

/** Checks the rows of one series. */
export interface SeriesCheck<Value> {
  accept(row: number, value: Value): boolean;
  save(): unknown;
}

/** Why a row makes no value. */
export class RowFault {
  readonly problem: RowProblem;
  readonly detail: string;

  constructor(problem: RowProblem, detail: string) {
    this.problem = problem;
    this.detail = detail;
  }
}

/** What differs between tables of candles and of trades. */
export interface TableShape<Role extends string, Value> {
  columnsOf(header: readonly string[]): Columns<Role>;
  /** The columns of a file whose first line is already a row, or null when its order cannot be told. */
  columnsWithoutHeader(fields: readonly string[]): readonly string[] | null;
  parse(fields: readonly string[], columns: Columns<Role>): Value | RowFault;
  check(report: RowReport, saved: unknown): SeriesCheck<Value>;
}

export interface TableOptions {
  /** Only this series of the file. */
  readonly symbol?: string | undefined;
  /** The names of the columns, in order, when the file has no header. */
  readonly columns?: readonly string[] | undefined;
  /** A row with a number beyond it, in its smallest units, is left out: where it is to be stored there is no room for it. */
  readonly mostUnits?: bigint | undefined;
}

/** Reads tables of text whose rows belong to one or more series, each checked by itself. */
export class TableReader<Role extends string, Value> implements RowReader<Value> {
  readonly report: RowReport;
  readonly #shape: TableShape<Role, Value>;
  readonly #options: TableOptions;
  readonly #checks = new Map<string, SeriesCheck<Value>>();
  #columns: Columns<Role> | null = null;
  #line = 0;

  constructor(shape: TableShape<Role, Value>, options: TableOptions, saved?: SavedReader) {
    this.#shape = shape;
    this.#options = options;
    this.report = new RowReport(saved?.report);
    if (saved === undefined) return;
    this.#line = saved.line;
    if (saved.header !== null) this.#columns = shape.columnsOf(saved.header);
    for (const [symbol, check] of Object.entries(saved.checks)) {
      this.#checks.set(symbol, shape.check(this.report, check));
    }
  }

  read(line: string): SeriesRow<Value> | null {
    this.#line += 1;
    if (line.trim() === '') return null;
    const fields = fieldsOf(this.#line === 1 ? line.replace(/^\ufeff/, '') : line);
    if (this.#columns === null) {
      const isHeader = !/^"?[\d-]/.test(fields[0] ?? '') && !fields.slice(1).some((field) => /^[\d.]+$/.test(field));
      const named = isHeader ? fields : (this.#options.columns ?? this.#shape.columnsWithoutHeader(fields));
      if (named === null)
        throw columnsProblem('the file has no header and its columns could be in several orders', fields);
      this.#columns = this.#shape.columnsOf(named);
      if (isHeader) return null;
    }
    this.report.rows += 1;
    return this.#row(fields, this.#columns);
  }

  #row(fields: readonly string[], columns: Columns<Role>): SeriesRow<Value> | null {
    if (fields.length !== columns.names.length) {
      this.report.note(this.#line, 'columns', `${fields.length} fields for ${columns.names.length} columns`);
      return null;
    }
    const { symbolPlace } = columns;
    const symbol = symbolPlace === null ? '' : (fields[symbolPlace] ?? '').slice(0, longestSymbol);
    const { symbol: wanted } = this.#options;
    if (wanted !== undefined && symbolPlace !== null && symbol !== wanted) return null;
    const value = this.#shape.parse(fields, columns);
    if (value instanceof RowFault) {
      this.report.note(this.#line, value.problem, value.detail);
      return null;
    }
    return this.#checkOf(symbol).accept(this.#line, value) ? { symbol, value, row: this.#line } : null;
  }

  #checkOf(symbol: string): SeriesCheck<Value> {
    const known = this.#checks.get(symbol);
    if (known !== undefined) return known;
    if (this.#checks.size >= mostSymbols) {
      throw new ExpectedError('IMPORT_SYMBOLS', `the file has more than ${mostSymbols} symbols`, {
        advice: 'Check the column that names the symbol, or split the file.',
      });
    }
    const check = this.#shape.check(this.report, undefined);
    this.#checks.set(symbol, check);
    return check;
  }

  save(): SavedReader {
    const checks = [...this.#checks].flatMap(([symbol, check]) => {
      const saved = check.save();
      return saved === null ? [] : [[symbol, saved] as const];
    });
    return {
      line: this.#line,
      header: this.#columns?.names ?? null,
      report: this.report.save(),
      checks: Object.fromEntries(checks),
    };
  }
}

/** Fields may stand apart: spaces around them say nothing. */
function fieldsOf(line: string): readonly string[] {
  const fields = csvFields(line);
  const isSpaced = line.includes(', ') || line.includes(' ,') || line.startsWith(' ') || line.endsWith(' ');
  return isSpaced ? fields.map((field) => field.trim()) : fields;
}

/** The exact number in a field, or its fault. @param mostUnits of the numbers that there is room for */
export function numberIn(text: string, name: string, digits: number, mostUnits: bigint | undefined): bigint | RowFault {
  const value = parseDecimal(text, digits);
  if (typeof value === 'string') return numberFault(value, name, text);
  return mostUnits !== undefined && (value > mostUnits || value < -mostUnits)
    ? numberFault('tooLarge', name, text)
    : value;
}

/** The fault of a field that is no exact number. */
function numberFault(problem: RowProblem, name: string, text: string): RowFault {
  return new RowFault(problem, `${name} is "${text.slice(0, 60)}"`);
}
