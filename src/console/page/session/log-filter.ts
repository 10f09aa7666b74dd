import type { ConsoleLogLine } from '../../protocol.ts';
import type { Numbered } from '../parts/recent-list.ts';

/** From the least to the most serious. */
export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof LEVELS)[number];

/** Lines of at least that level with that text in them. A level of another name is never left out. */
export function matchLines(
  lines: readonly Numbered<ConsoleLogLine>[],
  text: string,
  least: Level,
): readonly Numbered<ConsoleLogLine>[] {
  const wanted = text.toLowerCase();
  const from = LEVELS.indexOf(least);
  return lines.filter(({ item }) => {
    const level = LEVELS.indexOf(item.level as Level);
    return (level === -1 || level >= from) && item.text.toLowerCase().includes(wanted);
  });
}
