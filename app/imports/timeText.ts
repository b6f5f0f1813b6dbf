const longestMs = 8.64e15;
const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|\+00:?00)?)?$/;

/** What an integer time counts. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

const nsPerMs = 1_000_000n;

/** The unit that stands in a column's name, as in `open_time_ms`; null when none does. */
export function timeUnitOf(columnName: string): TimeUnit | null {
  const unit = /_(s|ms|us|ns)$/.exec(columnName)?.[1];
  return unit === 's' || unit === 'ms' || unit === 'us' || unit === 'ns' ? unit : null;
}

function unitBySize(value: number): TimeUnit {
  if (value < 1e11) return 's';
  if (value < 1e14) return 'ms';
  return value < 1e17 ? 'us' : 'ns';
}

function toMs(text: string, unit: TimeUnit): number {
  if (unit === 'ns') return Number(BigInt(text) / nsPerMs);
  const value = Number(text);
  if (unit === 's') return value * 1000;
  if (unit === 'ms') return value;
  return Number.isSafeInteger(value) ? (value - (value % 1000)) / 1000 : Number(BigInt(text) / 1000n);
}

/**
 * Milliseconds since 1970, cut to whole ones, of an integer time or of an ISO date, which is UTC; null when it is neither.
 * Where `unit` is null, an integer is in the unit in which it lies between 1973 and 5138.
 */
export function parseTime(text: string, unit: TimeUnit | null): number | null {
  if (/^\d{1,19}$/.test(text)) {
    const known = unit ?? unitBySize(Number(text));
    const time = toMs(text, known);
    return time > longestMs ? null : time;
  }
  if (!iso.test(text)) return null;
  const utc = text.length > 10 && !/(?:Z|\+00:?00)$/.test(text) ? `${text}Z` : text;
  const time = Date.parse(utc.replace(' ', 'T'));
  return Number.isNaN(time) || time < 0 ? null : time;
}
