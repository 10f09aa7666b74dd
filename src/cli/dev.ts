import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { PlaypenError } from '../errors.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import type { SandboxKind } from '../isolate/sandbox/sandbox.ts';
import type { WorkerUsers } from '../isolate/sandbox/worker-users.ts';
import { PACKAGE_ROOT } from '../package-files.ts';
import type { Publication } from '../scripts/catalog.ts';
import { FileStore } from '../scripts/file-store.ts';
import { MemoryStore } from '../scripts/memory-store.ts';
import { isOpenAccessSafeOn } from '../service/gamelift/access/open-access.ts';
import { CLIENT_PAGE_PATH } from './client-page.ts';
import { DevServer } from './dev-server.ts';
import { DEV_FLEET_ID } from './dev-service.ts';
import { readLimits } from './limits-file.ts';
import { createLog, type LogFormat, type LogLevel, logStream } from './log.ts';
import { onShutdownSignal } from './shutdown.ts';

const HASH_SHOWN = 8;
const EXAMPLE_SCRIPT = fileURLToPath(new URL('examples/arena/script.js', PACKAGE_ROOT));
const EXAMPLE_CLIENT = fileURLToPath(new URL('examples/arena/client.ts', PACKAGE_ROOT));

export interface DevOptions {
  /** A file, a folder or a zip; undefined for an example. */
  script: string | undefined;
  /** The program of the game's page; undefined for none, or for the example's where the script is the example. */
  client: string | undefined;
  host: string;
  port: number;
  udpPorts: number;
  apiPort: number;
  maxSessions: number;
  /** A JSON file of limits; undefined for the defaults. */
  limits: string | undefined;
  /** Where versions are kept; undefined for nowhere but in memory. */
  data: string | undefined;
  restartSessions: boolean;
  /** Scripts read the machine's time instead of their batch's. */
  liveClock: boolean;
  /** The language that the script gets: `strict` is what it would get among strangers' scripts. */
  profile: IsolateProfile;
  sandbox: SandboxKind;
  /** Users that workers get; undefined for a range that nobody else uses. */
  workerUids: WorkerUsers | undefined;
  logLevel: LogLevel;
  logFormat: LogFormat;
}

/**
 * `playpen dev`: one relay host, one script, everybody let in. Returns once players can connect.
 * @throws {PlaypenError} when the script cannot run or a port cannot be had; nothing is left running then
 */
export async function runDev(options: DevOptions): Promise<void> {
  const stream = logStream(options.logFormat);
  const log = createLog(stream, options.logLevel);
  const limits = await readLimits(options.limits, options.maxSessions);
  const script = options.script ?? EXAMPLE_SCRIPT;
  const client = options.client ?? (options.script === undefined ? EXAMPLE_CLIENT : undefined);
  const server = await DevServer.create({
    script,
    ...(client === undefined ? {} : { client }),
    host: options.host,
    port: options.port,
    udpFirstPort: options.udpPorts,
    apiPort: options.apiPort,
    profile: options.profile,
    clock: options.liveClock ? 'live' : 'batch',
    sandbox: {
      kind: options.sandbox,
      ...(options.workerUids === undefined ? {} : { users: options.workerUids }),
    },
    limits,
    log,
    ...(options.logLevel === 'silent' ? {} : { sessionLines: { level: options.logLevel, stream } }),
    ...(options.data === undefined ? {} : { directory: options.data }),
    store:
      options.data === undefined
        ? new MemoryStore(limits.host)
        : new FileStore({ directory: join(options.data, 'scripts'), limits: limits.host, log }),
    olderSessions: options.restartSessions ? 'end' : 'keep',
    onPublished: publication => report(log, publication, server.olderSessions()),
    onPublishFailed: error => reportFailure(log, error, server.catalog.current?.hash),
  });
  onShutdownSignal(async signal => {
    log.info(`${signal}: shutting down; once more to end at once`);
    await server.stop();
  });
  try {
    const { port, apiPort, publication } = await server.start();
    announce(log, options, { script, client, port, apiPort });
    logWarnings(log, publication);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** One line for each change that made a version current. */
function report(log: Logger, publication: Publication, older: ReadonlyMap<string, number>): void {
  if (publication.outcome === 'unchanged') return;
  const stay = [...older].map(([hash, count]) => {
    return `${count} ${count === 1 ? 'session stays' : 'sessions stay'} on ${short(hash)}`;
  });
  const tookMs = Math.round(publication.tookMs);
  const sessions = stay.length === 0 ? '' : ` (${stay.join(', ')})`;
  log.info(`version ${short(publication.version.hash)} current in ${tookMs} ms${sessions}`);
  logWarnings(log, publication);
}

function reportFailure(log: Logger, error: unknown, current: string | undefined): void {
  if (!(error instanceof PlaypenError)) return log.error({ err: error }, 'the script could not be published');
  log.error(`${error.message}\n${current === undefined ? '' : `version ${short(current)} stays current`}`);
}

function short(hash: string): string {
  return `${hash.slice(0, HASH_SHOWN)}…`;
}

/** What the bundler would have the author know. */
function logWarnings(log: Logger, { version }: Publication): void {
  for (const warning of version.warnings) log.warn(warning);
}

interface Running {
  script: string;
  client: string | undefined;
  port: number;
  apiPort: number;
}

function announce(log: Logger, options: DevOptions, { script, client, port, apiPort }: Running): void {
  const relativePath = relative(process.cwd(), script);
  const shown = relativePath.startsWith('..') ? script : relativePath || '.';
  if (options.logFormat === 'json') return log.info({ script: shown, port, apiPort }, 'ready');
  const udp = options.udpPorts === 0 ? 'UDP from any free port' : `UDP from port ${options.udpPorts}`;
  const lines = [
    '',
    `  Playpen runs ${shown}`,
    '',
    `  Players connect to   ws://${options.host}:${port}   (any path; ${udp})`,
    ...(client === undefined
      ? []
      : [`  Play in a browser    http://${options.host}:${apiPort}${CLIENT_PAGE_PATH}`]),
    ...(isOpenAccessSafeOn(options.host)
      ? [`  Console              http://${options.host}:${apiPort}/`]
      : []),
    `  GameLift API         ${apiOf(options, apiPort)}`,
    `  Health               http://${options.host}:${apiPort}/healthz`,
    '',
    ...nextSteps(options, port),
    '  Ctrl-C stops it.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function apiOf({ host }: DevOptions, apiPort: number): string {
  if (!isOpenAccessSafeOn(host))
    return 'off: everybody who reaches this address could upload code; see playpen serve';
  return `http://${host}:${apiPort}   (${DEV_FLEET_ID} runs the script; any credentials)`;
}

function nextSteps(options: DevOptions, port: number): string[] {
  if (options.script !== undefined) return [];
  return [
    '  Try next, in another terminal:',
    `    npx node examples/arena/play.ts ${options.host} ${port}    bots that play it`,
    '    npm start -- path/to/your/script.js',
    '',
  ];
}
