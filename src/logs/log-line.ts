import { pino } from 'pino';

interface LogRecord {
  level: number;
  time: number;
  msg?: string;
  source?: string;
  gameSessionId?: string;
  [field: string]: unknown;
}

/**
 * One record of a game session's log as text for people: `<ISO time> <level> [script] <message> <other fields as JSON>`.
 * Further lines of a message are indented, so that a script cannot write what looks like a line of the system.
 */
export function logLine(json: string): string {
  const { level, time, msg = '', source, gameSessionId: _, ...fields } = JSON.parse(json) as LogRecord;
  const mark = source === 'script' ? '[script] ' : '';
  const rest = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
  const text = `${mark}${msg}${rest}`.replaceAll('\n', '\n    ');
  return `${new Date(time).toISOString()} ${pino.levels.labels[level] ?? level} ${text}\n`;
}
