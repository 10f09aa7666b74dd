import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { OpenAdmission } from '../host/open-admission.ts';
import { RelayHost } from '../host/relay-host.ts';
import { bundleRuntime } from '../isolate/runtime-bundle.ts';
import { resolveLimits } from '../limits/limits.ts';
import { bundleScript } from '../scripts/bundle.ts';
import { StackMapper } from '../scripts/stack-mapper.ts';
import { HttpServer } from '../service/http-server.ts';
import type { SessionScript } from '../session/script-options.ts';
import { createLog, type LogFormat, type LogLevel } from './log.ts';
import { onShutdownSignal } from './shutdown.ts';

const EXAMPLE_SCRIPT = fileURLToPath(new URL('../../examples/arena/script.js', import.meta.url));

export interface DevOptions {
  /** A file or a folder; undefined for an example. */
  script: string | undefined;
  host: string;
  port: number;
  udpPorts: number;
  apiPort: number;
  maxSessions: number;
  logLevel: LogLevel;
  logFormat: LogFormat;
}

/**
 * `playpen dev`: one relay host, one script, everybody let in. Returns once players can connect.
 * @throws {PlaypenError} when the script cannot run or a port cannot be had; nothing is left running then
 */
export async function runDev(options: DevOptions): Promise<void> {
  const log = createLog(options.logFormat, options.logLevel);
  const limits = resolveLimits({ sessionsPerHost: options.maxSessions });
  const path = options.script ?? EXAMPLE_SCRIPT;
  const [script, runtimeSource] = await Promise.all([loadScript(path, limits.bundleBytes), bundleRuntime()]);
  const host = new RelayHost({
    host: options.host,
    port: options.port,
    udpFirstPort: options.udpPorts,
    runtimeSource,
    limits,
    log,
  });
  // One's own script: its unhandled rejections are worth more than what hiding them protects from.
  const admission = new OpenAdmission(() => host.createSession({ script, profile: 'standard' }));
  const api = new HttpServer({
    host: options.host,
    port: options.apiPort,
    log,
    isHealthy: () => host.isHealthy,
  });
  const stop = async (): Promise<void> => {
    await host.stop();
    await api.close();
  };
  onShutdownSignal(async signal => {
    log.info(`${signal}: shutting down; once more to end at once`);
    await stop();
  });
  try {
    const { port } = await host.start(admission);
    await admission.openSession();
    const { port: apiPort } = await api.listen();
    announce(log, options, { script: path, port, apiPort });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function loadScript(path: string, maxBytes: number): Promise<SessionScript> {
  const bundle = await bundleScript(path, { maxBytes });
  const mapper = new StackMapper(bundle.sourceMap);
  return { hash: bundle.hash, code: bundle.code, mapStack: text => mapper.map(text) };
}

interface Running {
  script: string;
  port: number;
  apiPort: number;
}

function announce(log: Logger, options: DevOptions, { script, port, apiPort }: Running): void {
  const relativePath = relative(process.cwd(), script);
  const shown = relativePath.startsWith('..') ? script : relativePath || '.';
  const server = `ws://${options.host}:${port}`;
  if (options.logFormat === 'json') return log.info({ script: shown, port, apiPort }, 'ready');
  const lines = [
    '',
    `  Playpen runs ${shown}`,
    '',
    `  Players connect to   ${server}   (any path; UDP from port ${options.udpPorts})`,
    `  Health               http://${options.host}:${apiPort}/healthz`,
    '',
    ...nextSteps(options, port),
    '  Ctrl-C stops it.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
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
