import { loadNative, type NativeIndicator } from '../native.ts';
import { checkedColumns, checkedWidth } from './checkedInputs.ts';
import { checkedOptions } from './checkedOptions.ts';
import { indicatorWarmUp, throwFor } from './computeIndicator.ts';
import { type IndicatorConvention, type IndicatorDefinition, indicatorDefinition } from './definition.ts';

/**
 * An indicator bar by bar. Its results are those of computeIndicator over the same bars, but for the last digits where the core takes whole columns faster.
 * @throws ExpectedError INDICATOR_UNKNOWN, INDICATOR_OPTIONS
 */
export class IndicatorStream {
  readonly definition: IndicatorDefinition;
  /** Bars that pass before the first value. */
  readonly warmUp: number;
  readonly #native: NativeIndicator;
  readonly #options: Float64Array;
  readonly #bar: Float64Array;
  readonly #result: Float64Array;

  constructor(convention: IndicatorConvention, name: string, options: readonly number[] = []) {
    this.definition = indicatorDefinition(convention, name);
    this.warmUp = indicatorWarmUp(convention, name, options);
    this.#options = checkedOptions(this.definition, options);
    this.#native = new (loadNative().Indicator)(this.definition.place, this.#options);
    this.#bar = new Float64Array(this.definition.inputs.length);
    this.#result = new Float64Array(this.definition.outputs.length);
  }

  /**
   * Takes the next bar. The array it answers is written anew by the next call.
   * @param bar one number an input, in the definition's order @returns one number an output, or null while it warms up
   * @throws ExpectedError INDICATOR_INPUTS, INDICATOR_NOT_FINITE; the bar is then not taken
   */
  push(bar: ArrayLike<number>): Float64Array | null {
    this.#read(bar);
    return this.#answer(this.#native.push(this.#bar, this.#result));
  }

  /** What push would answer, without taking the bar: for one that is still being made. */
  peek(bar: ArrayLike<number>): Float64Array | null {
    this.#read(bar);
    return this.#answer(this.#native.peek(this.#bar, this.#result));
  }

  /** Takes many bars, a column an input; answers a column an output, without the bars that warm it up. */
  append(inputs: readonly Float64Array[]): Float64Array[] {
    return this.#columns(inputs, (outputs) => this.#native.append(inputs, outputs));
  }

  /** What append would answer, without taking the bars: for those that can still change. */
  peekAppend(inputs: readonly Float64Array[]): Float64Array[] {
    return this.#columns(inputs, (outputs) => this.#native.peekAppend(inputs, outputs));
  }

  #columns(inputs: readonly Float64Array[], take: (outputs: readonly Float64Array[]) => number): Float64Array[] {
    const bars = checkedColumns(this.definition, inputs);
    const outputs = this.definition.outputs.map(() => new Float64Array(bars));
    const count = take(outputs);
    if (count < 0) throwFor(count, this.definition, this.#options, inputs);
    return outputs.map((column) => column.subarray(0, count));
  }

  #read(bar: ArrayLike<number>): void {
    checkedWidth(this.definition, bar.length);
    this.#bar.set(bar);
  }

  #answer(answer: number): Float64Array | null {
    if (answer === 0) return null;
    if (answer === 1) return this.#result;
    const columns = Array.from(this.#bar, (value) => Float64Array.of(value));
    return throwFor(answer, this.definition, this.#options, columns);
  }
}
