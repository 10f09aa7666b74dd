import type { Logger } from 'pino';
import { PlaypenError } from '../errors.ts';
import type { SandboxKind } from '../isolate/sandbox/sandbox.ts';
import type { WorkerUsers } from '../isolate/sandbox/worker-users.ts';
import type { TrustTier } from '../isolate/trust.ts';
import { type AccessKey, readAccessKeys } from '../service/gamelift/access/access-keys.ts';
import { isOpenAccessSafeOn } from '../service/gamelift/access/open-access.ts';
import {
  type NotificationTarget,
  readNotificationTargets,
} from '../service/notifications/notification-targets.ts';
import { readLimits } from './limits-file.ts';
import { createLog, type LogFormat, type LogLevel, logStream } from './log.ts';
import { ServeServer } from './serve-server.ts';
import { onShutdownSignal } from './shutdown.ts';

export interface ServeOptions {
  /** Folder that everything is kept in. */
  data: string;
  host: string;
  port: number;
  udpPorts: number;
  /** What players are told to connect to; undefined for `host`. */
  advertise: string | undefined;
  dnsName: string;
  apiHost: string;
  apiPort: number;
  apiUrl: string | undefined;
  operatorPort: number;
  /** A file; undefined for open access. */
  accessKeys: string | undefined;
  allowOpenAccess: boolean;
  /** A file; undefined for nobody who is told of events. */
  notifications: string | undefined;
  region: string;
  trust: TrustTier;
  maxSessions: number;
  limits: string | undefined;
  sandbox: SandboxKind;
  workerUids: WorkerUsers | undefined;
  logLevel: LogLevel;
  logFormat: LogFormat;
}

/**
 * `playpen serve`: everything comes through the API, and players with a reserved slot alone are let in. Returns
 * once both are possible.
 * @throws {PlaypenError} when that cannot be; nothing is left running then
 */
export async function runServe(options: ServeOptions): Promise<void> {
  const { host, sandbox, workerUids, apiHost, region } = options;
  const log = createLog(logStream(options.logFormat), options.logLevel);
  const keys = await keysOf(options, log);
  const server = await ServeServer.create({
    directory: options.data,
    host,
    port: options.port,
    udpFirstPort: options.udpPorts,
    address: { ipAddress: options.advertise ?? host, dnsName: options.dnsName },
    apiHost,
    apiPort: options.apiPort,
    ...(options.apiUrl === undefined ? {} : { apiUrl: options.apiUrl }),
    operatorPort: options.operatorPort,
    keys,
    notificationTargets: await targetsOf(options, log),
    region,
    trust: options.trust,
    limits: await readLimits(options.limits, options.maxSessions),
    sandbox: { kind: sandbox, ...(workerUids === undefined ? {} : { users: workerUids }) },
    log,
  });
  onShutdownSignal(async signal => {
    log.info(`${signal}: shutting down; once more to end at once`);
    await server.stop();
  });
  try {
    const ports = await server.start();
    announce(log, options, ports);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Undefined where nobody needs one. */
async function keysOf(
  { accessKeys, apiHost, allowOpenAccess }: ServeOptions,
  log: Logger,
): Promise<AccessKey[] | undefined> {
  if (accessKeys !== undefined) {
    const { keys, isOpenToOthers } = await readAccessKeys(accessKeys);
    if (isOpenToOthers) warnOfReaders(log, accessKeys);
    return keys;
  }
  if (!allowOpenAccess && !isOpenAccessSafeOn(apiHost)) {
    throw new PlaypenError('open_access_refused', apiHost);
  }
  return undefined;
}

async function targetsOf(
  { notifications }: ServeOptions,
  log: Logger,
): Promise<readonly NotificationTarget[]> {
  if (notifications === undefined) return [];
  const { targets, isOpenToOthers } = await readNotificationTargets(notifications);
  if (isOpenToOthers) warnOfReaders(log, notifications);
  return targets;
}

function warnOfReaders(log: Logger, file: string): void {
  log.warn(`other users of this machine can read ${file}; chmod 600 it`);
}

function announce(
  log: Logger,
  options: ServeOptions,
  ports: { port: number; apiPort: number; operatorPort: number },
): void {
  if (options.logFormat === 'json') return log.info(ports, 'ready');
  const api = `http://${options.apiHost}:${ports.apiPort}`;
  const lines = [
    '',
    `  Playpen serves from ${options.data}`,
    '',
    `  API         ${api}   (${options.accessKeys === undefined ? 'nobody needs a key' : 'with access keys'})`,
    `  Console     ${api}/   (${options.accessKeys === undefined ? 'nobody needs a key' : 'sign in with an access key'})`,
    `  Players     ws://${options.advertise ?? options.host}:${ports.port}   (with a reserved player session)`,
    `  Operators   http://127.0.0.1:${ports.operatorPort}   (/healthz, /metrics, /playpen/sessions)`,
    '',
    '  Point a backend or the command line at it:',
    `    export AWS_ENDPOINT_URL_GAMELIFT=${api}`,
    '    aws gamelift list-fleets --region us-west-2',
    '',
    '  Ctrl-C stops it.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
