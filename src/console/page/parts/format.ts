/** Figures and names as people read them. All figures have digits of one width, so columns line up. */

const MIB = 1024 * 1024;
const UUID = /[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$)/i;
const HASH_SHOWN = 8;
const ID_SHOWN = 28;

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Whole numbers below a hundred thousand; beyond that thousands and millions. */
export function count(value: number): string {
  if (value < 100_000) return grouped.format(value);
  if (value < 1_000_000) return `${grouped.format(value / 1000)}k`;
  return `${(value / 1_000_000).toFixed(1)}M`;
}

export function perSecond(value: number): string {
  return `${count(Math.round(value))}/s`;
}

/** Below ten with one decimal, unless that is 0. */
export function decimal(value: number): string {
  if (value === 0 || value >= 10) return count(Math.round(value));
  return value < 0.05 ? '<0.1' : value.toFixed(1);
}

export function milliseconds(value: number): string {
  return value < 1_000 ? `${decimal(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}

export function mebibytes(value: number): string {
  return value < 10_000 ? `${count(Math.round(value))} MiB` : `${(value / 1024).toFixed(1)} GiB`;
}

export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  if (value < MIB) return `${decimal(value / 1024)} KiB`;
  return `${decimal(value / MIB)} MiB`;
}

/** A share of 0 to 1. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** The two largest units of it. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3_600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86_400) return `${Math.floor(s / 3_600)} h ${Math.floor((s % 3_600) / 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3_600)} h`;
}

/** The time of day where the page is read. */
export function clock(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** With milliseconds. */
export function preciseClock(atMs: number): string {
  return `${clock(atMs)}.${String(Math.floor(atMs) % 1000).padStart(3, '0')}`;
}

/** What tells a game session, a fleet or another resource from others: of an ARN its end, of a UUID its beginning. */
export function shortId(id: string): string {
  const end = id.slice(id.lastIndexOf('/') + 1) || id;
  const uuid = UUID.exec(end);
  if (uuid !== null) return end.slice(0, uuid.index + uuid[0].length);
  return end.length <= ID_SHOWN ? end : `${end.slice(0, ID_SHOWN - 1)}…`;
}

export function shortHash(hash: string): string {
  return hash.slice(0, HASH_SHOWN);
}

/** What the server says as a sentence of its own. */
export function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** `1 player`, `2 players`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
