import { join } from 'node:path';
import { pino } from 'pino';
import { ServeServer } from '../../src/cli/serve-server.ts';
import { LimitBook } from '../../src/limits/limit-book.ts';
import { OPEN_TENANT } from '../../src/service/gamelift/access/open-access.ts';
import type { FleetRecord } from '../../src/store/records.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';

/*
 * The server of `api.ts`, in a process of its own: `playpen serve` over a folder that is given as argument, with a
 * fleet of so many ACTIVE game sessions that are records alone. Says where it listens by IPC, and what CPU time it
 * has used when it is asked for that.
 */

const FLEET_ID = 'fleet-stored';
const PLAYERS_EACH = 4;
const MAPS = ['Suzuka', 'Silverstone', 'Monza', 'Spa'];

const [directory = '', sessions = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const store = new SqliteStore({ file: join(directory, 'service.db') });
const server = await ServeServer.create({
  ...{ directory, store, log, keys: undefined, region: 'local', trust: 'tenant' },
  ...{ host: '127.0.0.1', port: 0, udpFirstPort: 0, apiHost: '127.0.0.1', apiPort: 0, operatorPort: 0 },
  address: { ipAddress: '127.0.0.1', dnsName: '' },
  notificationTargets: [],
  limits: new LimitBook({ host: { sessionsPerHost: 500 } }),
  sandbox: { kind: 'process' },
});
const { apiPort } = await server.start();
process.on('message', async message => {
  if (message === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send!({ cpuMs: (user + system) / 1_000 });
  } else {
    await server.stop();
    process.exit(0);
  }
});
process.on('disconnect', () => process.exit(1));
const ids = await storeSessions(store, Number(sessions));
process.send!({ apiPort, fleetId: FLEET_ID, gameSessionIds: ids });

async function storeSessions(store: Store, count: number): Promise<string[]> {
  const nowMs = Date.now();
  await store.insert('fleet', fleetRecord(nowMs));
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const gameSessionId = `arn:aws:gamelift:local::gamesession/${FLEET_ID}/stored-${i}`;
    ids.push(gameSessionId);
    await store.claimGameSession(
      {
        ...{ tenantId: OPEN_TENANT, gameSessionId, fleetId: FLEET_ID, location: 'local' },
        ...{ createdMs: nowMs - i * 1_000, status: 'ACTIVE', name: `game ${i}` },
        maximumPlayerSessionCount: i % 3 === 0 ? PLAYERS_EACH : 200,
        gameProperties: [
          { Key: 'map', Value: MAPS[i % MAPS.length]! },
          { Key: 'level', Value: String(i % 10) },
        ],
        ...{ creationPolicy: 'ACCEPT_ALL', protectionPolicy: 'NoProtection', requestHash: '' },
        ...{ ipAddress: '127.0.0.1', dnsName: '', port: 1900 },
      },
      { slots: count, activating: count },
    );
    const players = Array.from({ length: PLAYERS_EACH }, (_, player) => ({
      playerSessionId: `psess-${i}-${player}`,
      playerId: `player-${player}`,
    }));
    await store.claimPlayerSessions(OPEN_TENANT, gameSessionId, players, {
      nowMs,
      expiresMs: nowMs + 3_600_000,
    });
  }
  return ids;
}

function fleetRecord(createdMs: number): FleetRecord {
  return {
    ...{ tenantId: OPEN_TENANT, id: FLEET_ID, createdMs, status: 'ACTIVE', name: 'stored' },
    ...{ scriptId: 'script-stored', computeType: 'EC2', fleetType: 'ON_DEMAND', trust: 'tenant' },
    ...{ protectionPolicy: 'NoProtection', metricGroups: [], inboundPermissions: [], scalingPolicies: [] },
    certificateConfiguration: { CertificateType: 'DISABLED' },
    locations: { local: { status: 'ACTIVE', desired: 1, min: 0, max: 1, isScalingStopped: false } },
    homeLocation: 'local',
  };
}
