/** One record of a game session's log, read back from its text. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  at: number;
  level: string;
  source: 'script' | 'system';
  /** With the other fields as JSON behind the message. */
  text: string;
}

const HEAD = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\w+) (\[script\] )?(.*)$/s;
const CONTINUATION = '\n    ';

/** What `logLine` wrote, whole lines; what begins in the middle of a record loses the rest of that. */
export function readLogLines(text: string): LogEntry[] {
  const records = text.replace(/\n$/, '').split(/\n(?! {4})/);
  return records.flatMap(record => {
    const [, time, level, script, message] = HEAD.exec(record) ?? [];
    if (time === undefined || level === undefined || message === undefined) return [];
    return [
      {
        at: Date.parse(time),
        level,
        source: script === undefined ? ('system' as const) : ('script' as const),
        text: message.replaceAll(CONTINUATION, '\n'),
      },
    ];
  });
}
