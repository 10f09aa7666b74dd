import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TestHost } from '../../../host/test/harness.ts';
import { scriptWith } from '../../../host/test/scripts.ts';
import type { FleetRecord } from '../../../store/records.ts';
import { SqliteStore } from '../../../store/sqlite/sqlite-store.ts';
import { fleet as fleetRecord, gameSession } from '../../../store/test/records.ts';
import { Arns } from '../identifiers.ts';
import { slots } from '../test/rig.ts';
import { LocalGameSessions } from './local-game-sessions.ts';
import { gameSessionView } from './session-views.ts';

const arns = new Arns({ region: 'local', accountId: '123456789012' });
const NEW_DATA = '{"matchId":"new"}';
const UPDATE = { reason: 'MATCHMAKING_DATA_UPDATED', backfillTicketId: 'auto-backfill-1' } as const;

const LISTENER = scriptWith(`
  onUpdateGameSession(gameSession, reason, ticketId) {
    console.log('told ' + JSON.stringify([gameSession.GameSessionId, gameSession.MatchmakerData, reason, ticketId]));
  },`);

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

let store: SqliteStore;
let fleet: FleetRecord;
let sessions: LocalGameSessions;
beforeEach(async () => {
  store = new SqliteStore({ file: ':memory:' });
  await store.open();
  fleet = fleetRecord('fleet-1', { runtimeConfiguration: slots(5) });
  await store.insert('fleet', fleet);
  sessions = new LocalGameSessions({
    ...{ store, arns, host: host.host, log: pino({ level: 'silent' }) },
    address: { ipAddress: '127.0.0.1', dnsName: 'localhost' },
    now: () => 5_000,
    scriptFor: async () => ({
      script: { hash: LISTENER, code: LISTENER, mapStack: text => text },
      profile: 'strict',
    }),
    openLog: () => ({ logger: host.logger, close: async () => {} }),
    addFleetEvent: async () => {},
    onEvent() {},
    onSlotFree() {},
  });
  return async () => {
    await sessions.endAll(fleet);
    await store.close();
  };
});

/** An ACTIVE game session that runs the script. */
async function begin(): Promise<string> {
  const { activated } = await sessions.begin({
    ...{ fleet, location: 'local', maximumPlayerSessionCount: 4, gameProperties: [] },
    matchmakerData: '{"matchId":"old"}',
  });
  return (await activated).gameSessionId;
}

/** What the script of a game session was told first. */
async function told(gameSessionId: string): Promise<unknown> {
  const { msg } = await host.line(({ msg }) => msg.startsWith('told ') && msg.includes(gameSessionId));
  return JSON.parse(msg.slice('told '.length));
}

async function storedData(gameSessionId: string): Promise<string | undefined> {
  const session = await store.getGameSession('a', gameSessionId);
  return session && gameSessionView(arns, session).MatchmakerData;
}

describe('updateMatchmakerData', () => {
  test('is shown by the API, and told to the script', async () => {
    const id = await begin();
    const changed = await sessions.updateMatchmakerData('a', id, { ...UPDATE, matchmakerData: NEW_DATA });
    expect(changed).toMatchObject({ gameSessionId: id, status: 'ACTIVE', matchmakerData: NEW_DATA });
    expect(await storedData(id)).toBe(NEW_DATA);
    expect(await told(id)).toEqual([id, NEW_DATA, 'MATCHMAKING_DATA_UPDATED', 'auto-backfill-1']);
  });

  test('without data, tells the script alone', async () => {
    const id = await begin();
    await sessions.updateMatchmakerData('a', id, { reason: 'BACKFILL_FAILED', backfillTicketId: 'ticket-1' });
    expect(await storedData(id)).toBe('{"matchId":"old"}');
    expect(await told(id)).toEqual([id, '{"matchId":"old"}', 'BACKFILL_FAILED', 'ticket-1']);
  });

  test('lets the same request find the session that it began', async () => {
    const request = { fleet, location: 'local', maximumPlayerSessionCount: 4, gameProperties: [] };
    const { activated } = await sessions.begin({ ...request, idString: 'placement-1' });
    const { gameSessionId } = await activated;
    await sessions.updateMatchmakerData('a', gameSessionId, { ...UPDATE, matchmakerData: NEW_DATA });
    const again = await sessions.begin({ ...request, idString: 'placement-1' });
    expect(again.session).toMatchObject({ gameSessionId, matchmakerData: NEW_DATA });
  });

  test.each(['ACTIVATING', 'TERMINATING', 'ERROR'] as const)('refuses a session that is %s', async status => {
    const id = arns.gameSession('fleet-1', 'local', 'other');
    await store.claimGameSession(gameSession(id, { status }), { slots: 9, activating: 9 });
    await expect(
      sessions.updateMatchmakerData('a', id, { ...UPDATE, matchmakerData: NEW_DATA }),
    ).rejects.toMatchObject({
      type: 'InvalidGameSessionStatusException',
      message: `Game session ${id} is ${status}; matchmaking has to do with sessions that are ACTIVE.`,
    });
    expect(await storedData(id)).toBeUndefined();
    await store.endGameSession('a', id, { atMs: 6_000 });
  });

  test('refuses a session that is over, and its record stays as it was', async () => {
    const id = await begin();
    await sessions.terminate('a', id, 'FORCE_TERMINATE');
    await sessions.settled();
    await expect(
      sessions.updateMatchmakerData('a', id, { ...UPDATE, matchmakerData: NEW_DATA }),
    ).rejects.toMatchObject({ type: 'InvalidGameSessionStatusException' });
    expect(await storedData(id)).toBe('{"matchId":"old"}');
  });

  test('refuses a session that is not there, or is another tenant’s', async () => {
    const id = await begin();
    for (const [tenantId, wanted] of [
      ['a', `${id}-other`],
      ['b', id],
    ] as const) {
      await expect(sessions.updateMatchmakerData(tenantId, wanted, UPDATE)).rejects.toMatchObject({
        type: 'NotFoundException',
        message: `Game session ${wanted} was not found.`,
      });
    }
  });

  test('takes as much data as the API allows, and refuses more', async () => {
    const id = await begin();
    const most = 'm'.repeat(390_000);
    await sessions.updateMatchmakerData('a', id, { ...UPDATE, matchmakerData: most });
    await expect(
      sessions.updateMatchmakerData('a', id, { ...UPDATE, matchmakerData: `${most}m` }),
    ).rejects.toMatchObject({ type: 'InvalidRequestException' });
    expect(await storedData(id)).toBe(most);
  });
});
