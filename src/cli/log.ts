import { type DestinationStream, destination, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How log lines look: for programs (one JSON object a line) or for people. */
export type LogFormat = 'json' | 'pretty';

export function createLog(stream: DestinationStream, level: LogLevel): Logger {
  return pino({ level, base: null }, stream);
}

/** Standard output, for lines as pino writes them. */
export function logStream(format: LogFormat): DestinationStream {
  if (format === 'json') return destination(1);
  return pretty({
    colorize: process.stdout.isTTY === true,
    translateTime: 'SYS:HH:MM:ss.l',
    // A game session's id is long and seldom wanted by somebody who runs one; the JSON form has it.
    ignore: 'gameSessionId,source',
    messageFormat: (record, messageKey) => {
      const message = String(record[messageKey] ?? '');
      return record.source === 'script' ? `[script] ${message}` : message;
    },
    singleLine: true,
    sync: true,
  });
}
