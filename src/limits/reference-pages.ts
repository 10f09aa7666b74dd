import { ERRORS } from '../errors.ts';
import { CONSOLE_LIMITS } from './console-limits.ts';
import { FIGURE_LIMITS } from './figure-limits.ts';
import { HOST_LIMITS } from './host-limits.ts';
import type { LimitRow } from './limit-row.ts';
import { MATCHMAKING_LIMITS } from './matchmaking-limits.ts';
import { NOTIFICATION_LIMITS } from './notification-limits.ts';
import { SERVICE_LIMITS } from './service-limits.ts';
import { SESSION_LIMITS } from './session-limits.ts';

const GENERATED = '<!-- Written by `npm run docs`; change the table in the source, not this page. -->';
const KIB = 1024;
const MIB = KIB * KIB;

type LimitTable = Readonly<Record<string, LimitRow>>;

/** The text of `docs/limits.md`, from the table of limits. */
export function limitsPage(
  session: LimitTable = SESSION_LIMITS,
  host: LimitTable = HOST_LIMITS,
  service: LimitTable = SERVICE_LIMITS,
  matchmaking: LimitTable = MATCHMAKING_LIMITS,
  figures: LimitTable = FIGURE_LIMITS,
  notifications: LimitTable = NOTIFICATION_LIMITS,
  console: LimitTable = CONSOLE_LIMITS,
): string {
  return page([
    '# Limits',
    GENERATED,
    'Every bound there is on what players and scripts can use up, and what happens at the bound. The source is ' +
      '`src/limits/`. *Default* applies unless a configuration says otherwise; no configuration gets ' +
      'above *hard*. Words in parentheses are codes from [errors.md](errors.md).',
    'Each time a limit is reached, its metric rises by one: `playpen_limit_hits_total{limit="heapMb"}` and so on, ' +
      'at `GET /metrics` of the API port. Rows without a metric are values that something is done at or up to, or ' +
      'bounds whose caller is told at once.',
    '## Of one game session',
    'A file given with `--limits` can set these for the host (`host`), and differently for a tenant (`tenants`) ' +
      'or a fleet (`fleets`); the fleet goes before the tenant, the tenant before the host.',
    limitTable(session),
    '## Of the host',
    'One value for all; a file given with `--limits` can set it (`host`).',
    limitTable(host),
    '## Of the service API',
    'For each tenant alike; a file given with `--limits` can set it (`host`).',
    limitTable(service),
    '## Of events that backends are told of',
    'For each target alike; a file given with `--limits` can set it (`host`).',
    limitTable(notifications),
    '## Of matchmaking',
    'One value for all, what is of each tenant for each alike; a file given with `--limits` can set it (`host`).',
    limitTable(matchmaking),
    '## Of figures and metrics',
    'One value for all; a file given with `--limits` can set it (`host`).',
    limitTable(figures),
    '## Of the console',
    'One value for all; a file given with `--limits` can set it (`host`).',
    limitTable(console),
  ]);
}

function limitTable(limits: LimitTable): string {
  const rows = Object.entries(limits).map(([name, limit]) => [
    `\`${name}\``,
    quantity(name, limit.default),
    quantity(name, limit.hard),
    limit.policy,
    limit.isUncounted ? '' : 'yes',
  ]);
  return table(['limit', 'default', 'hard', 'what happens there', 'metric'], rows);
}

interface ErrorRow {
  readonly message: string;
  readonly closeCode?: number;
}

/** The text of `docs/errors.md`, from the table of errors. */
export function errorsPage(errors: Readonly<Record<string, ErrorRow>> = ERRORS): string {
  const entries = Object.entries(errors);
  const forPlayers = entries.filter(([, error]) => error.closeCode !== undefined);
  const others = entries.filter(([, error]) => error.closeCode === undefined);
  return page([
    '# Errors',
    GENERATED,
    'Every error has a code that does not change. Compare codes; the text beside them is for people and may be ' +
      'reworded. The source is `src/errors.ts`.',
    '## What a connection can be closed with',
    'The WebSocket is closed with the number, and with the code as its reason. Numbers below 4000 are those of ' +
      'RFC 6455. The same codes say in the log, and to whoever started it, why a game session ended. A frame ' +
      'that breaks the WebSocket protocol itself is closed by the WebSocket library with the number the RFC ' +
      'asks for, and without a code.',
    table(
      ['close code', 'code', 'meaning'],
      forPlayers.map(([code, error]) => [`${error.closeCode}`, `\`${code}\``, error.message]),
    ),
    '## What players never see',
    'Met by whoever runs the server, or by a game that uses the TypeScript client.',
    table(
      ['code', 'meaning'],
      others.map(([code, error]) => [`\`${code}\``, error.message]),
    ),
  ]);
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A number with the unit its name ends in; see `LIMITS`. */
function quantity(name: string, value: number): string {
  if (name.endsWith('MsPerSecond')) return `${count(value)} ms/s`;
  if (name.endsWith('BytesPerSecond')) return `${bytes(value)}/s`;
  if (name.endsWith('PerSecond')) return `${count(value)}/s`;
  if (/Bytes(Per[A-Z]\w*)?$/.test(name)) return bytes(value);
  if (name.endsWith('Mb')) return bytes(value * MIB);
  if (name.endsWith('Days')) return `${count(value)} days`;
  if (name.endsWith('Ms')) return value >= 1000 ? `${count(value / 1000)} s` : `${value} ms`;
  return count(value);
}

function bytes(value: number): string {
  for (const [size, unit] of [
    [KIB * MIB, 'GiB'],
    [MIB, 'MiB'],
    [KIB, 'KiB'],
  ] as const) {
    if (value >= size && value % size === 0) return `${count(value / size)} ${unit}`;
  }
  return `${count(value)} bytes`;
}

/** Digits in groups of three, whatever the machine's language. */
function count(value: number): string {
  return value.toLocaleString('en-US');
}
