const longestLine = 4096;

/** Splits a stream of text into lines for a log; a line that never ends is cut, not gathered. */
export function outputLines(receive: (line: string) => void): (chunk: unknown) => void {
  let rest = '';
  return (chunk) => {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) if (line.trim() !== '') receive(line.slice(0, longestLine));
  };
}
