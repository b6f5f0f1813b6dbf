import { type Color, type PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';

/** A4 in points. */
const pageWidth = 595;
const pageHeight = 842;
export const margin = 42;
export const contentWidth = pageWidth - 2 * margin;
const footerHeight = 28;
/** Still legible on paper. */
const leastTextSize = 5;

export const ink = {
  text: rgb(0.1, 0.12, 0.15),
  muted: rgb(0.42, 0.46, 0.53),
  line: rgb(0.85, 0.87, 0.9),
  band: rgb(0.96, 0.965, 0.975),
  alarm: rgb(0.72, 0.11, 0.11),
} as const;

export interface Column {
  readonly title: string;
  /** Share of the content width; shares add up to 1 or less. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

interface TextStyle {
  readonly size: number;
  readonly font: PDFFont;
  readonly color: Color;
}

/** The standard fonts know Western text only, and names come from strangers' contracts: anything else becomes "?". */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a1-\u00ff–…]/g, '?');
}

/** Text and tables from the top of a page to its foot, then on to the next. */
export class PdfLayout {
  readonly #document: PDFDocument;
  readonly regular: PDFFont;
  readonly bold: PDFFont;
  readonly #pages: PDFPage[] = [];
  #y = 0;

  constructor(document: PDFDocument, fonts: { readonly regular: PDFFont; readonly bold: PDFFont }) {
    this.#document = document;
    this.regular = fonts.regular;
    this.bold = fonts.bold;
    this.newPage();
  }

  static async on(document: PDFDocument): Promise<PdfLayout> {
    const [regular, bold] = await Promise.all([
      document.embedFont(StandardFonts.Helvetica),
      document.embedFont(StandardFonts.HelveticaBold),
    ]);
    return new PdfLayout(document, { regular, bold });
  }

  get page(): PDFPage {
    return this.#pages.at(-1) ?? this.newPage();
  }

  get pages(): readonly PDFPage[] {
    return this.#pages;
  }

  get y(): number {
    return this.#y;
  }

  newPage(): PDFPage {
    const page = this.#document.addPage([pageWidth, pageHeight]);
    this.#pages.push(page);
    this.#y = pageHeight - margin;
    return page;
  }

  /** Goes down; starts a page where fewer than `needed` points are left. */
  down(points: number, needed = points): void {
    if (this.#y - needed < margin + footerHeight) this.newPage();
    else this.#y -= points;
  }

  /** Writes at x from the left margin: smaller where it would not fit `width`, and cut with an ellipsis only as a last resort. */
  write(text: string, x: number, width: number, wanted: TextStyle, align: 'left' | 'right' = 'left'): void {
    const full = wanted.font.widthOfTextAtSize(printable(text), wanted.size);
    const style =
      full <= width ? wanted : { ...wanted, size: Math.max(leastTextSize, (0.99 * wanted.size * width) / full) };
    const shown = fitted(printable(text), width, style);
    const indent = align === 'right' ? width - style.font.widthOfTextAtSize(shown, style.size) : 0;
    this.page.drawText(shown, { x: margin + x + indent, y: this.#y, ...style });
  }

  heading(text: string): void {
    this.down(30, 70);
    this.write(text, 0, contentWidth, { size: 11, font: this.bold, color: ink.text });
    this.down(6);
  }

  /** A table with its header, which is written again on each new page. An empty one says so. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const header = (): void => {
      this.down(14);
      this.row(
        columns,
        columns.map((column) => column.title),
        { size: 7.5, font: this.bold, color: ink.muted },
      );
      this.#rule();
    };
    header();
    if (rows.length === 0) this.note('None.');
    for (const cells of rows) {
      const page = this.page;
      this.down(13);
      if (this.page !== page) {
        header();
        this.down(13);
      }
      this.row(columns, cells, { size: 7, font: this.regular, color: ink.text });
    }
  }

  note(text: string): void {
    this.down(13);
    this.write(text, 0, contentWidth, { size: 8, font: this.regular, color: ink.muted });
  }

  row(columns: readonly Column[], cells: readonly string[], style: TextStyle): void {
    let x = 0;
    columns.forEach((column, index) => {
      const width = column.share * contentWidth;
      this.write(cells[index] ?? '', x, width - 6, style, column.align);
      x += width;
    });
  }

  #rule(): void {
    const y = this.#y - 4;
    const end = { x: margin + contentWidth, y };
    this.page.drawLine({ start: { x: margin, y }, end, thickness: 0.6, color: ink.line });
    this.#y -= 3;
  }
}

function fitted(text: string, width: number, style: TextStyle): string {
  if (style.font.widthOfTextAtSize(text, style.size) <= width) return text;
  let end = text.length;
  while (end > 0 && style.font.widthOfTextAtSize(`${text.slice(0, end)}…`, style.size) > width) end -= 1;
  return `${text.slice(0, end)}…`;
}
