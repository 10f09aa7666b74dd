import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How log lines look: for programs (one JSON object a line) or for people. */
export type LogFormat = 'json' | 'pretty';

export function createLog(format: LogFormat, level: LogLevel): Logger {
  const options = { level, base: null };
  if (format === 'json') return pino(options);
  const stream = pretty({
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
  return pino(options, stream);
}
