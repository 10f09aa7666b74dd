import { expect, test } from 'vitest';
import type { SessionDetail } from '../../protocol.ts';
import { findSession } from './find-session.ts';

function detail(id: string, players: [playerSessionId: string, peerId: number][]): SessionDetail {
  return {
    ...{ id, state: 'active', scriptHash: `hash of ${id}`, tenantId: '', fleetId: '', name: '', groups: [] },
    players: players.map(([playerSessionId, peerId]) => ({
      ...{ playerSessionId, peerId, playerId: '', hasFastChannel: false, connectedAt: 0 },
    })),
  };
}

const SESSIONS = [
  { id: 'old', createdAt: 1 },
  { id: 'new', createdAt: 3 },
  { id: 'other', createdAt: 2 },
];
const DETAILS = new Map([
  [
    'old',
    detail('old', [
      ['room-A', 1],
      ['room-A', 2],
    ]),
  ],
  ['new', detail('new', [['room-A', 1]])],
  ['other', detail('other', [['room-B', 1]])],
]);
const detailOf = async (id: string): Promise<SessionDetail | undefined> => DETAILS.get(id);
const find = (playerSessionId: string, peerId: number, limit = 10) =>
  findSession({ playerSessionId, peerId }, SESSIONS, detailOf, limit);

test('of two sessions of a room with such a player, it is the newest', async () => {
  expect(await find('room-A', 1)).toEqual({ sessionId: 'new', scriptHash: 'hash of new' });
});

test('a player who stayed in the older session is found there', async () => {
  expect(await find('room-A', 2)).toEqual({ sessionId: 'old', scriptHash: 'hash of old' });
});

test('somebody who is nowhere is not found, nor beyond the sessions that may be asked for', async () => {
  expect(await find('room-C', 1)).toBeUndefined();
  expect(await find('room-A', 2, 2)).toBeUndefined();
});

test('a session that ended meanwhile is passed over', async () => {
  const withoutNew = async (id: string) => (id === 'new' ? undefined : DETAILS.get(id));
  const found = await findSession({ playerSessionId: 'room-A', peerId: 1 }, SESSIONS, withoutNew, 10);
  expect(found?.sessionId).toBe('old');
});
