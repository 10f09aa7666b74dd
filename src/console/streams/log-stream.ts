import { PlaypenError } from '../../errors.ts';
import { readLogLines } from '../../logs/read-log-lines.ts';
import type { LogFollower } from '../../logs/session-log.ts';
import type { SessionLogs } from '../../logs/session-logs.ts';
import type { LogLines } from '../protocol.ts';
import type { EventStream } from './event-stream.ts';

/**
 * Sends what is in a game session's log, and then what is written, until the session is over. A browser that reads too
 * slowly is cut off: it comes again, and gets the end of the log anew.
 * @throws {PlaypenError} `log_not_found`, `too_many_followers`
 */
export async function streamLog(
  logs: Pick<SessionLogs, 'follow' | 'unfollow' | 'tail'>,
  gameSessionId: string,
  stream: EventStream,
): Promise<void> {
  let isCutOff = false;
  const follower: LogFollower = {
    push: text => {
      isCutOff = !sendLines(stream, text);
      return !isCutOff;
    },
    end: () => {
      if (!isCutOff) stream.send('end', {});
      stream.end();
    },
  };
  stream.onClose(() => logs.unfollow(gameSessionId, follower));
  if (await logs.follow(gameSessionId, follower)) return;
  const text = await logs.tail(gameSessionId);
  if (text === undefined) throw new PlaypenError('log_not_found', gameSessionId);
  sendLines(stream, text);
  stream.send('end', {});
  stream.end();
}

/** @returns false when the browser takes no more */
function sendLines(stream: EventStream, text: string): boolean {
  const lines = readLogLines(text);
  return lines.length === 0 ? !stream.isOver : stream.send('lines', { lines } satisfies LogLines);
}
