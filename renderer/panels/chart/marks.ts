import { type ChartMarks, type Drawing, type KeptStudy, mostDrawings } from '../../../app/contract/chartMarks.ts';
import { mostStudies, studyKey } from '../../../app/contract/studies.ts';

/** With a drawing, new or in place of the one with its id; where there are too many the oldest goes. */
export function withDrawing(marks: ChartMarks, drawing: Drawing): ChartMarks {
  const isKnown = marks.drawings.some(({ id }) => id === drawing.id);
  const drawings = isKnown
    ? marks.drawings.map((each) => (each.id === drawing.id ? drawing : each))
    : [...marks.drawings, drawing].slice(-mostDrawings);
  return { ...marks, drawings };
}

export function withoutDrawing(marks: ChartMarks, id: string): ChartMarks {
  return { ...marks, drawings: marks.drawings.filter((each) => each.id !== id) };
}

/** With a study, unless there is one like it or no room. */
export function withStudy(marks: ChartMarks, study: KeptStudy): ChartMarks {
  const isThere = marks.studies.some((each) => studyKey(each.study) === studyKey(study.study));
  return isThere || marks.studies.length >= mostStudies ? marks : { ...marks, studies: [...marks.studies, study] };
}

/** With another study in place of the one at `index`; one that equals another takes that one's place too. */
export function withStudyAt(marks: ChartMarks, index: number, study: KeptStudy | null): ChartMarks {
  const others = marks.studies.map((each, place) => (place === index ? study : each));
  const kept = others.filter(
    (each, place): each is KeptStudy =>
      each !== null &&
      !others.some((other, at) => at < place && other !== null && studyKey(other.study) === studyKey(each.study)),
  );
  return { ...marks, studies: kept };
}
