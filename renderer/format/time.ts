import { minus } from './amount.ts';

/** How long ago or how long left: `0.3 s`, `12 s`, `3 min`, `2 h 05`. Never negative: clocks of two processes may differ. */
export function displayAge(ageMs: number): string {
  const ms = Math.max(0, ageMs);
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}

/** An age that is looked at, not timed: whole seconds, so that it changes once a second at most. */
export function displayWholeAge(ageMs: number): string {
  return ageMs < 1_000 ? '< 1 s' : ageMs < 9_950 ? `${Math.floor(ageMs / 1000)} s` : displayAge(ageMs);
}

/** A measured latency with two to three significant digits: `0.41 ms`, `12 ms`, `1.0 s`. */
export function displayLatency(ms: number): string {
  if (!Number.isFinite(ms)) return '—';
  const sign = ms < 0 ? minus : '';
  const size = Math.abs(ms);
  if (size >= 999.5) return `${sign}${(size / 1000).toFixed(1)} s`;
  if (size >= 9.95) return `${sign}${size.toFixed(0)} ms`;
  if (size >= 0.995) return `${sign}${size.toFixed(1)} ms`;
  return `${sign}${size.toFixed(2)} ms`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Wall-clock time of the user's zone: `14:02:11.204`. */
export function displayTime(atMs: number): string {
  const at = new Date(atMs);
  return `${displayTimeSeconds(atMs)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** `14:02:11` */
export function displayTimeSeconds(atMs: number): string {
  const at = new Date(atMs);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Instants in seconds along an axis, each second said once: of a short time an axis marks parts of seconds too. */
export function displayAxisTimes(times: readonly number[]): string[] {
  const said = times.map((time) => displayTimeSeconds(time * 1000));
  return said.map((text, place) => (text === said[place - 1] ? '' : text));
}

/** What hovering a time shows: the instant in UTC. */
export function exactTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** `2023-03-24 13:00`, UTC. */
export function utcMinute(atMs: number): string {
  return exactTime(atMs).slice(0, 16).replace('T', ' ');
}

/** `388 MB`, `1.2 GB`: decimal units. */
export function displayBytes(bytes: number): string {
  if (bytes >= 999_500_000) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 999_500) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.round(bytes / 1e3)} kB`;
}
