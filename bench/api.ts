import { setTimeout } from 'node:timers/promises';
import type { GameSession } from '@aws-sdk/client-gamelift';
import type { Report } from './report/report.ts';
import { ApiService } from './servers/api-service.ts';

const STORED_SESSIONS = 10_000;
const CALLS = 1_000;
const AT_ONCE = 32;
const FLEETS = 4;
const SLOTS = 50;
const SCRIPT = 'exports.ssExports = { init(session) { this.session = session; } };';

/**
 * Calls of the service API, made as bytes over connections that stay open, while 10,000 game sessions with four players
 * each are ACTIVE in one fleet: how long one takes that comes alone, how many are answered in a second when 32 are under
 * way at once, and what each costs the server's process. The caller has the other core.
 */
export async function benchApi(report: Report): Promise<void> {
  await using api = await ApiService.start(STORED_SESSIONS);
  const { fleetId: FleetId, gameSessionIds } = api.stored;
  await measure(report, api, 'SearchGameSessions, one with room', i =>
    api.call('SearchGameSessions', {
      FleetId,
      FilterExpression: 'hasAvailablePlayerSessions=true',
      Limit: 1 + (i % 20),
    }),
  );
  await measure(report, api, 'SearchGameSessions, by a property, newest first', i =>
    api.call('SearchGameSessions', {
      FleetId,
      FilterExpression: `gameSessionProperties.level = '${i % 10}' AND hasAvailablePlayerSessions=true`,
      SortExpression: 'creationTimeMillis DESC',
    }),
  );
  await measure(report, api, 'SearchGameSessions, none is found', () =>
    api.call('SearchGameSessions', {
      FleetId,
      FilterExpression: 'playerSessionCount>10 AND hasAvailablePlayerSessions=true',
    }),
  );
  const roomy = gameSessionIds.filter((_, i) => i % 3 !== 0);
  await measure(report, api, 'CreatePlayerSession', i =>
    api.call('CreatePlayerSession', { GameSessionId: roomy[i % roomy.length], PlayerId: `bench-${i}` }),
  );
  await measureGameSessions(report, api);
}

async function measure(
  report: Report,
  api: ApiService,
  name: string,
  call: (i: number) => Promise<unknown>,
): Promise<void> {
  const alone: number[] = [];
  for (let i = 0; i < CALLS / 4; i++) {
    const startedMs = performance.now();
    await call(i);
    alone.push(performance.now() - startedMs);
  }
  report.row(`${name}: alone`, alone, 'ms');
  report.row(`${name}: alone, p99`, [p99Of(alone)], 'ms');
  await measureTogether(report, api, name, CALLS, i => call(CALLS + i));
}

function p99Of(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)]!;
}

/** Calls come as fast as they are answered, so many at once. */
async function measureTogether(
  report: Report,
  api: ApiService,
  name: string,
  calls: number,
  call: (i: number) => Promise<unknown>,
): Promise<void> {
  const together: number[] = [];
  const cpuBeforeMs = await api.cpuMs();
  const startedMs = performance.now();
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < calls) {
      const i = next++;
      const sentMs = performance.now();
      await call(i);
      together.push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpuEachMs = ((await api.cpuMs()) - cpuBeforeMs) / calls;
  report.row(`${name}: ${AT_ONCE} at once`, together, 'ms');
  report.row(`${name}: ${AT_ONCE} at once, calls`, [calls / seconds], '/s');
  report.row(`${name}: ${AT_ONCE} at once, CPU time of the server for each`, [cpuEachMs], 'ms');
}

/** Game sessions that are really started, in fleets of their own. */
async function measureGameSessions(report: Report, api: ApiService): Promise<void> {
  const startedMs = performance.now();
  const fleetIds = await api.createFleets(FLEETS, SLOTS, SCRIPT);
  report.row(`${FLEETS} fleets of a new script, until ACTIVE`, [performance.now() - startedMs], 'ms');
  await measureTogether(report, api, 'CreateGameSession', (FLEETS * SLOTS) / 2, async i => {
    const input = { FleetId: fleetIds[i % FLEETS], MaximumPlayerSessionCount: 4 };
    await api.call('CreateGameSession', input);
  });
  await untilStarted(api, fleetIds);
  // Waits for the session to be ACTIVE, which is what a player's way in takes.
  const joined: number[] = [];
  for (let i = 0; i < SLOTS; i++) {
    const startedMs = performance.now();
    const input = { FleetId: fleetIds[i % FLEETS], MaximumPlayerSessionCount: 4 };
    const { GameSession } = await api.call<{ GameSession: GameSession }>('CreateGameSession', input);
    await api.call('CreatePlayerSession', { GameSessionId: GameSession.GameSessionId, PlayerId: 'first' });
    joined.push(performance.now() - startedMs);
  }
  report.row('CreateGameSession and a player session in it: alone', joined, 'ms');
  report.row('CreateGameSession and a player session in it: alone, p99', [p99Of(joined)], 'ms');
}

/** Isolates are made one after the other in each worker. */
async function untilStarted(api: ApiService, fleetIds: readonly string[]): Promise<void> {
  for (const FleetId of fleetIds) {
    for (;;) {
      const input = { FleetId, StatusFilter: 'ACTIVATING' };
      const { GameSessions } = await api.call<{ GameSessions: GameSession[] }>('DescribeGameSessions', input);
      if (GameSessions.length === 0) break;
      await setTimeout(50);
    }
  }
}
