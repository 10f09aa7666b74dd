import { PlaypenError } from '../errors.ts';
import type { SessionView } from '../service/session-routes.ts';
import { request, requestStream } from './operator-api.ts';

/** `playpen logs SESSION`: what its log holds, and with `follow` every line as it is written. */
export async function printLog(api: string, session: string, reading: 'once' | 'follow'): Promise<void> {
  const id = await findSession(api, session);
  const query = reading === 'follow' ? '?follow=true' : '';
  const text = await requestStream(api, `/playpen/sessions/${encodeURIComponent(id)}/log${query}`);
  for await (const chunk of text) process.stdout.write(chunk);
}

/** The session whose id this is a part of; of one that is over for long, the id has to be whole. */
async function findSession(api: string, part: string): Promise<string> {
  const { sessions } = await request<{ sessions: SessionView[] }>(api, 'GET', '/playpen/sessions');
  const matches = sessions.filter(({ id }) => id.includes(part)).map(({ id }) => id);
  if (matches.length > 1 && !matches.includes(part)) {
    throw new PlaypenError('session_ambiguous', `"${part}" is part of ${matches.length} ids`);
  }
  return matches.length === 1 ? matches[0]! : part;
}
