import { contentWidth, ink, margin, type PdfLayout } from './pdfLayout.ts';

export interface LineChart {
  readonly title: string;
  readonly unit: string;
  readonly points: readonly { readonly at: string; readonly block: number; readonly value: string }[];
}

const height = 84;
const labelSize = 7;

/** A line over time as vectors, stepped since nothing is known between two points, with its extremes in exact figures. */
export function drawLineChart(layout: PdfLayout, { title, unit, points }: LineChart): void {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return;
  const page = layout.page;
  layout.down(height + 34, height + 44);
  // A new page begins at its top.
  if (layout.page !== page) layout.down(height + 34);
  const caption = { size: labelSize, font: layout.regular, color: ink.muted };
  const bottom = layout.y + 14;
  const values = points.map(({ value }) => Number(value));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least || 1;
  const [from, to] = [first.block, last.block];
  const x = (block: number): number => margin + (to === from ? 0.5 : (block - from) / (to - from)) * contentWidth;
  const y = (value: number): number => bottom + ((value - least) / span) * height;
  frame(layout, bottom);
  if (least < 0 && most > 0) rule(layout, y(0));
  const path = values.map((value, index) => {
    const here = `${round(x(points[index]?.block ?? from) - margin)} ${round(height - (y(value) - bottom))}`;
    return index === 0
      ? `M ${here}`
      : `L ${round(x(points[index]?.block ?? from) - margin)} ${round(height - (y(values[index - 1] ?? value) - bottom))} L ${here}`;
  });
  layout.page.drawSvgPath(path.join(' '), {
    x: margin,
    y: bottom + height,
    borderColor: ink.text,
    borderWidth: 0.9,
  });
  const extreme = (value: number): string => points[values.indexOf(value)]?.value ?? '';
  layout.write(`${from} · ${first.at}`, 0, contentWidth / 2, caption);
  layout.write(`${to} · ${last.at}`, contentWidth / 2, contentWidth / 2, caption, 'right');
  layout.page.drawText(`${title}, ${unit} · least ${extreme(least)} · most ${extreme(most)} · last ${last.value}`, {
    x: margin,
    y: bottom + height + 5,
    ...caption,
  });
}

function frame(layout: PdfLayout, bottom: number): void {
  for (const y of [bottom, bottom + height]) rule(layout, y);
}

function rule(layout: PdfLayout, y: number): void {
  const [start, end] = [
    { x: margin, y },
    { x: margin + contentWidth, y },
  ];
  layout.page.drawLine({ start, end, thickness: 0.4, color: ink.line });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
