/** Printable ASCII only, everything else as \u{…}, at most `limit` characters: safe in a log line, a fact or a label. */
export function printable(text: string, limit = 200): string {
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    shown += code >= 0x20 && code <= 0x7e ? character : `\\u{${code.toString(16)}}`;
    if (shown.length >= limit) return `${shown.slice(0, limit - 1)}…`;
  }
  return shown;
}
