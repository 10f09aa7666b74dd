import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DescribeFleetAttributesOutput, GameSession, Script } from '@aws-sdk/client-gamelift';
import { zip } from '../src/scripts/test/zip.ts';
import type { Report } from './report/report.ts';

const STORED_SESSIONS = 10_000;
const CALLS = 2_000;
const AT_ONCE = 32;
const FLEETS = 4;
const SLOTS = 50;
const SCRIPT = 'exports.ssExports = { init(session) { this.session = session; } };';

interface Ready {
  apiPort: number;
  fleetId: string;
  gameSessionIds: string[];
}

/**
 * Calls of the service API, made as bytes over connections that stay open, while 10,000 game sessions with four players
 * each are ACTIVE in one fleet: how long one takes that comes alone, how many are answered in a second when 32 are under
 * way at once, and what each costs the server's process. The caller has the other core.
 */
export async function benchApi(report: Report): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'playpen-bench-'));
  const file = fileURLToPath(new URL('./api-server.ts', import.meta.url));
  const server = fork(file, [directory, String(STORED_SESSIONS)]);
  const [ready] = (await once(server, 'message')) as [Ready];
  const api = new Api(ready.apiPort);
  await measure(report, server, 'SearchGameSessions, one with room', i =>
    api.call('SearchGameSessions', {
      FleetId: ready.fleetId,
      FilterExpression: 'hasAvailablePlayerSessions=true',
      Limit: 1 + (i % 20),
    }),
  );
  await measure(report, server, 'SearchGameSessions, by a property, newest first', i =>
    api.call('SearchGameSessions', {
      FleetId: ready.fleetId,
      FilterExpression: `gameSessionProperties.level = '${i % 10}' AND hasAvailablePlayerSessions=true`,
      SortExpression: 'creationTimeMillis DESC',
    }),
  );
  await measure(report, server, 'SearchGameSessions, none is found', () =>
    api.call('SearchGameSessions', {
      FleetId: ready.fleetId,
      FilterExpression: 'playerSessionCount>10 AND hasAvailablePlayerSessions=true',
    }),
  );
  const roomy = ready.gameSessionIds.filter((_, i) => i % 3 !== 0);
  await measure(report, server, 'CreatePlayerSession', i =>
    api.call('CreatePlayerSession', { GameSessionId: roomy[i % roomy.length], PlayerId: `bench-${i}` }),
  );
  await measureGameSessions(report, server, api);
  server.send('stop');
  await once(server, 'exit');
  api.close();
  await rm(directory, { recursive: true });
}

async function measure(
  report: Report,
  server: ChildProcess,
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
  await measureTogether(report, server, name, CALLS, i => call(CALLS + i));
}

function p99Of(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)]!;
}

/** Calls come as fast as they are answered, so many at once. */
async function measureTogether(
  report: Report,
  server: ChildProcess,
  name: string,
  calls: number,
  call: (i: number) => Promise<unknown>,
): Promise<void> {
  const together: number[] = [];
  const cpuBeforeMs = await cpuMs(server);
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
  const cpuEachMs = ((await cpuMs(server)) - cpuBeforeMs) / calls;
  report.row(`${name}: ${AT_ONCE} at once`, together, 'ms');
  report.row(`${name}: ${AT_ONCE} at once, calls`, [calls / seconds], '/s');
  report.row(`${name}: ${AT_ONCE} at once, CPU time of the server for each`, [cpuEachMs], 'ms');
}

/** Game sessions that are really started, in fleets of their own. */
async function measureGameSessions(report: Report, server: ChildProcess, api: Api): Promise<void> {
  const ZipFile = zip([['server.js', SCRIPT]]).toString('base64');
  const { Script } = await api.call<{ Script: Script }>('CreateScript', { Name: 'bench', ZipFile });
  const fleetIds: string[] = [];
  for (let i = 0; i < FLEETS; i++) {
    const { FleetAttributes } = await api.call<{ FleetAttributes: { FleetId: string } }>('CreateFleet', {
      Name: 'bench',
      ScriptId: Script.ScriptId,
      EC2InstanceType: 'c5.large',
      RuntimeConfiguration: { ServerProcesses: [{ LaunchPath: 'server.js', ConcurrentExecutions: SLOTS }] },
    });
    fleetIds.push(FleetAttributes.FleetId);
  }
  await untilActive(report, api, fleetIds);
  await measureTogether(report, server, 'CreateGameSession', (FLEETS * SLOTS) / 2, async i => {
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

async function untilActive(report: Report, api: Api, FleetIds: string[]): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    const { FleetAttributes } = await api.call<DescribeFleetAttributesOutput>('DescribeFleetAttributes', {
      FleetIds,
    });
    if (FleetAttributes!.every(fleet => fleet.Status === 'ACTIVE')) break;
    await setTimeout(5);
  }
  report.row(`${FLEETS} fleets of a new script, until ACTIVE`, [performance.now() - startedMs], 'ms');
}

/** Isolates are made one after the other in each worker. */
async function untilStarted(api: Api, fleetIds: readonly string[]): Promise<void> {
  for (const FleetId of fleetIds) {
    for (;;) {
      const input = { FleetId, StatusFilter: 'ACTIVATING' };
      const { GameSessions } = await api.call<{ GameSessions: GameSession[] }>('DescribeGameSessions', input);
      if (GameSessions.length === 0) break;
      await setTimeout(50);
    }
  }
}

async function cpuMs(server: ChildProcess): Promise<number> {
  const answer = once(server, 'message') as Promise<[{ cpuMs: number }]>;
  server.send('cpu');
  return (await answer)[0].cpuMs;
}

/** A client that costs little: no SDK, no signature. */
class Api {
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  constructor(port: number) {
    this.#port = port;
  }

  call<T>(operation: string, input: object): Promise<T> {
    const body = JSON.stringify(input);
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `GameLift.${operation}`,
      'content-length': Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.#port, method: 'POST', path: '/', agent: this.#agent };
      const call = request({ ...options, headers }, response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(JSON.parse(text) as T);
          else reject(new Error(`${operation}: ${text}`));
        });
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
