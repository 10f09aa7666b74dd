import type { ConsoleSessionRow, SessionDetail } from '../../protocol.ts';

export interface PlayerPlace {
  sessionId: string;
  scriptHash: string;
}

type SessionRow = Pick<ConsoleSessionRow, 'id' | 'createdAt'>;

/**
 * The game session that the player who just came is in. Peer ids count from 1 in every session, and a room has several
 * while players are left in an older one: the newest with such a player is the one. At most `limit` sessions are asked
 * for.
 */
export async function findSession(
  { playerSessionId, peerId }: { playerSessionId: string; peerId: number },
  sessions: readonly SessionRow[],
  detailOf: (sessionId: string) => Promise<SessionDetail | undefined>,
  limit: number,
): Promise<PlayerPlace | undefined> {
  const newestFirst = sessions.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, limit);
  for (const { id } of newestFirst) {
    const detail = await detailOf(id);
    const isThere = detail?.players.some(
      player => player.playerSessionId === playerSessionId && player.peerId === peerId,
    );
    if (detail !== undefined && isThere) return { sessionId: id, scriptHash: detail.scriptHash };
  }
  return undefined;
}
