/** Counts cases and prints a line for each that fails. */
export class Tally {
  passed = 0;
  failed = 0;
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** `problem` is null when the case holds, else what is wrong with it. */
  count(name: string, problem: string | null): void {
    if (problem === null) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    this.#print(`FAIL ${name}: ${problem}`);
  }

  /** A line of figures that goes with a case. */
  show(line: string): void {
    this.#print(line);
  }
}
