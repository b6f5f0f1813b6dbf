/** Places of a drawing: `x` and `y` are 0 to 1, `y` upwards. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

const digits = (value: number): string => String(Math.round(value * 100) / 100);

/** An SVG path of steps from each place to the next, filled down to the ground, in a box of so many pixels. */
export function steppedArea(places: readonly Place[], width: number, height: number): string {
  const [first] = places;
  const last = places.at(-1);
  if (first === undefined || last === undefined) return '';
  const at = ({ x, y }: Place): string => `${digits(x * width)} ${digits((1 - y) * height)}`;
  const steps = places.flatMap((place, index) => {
    const before = places[index - 1];
    return before === undefined ? [`L${at(place)}`] : [`L${at({ x: place.x, y: before.y })}`, `L${at(place)}`];
  });
  return `M${at({ x: first.x, y: 0 })}${steps.join('')}L${at({ x: last.x, y: 0 })}Z`;
}
