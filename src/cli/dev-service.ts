import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger, StreamEntry } from 'pino';
import type { Admission, RelayHost } from '../host/relay-host.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import type { Limits } from '../limits/limits.ts';
import { LogTokens } from '../logs/log-tokens.ts';
import { SessionLogs } from '../logs/session-logs.ts';
import { Bundler } from '../scripts/bundler.ts';
import type { ScriptBundler } from '../scripts/local-bundler.ts';
import type { ScriptBundle } from '../scripts/script-bundle.ts';
import { OPEN_TENANT } from '../service/gamelift/access/open-access.ts';
import { GameLiftService } from '../service/gamelift/gamelift-service.ts';
import { idOf } from '../service/gamelift/identifiers.ts';
import type { Operations } from '../service/gamelift/operation.ts';
import { invalidRequest } from '../service/gamelift/service-error.ts';
import { Notifications } from '../service/notifications/notifications.ts';
import type { SessionScript } from '../session/script-options.ts';
import type { FleetRecord, ScriptRecord } from '../store/records.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';

/** What backends find ready: the script that is being written, and a fleet that runs it. */
export const DEV_SCRIPT_ID = 'script-dev';
export const DEV_FLEET_ID = 'fleet-dev';
const DEV_SLOTS = 50;
const REGION = 'local';

export interface DevServiceOptions {
  host: RelayHost;
  /** Address of the players' sockets. */
  address: string;
  /** Where everything is kept; undefined for nowhere that lasts. */
  directory: string | undefined;
  limits: Limits;
  log: Logger;
  /** Gets the lines of all game sessions. */
  sessionLines: StreamEntry | undefined;
  /** What the development fleet's next game session runs. */
  currentScript(): { script: SessionScript; profile: IsolateProfile };
  /** Where logins go that have no reserved player session. */
  otherwise: Admission;
  logUrl(token: string): string;
}

/** The service of a development server: with a fleet of the script that is being written. */
export class DevService {
  readonly service: GameLiftService;
  readonly logs: SessionLogs;
  readonly logTokens: LogTokens;
  readonly operations: Operations;
  readonly store: SqliteStore;
  readonly #bundler: UnhurriedBundler;
  /** Of this process alone, and removed with it. */
  readonly #temporary: string | undefined;

  constructor(options: DevServiceOptions) {
    const { host, address, directory, limits, log, sessionLines, currentScript, otherwise, logUrl } = options;
    const now = Date.now;
    this.#temporary = directory === undefined ? mkdtempSync(join(tmpdir(), 'playpen-dev-')) : undefined;
    const folder = directory ?? this.#temporary!;
    this.store = new SqliteStore({
      file: directory === undefined ? ':memory:' : join(folder, 'service.db'),
    });
    this.#bundler = new UnhurriedBundler(() => new Bundler(limits, log));
    this.logs = new SessionLogs({
      ...{ directory: join(folder, 'logs'), limits, log, now },
      ...(sessionLines === undefined ? {} : { also: sessionLines }),
    });
    this.logTokens = new LogTokens(limits, now);
    this.service = new GameLiftService({
      ...{ store: this.store, host, bundler: this.#bundler, logs: this.logs, logTokens: this.logTokens },
      ...{ limits, log, now, otherwise, logUrl },
      place: { region: REGION, accountId: '000000000000' },
      notifications: new Notifications({ targets: [], hits: host.hits, limits, log }),
      machine: { instanceId: 'i-dev', ipAddress: address, dnsName: '' },
      trust: 'tenant',
      ownScript: fleet => (fleet.scriptId === DEV_SCRIPT_ID ? currentScript() : undefined),
    });
    this.operations = { ...this.service.operations, ...this.#ownScriptOperations() };
  }

  async start(): Promise<void> {
    await this.store.open();
    const createdMs = Date.now();
    await this.store.insert('script', devScript(createdMs));
    await this.store.insert('fleet', devFleet(createdMs));
    await this.service.start();
  }

  /** Begins nothing more; to be called before the relay host stops. */
  async quiesce(): Promise<void> {
    await this.#bundler.close();
    await this.service.quiesce();
  }

  /** The relay host has stopped before. */
  async stop(): Promise<void> {
    await this.service.stop();
    await this.logs.close();
    await this.store.close();
    if (this.#temporary !== undefined) rmSync(this.#temporary, { recursive: true, force: true });
  }

  /** The development script comes from its files alone. */
  #ownScriptOperations(): Pick<Operations, 'UpdateScript' | 'DeleteScript'> {
    const { UpdateScript, DeleteScript } = this.service.operations;
    const refuseOwn = ({ ScriptId }: { ScriptId: string }): void => {
      if (idOf(ScriptId) !== DEV_SCRIPT_ID) return;
      throw invalidRequest(
        `${DEV_SCRIPT_ID} is the script this server was started with; save its file to update it.`,
      );
    };
    return {
      UpdateScript: async (input, caller) => {
        refuseOwn(input);
        return UpdateScript!(input, caller);
      },
      DeleteScript: async (input, caller) => {
        refuseOwn(input);
        return DeleteScript!(input, caller);
      },
    };
  }
}

/** Starts no process before something is uploaded, which in development is seldom. */
class UnhurriedBundler implements ScriptBundler {
  readonly #make: () => ScriptBundler;
  #made: ScriptBundler | undefined;

  constructor(make: () => ScriptBundler) {
    this.#make = make;
  }

  bundle(...args: Parameters<ScriptBundler['bundle']>): Promise<ScriptBundle> {
    this.#made ??= this.#make();
    return this.#made.bundle(...args);
  }

  async close(): Promise<void> {
    await this.#made?.close();
  }
}

function devScript(createdMs: number): ScriptRecord {
  return {
    tenantId: OPEN_TENANT,
    id: DEV_SCRIPT_ID,
    createdMs,
    name: 'dev',
    version: 'as saved',
    nodeJsVersion: '24.x',
    sizeOnDisk: 0,
    contentHash: '',
  };
}

function devFleet(createdMs: number): FleetRecord {
  return {
    tenantId: OPEN_TENANT,
    id: DEV_FLEET_ID,
    createdMs,
    status: 'ACTIVE',
    name: 'dev',
    scriptId: DEV_SCRIPT_ID,
    computeType: 'EC2',
    fleetType: 'ON_DEMAND',
    runtimeConfiguration: {
      ServerProcesses: [{ LaunchPath: 'script.js', ConcurrentExecutions: DEV_SLOTS }],
    },
    protectionPolicy: 'NoProtection',
    metricGroups: ['default'],
    inboundPermissions: [],
    certificateConfiguration: { CertificateType: 'DISABLED' },
    trust: 'tenant',
    locations: { [REGION]: { status: 'ACTIVE', desired: 1, min: 0, max: 1, isScalingStopped: false } },
    homeLocation: REGION,
    scalingPolicies: [],
  };
}
