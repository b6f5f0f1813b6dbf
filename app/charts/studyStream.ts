import type { ChartColumns } from '../contract/charts.ts';
import { type Study, type StudyValues, studyKey } from '../contract/studies.ts';
import { IndicatorStream } from '../indicators/indicatorStream.ts';
import { studyDefinition, studyInputs } from './studyInputs.ts';
import { aligned, problemOf } from './studyValues.ts';

/** A study bar by bar: finished bars are taken once, those that can still change are looked at each time. */
export class StudyStream {
  readonly #study: Study;
  #stream: IndicatorStream | null = null;
  #problem = '';

  constructor(study: Study) {
    this.#study = study;
    this.#attempt(() => {
      studyDefinition(study);
      this.#stream = new IndicatorStream(study.convention, study.name, study.options);
    });
  }

  /** Takes finished bars, in order and each once. */
  add(bars: ChartColumns): void {
    if (bars.timeS.length > 0) this.#attempt((stream) => stream?.append(this.#inputs(stream, bars)));
  }

  /** The values over bars that follow the finished ones, which are not taken; NaN while it warms up. */
  peek(bars: ChartColumns): StudyValues {
    const key = studyKey(this.#study);
    const count = bars.timeS.length;
    let outputs: StudyValues['outputs'] = [];
    this.#attempt((stream) => {
      outputs = stream?.peekAppend(this.#inputs(stream, bars)).map((column) => aligned(column, count)) ?? [];
    });
    return { key, outputs, problem: this.#problem };
  }

  #inputs({ definition }: IndicatorStream, bars: ChartColumns): Float64Array[] {
    return studyInputs(definition, this.#study, bars);
  }

  /** What cannot be computed says why from then on. */
  #attempt(work: (stream: IndicatorStream | null) => unknown): void {
    if (this.#problem !== '') return;
    try {
      work(this.#stream);
    } catch (error) {
      this.#problem = problemOf(error);
      this.#stream = null;
    }
  }
}
