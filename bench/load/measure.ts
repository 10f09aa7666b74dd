import type { Goal, Report } from '../report/report.ts';
import { type ServerPlan, ServerProcess } from '../servers/server-process.ts';
import { LoadGenerator } from './load-generator.ts';
import type { LoadPlan, LoadResult, LoadWindow } from './load-plan.ts';

/** A server and how its players talk to it. */
export interface Contender {
  name: string;
  /** Of its main module, relative to `bench/`. */
  file: string;
  style: LoadPlan['style'];
  /** What differs from the limits a bench has. */
  limits?: ServerPlan['limits'];
}

export interface Scene extends ServerPlan {
  to: LoadPlan['to'];
  payloadBytes: number;
}

export interface Measured extends LoadResult {
  /** Server CPU time for each message that was read at a receiver, all processes, microseconds. */
  cpuUsPerDelivery: number;
  perSecond: number;
}

/** A server with its players, ready to be loaded. */
export class LoadedServer {
  readonly #server: ServerProcess;
  readonly #generator: LoadGenerator;

  static async start({ file, style, limits = {} }: Contender, scene: Scene): Promise<LoadedServer> {
    const { to, payloadBytes, ...plan } = scene;
    const server = await ServerProcess.start(file, { ...plan, limits });
    try {
      const { sessions, playersPerSession } = plan;
      const load = { style, ports: server.ports, sessions, playersPerSession, to, payloadBytes };
      return new LoadedServer(server, await LoadGenerator.connect(load));
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private constructor(server: ServerProcess, generator: LoadGenerator) {
    this.#server = server;
    this.#generator = generator;
  }

  /** Memory of all its processes, each page counted once, bytes. */
  memoryBytes(): number {
    return this.#server.memoryBytes();
  }

  async run(window: LoadWindow): Promise<Measured> {
    let beforeMs = 0;
    const result = await this.#generator.run(window, () => {
      beforeMs = this.#server.cpuMs();
    });
    const cpuUsPerDelivery = ((this.#server.cpuMs() - beforeMs) * 1_000) / result.received;
    return { ...result, cpuUsPerDelivery, perSecond: (result.received / window.measuredMs) * 1_000 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#generator.stop();
    await this.#server.stop();
  }
}

/**
 * Rounds of all contenders in turn: what disturbs the machine for a while disturbs each of them. Each is started once with
 * its players, and loaded for `warmUpMs` before the first round; while another one has its turn its players are silent.
 * @returns by contender, then by window, then by round
 */
export async function alternate(
  contenders: readonly Contender[],
  scene: Scene,
  { windows, warmUpMs, rounds }: { windows: readonly LoadWindow[]; warmUpMs: number; rounds: number },
): Promise<Map<string, Measured[][]>> {
  const results = new Map<string, Measured[][]>(contenders.map(({ name }) => [name, windows.map(() => [])]));
  await using stack = new AsyncDisposableStack();
  const servers: [string, LoadedServer][] = [];
  for (const contender of contenders) {
    const server = stack.use(await LoadedServer.start(contender, scene));
    await server.run({ ...windows[0]!, warmUpMs });
    servers.push([contender.name, server]);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, server] of servers) {
      for (const [index, window] of windows.entries()) {
        results.get(name)![index]!.push(await server.run(window));
      }
    }
  }
  return results;
}

/** A row for each figure of a contender. @param unit what one delivery is called */
export function reportMeasured(
  report: Report,
  name: string,
  rounds: readonly Measured[],
  unit: string,
): void {
  const row = (what: string, value: (one: Measured) => number, of: string): void =>
    report.row(`${name}: ${what}`, rounds.map(value), of);
  row(`server CPU per ${unit}`, one => one.cpuUsPerDelivery, 'µs');
  row('latency, p50', one => one.p50Ms, 'ms');
  row('latency, p99', one => one.p99Ms, 'ms');
  row('received', one => one.perSecond, '/s');
  const limited = rounds.filter(one => one.isGeneratorLimit).length;
  if (limited > 0) {
    report.note(`${name}: in ${limited} of ${rounds.length} rounds the load generator was the limit.`);
  }
}

/** A row with what a figure of one contender is to that of another in the same round. */
export function reportRatio(
  report: Report,
  what: string,
  [of, to]: readonly [readonly Measured[], readonly Measured[]],
  value: (one: Measured) => number,
  goal?: Goal,
): void {
  const ratios = of.map((one, round) => value(one) / value(to[round]!));
  report.row(what, ratios, '×', goal);
}
