import type { SessionDetail } from '../../protocol.ts';
import { callServer } from '../console-api.ts';
import { Poll } from '../parts/poll.ts';

export const sessionPath = (id: string): string => `sessions/${encodeURIComponent(id)}`;

/** A game session as the server describes it, until it is over. */
export function pollSession(id: string): Poll<SessionDetail> {
  return new Poll({
    ask: () => callServer<SessionDetail>('GET', sessionPath(id)),
    isFinal: ({ value, error }) => value?.postMortem !== undefined || error?.code === 'session_not_found',
  });
}
