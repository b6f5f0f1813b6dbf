/** Where a run without a window says how it is doing. */
export interface StatusLine {
  show(text: string): void;
  /** Ends the line, so that what follows stands on one of its own. */
  end(): void;
}

const plainEveryMs = 5_000;

/** On a terminal one line that is rewritten; anywhere else a line every five seconds. */
export function statusLine(
  out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>,
  nowMs: () => number,
): StatusLine {
  let shown = '';
  let lastPlainMs = Number.NEGATIVE_INFINITY;
  return {
    show: (text) => {
      const line = printable(text);
      if (out.isTTY) {
        const cut = line.slice(0, Math.max(20, (out.columns || 80) - 1));
        out.write(`\r${cut.padEnd(shown.length)}`);
        shown = cut;
      } else if (nowMs() - lastPlainMs >= plainEveryMs) {
        lastPlainMs = nowMs();
        out.write(`${line}\n`);
      }
    },
    end: () => {
      if (out.isTTY && shown !== '') out.write('\n');
      shown = '';
    },
  };
}

/** Text that came from another process must not steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}
