import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RandomBars } from './randomBars.ts';

export interface TalibTimes {
  /** Nanoseconds a bar, a round each. */
  readonly rounds: readonly number[];
  /** The last value of the first output. */
  readonly last: number;
}

const talib = 'node_modules/talib-binding/ta-lib/c';

/** TA-Lib's C, as npm's talib-binding carries it, compiled for this machine; functions by the names that native/testing/talib_time.cpp knows. */
export class TalibPeer {
  readonly #program: string;
  readonly #columns: string;
  readonly #count: number;

  /** Compiles it (some twenty seconds). Asks for a C and a C++ compiler. */
  constructor(bars: RandomBars) {
    const folder = path.resolve('.syndicate/talib-time');
    mkdirSync(folder, { recursive: true });
    this.#program = path.join(folder, 'talib_time');
    this.#columns = path.join(folder, 'columns');
    this.#count = bars.close.length;
    const from = (sub: string): string[] =>
      readdirSync(path.join(talib, sub))
        .filter((name) => name.endsWith('.c') && !name.startsWith('ta_CDL'))
        .map((name) => path.join(talib, sub, name));
    const options = ['-w', '-O3', '-march=native', '-fpermissive', `-I${talib}/include`, `-I${talib}/src/ta_common`];
    const sources = [...from('src/ta_func'), path.join(talib, 'src/ta_common/ta_global.c')];
    const compiler = process.env.CXX ?? 'g++';
    const source = 'native/testing/talib_time.cpp';
    execFileSync(compiler, [...options, source, '-x', 'c', ...sources, '-o', this.#program, '-lm'], {
      stdio: 'inherit',
    });
    const columns = [bars.high, bars.low, bars.close].map((column) => Buffer.from(column.buffer));
    writeFileSync(this.#columns, Buffer.concat(columns));
  }

  time(name: string, rounds: number): TalibTimes {
    const args = [this.#columns, String(this.#count), String(rounds), name];
    const figures = execFileSync(this.#program, args, { encoding: 'utf8' }).trim().split('\n').map(Number);
    return { rounds: figures.slice(0, -1), last: figures.at(-1) ?? Number.NaN };
  }
}
