import { printRow } from '../report.ts';
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
}

/** Starts the server anew with its players, so that rounds do not lean on each other, and loads it once for each window. */
export async function loadOnce(
  { file, style, limits = {} }: Contender,
  { to, payloadBytes, ...plan }: Scene,
  windows: readonly LoadWindow[],
): Promise<Measured[]> {
  const server = await ServerProcess.start(file, { ...plan, limits });
  try {
    const { sessions, playersPerSession } = plan;
    const load = { style, ports: server.ports, sessions, playersPerSession, to, payloadBytes };
    const generator = await LoadGenerator.connect(load);
    const measured: Measured[] = [];
    for (const window of windows) {
      let beforeMs = 0;
      const result = await generator.run(window, () => {
        beforeMs = server.cpuMs();
      });
      const cpuUsPerDelivery = ((server.cpuMs() - beforeMs) * 1_000) / result.received;
      measured.push({ ...result, cpuUsPerDelivery });
    }
    await generator.stop();
    return measured;
  } finally {
    await server.stop();
  }
}

/** Rounds of all contenders in turn: what disturbs the machine for a while disturbs each of them. */
export async function alternate(
  contenders: readonly Contender[],
  scene: Scene,
  window: LoadWindow,
  rounds: number,
): Promise<Map<string, Measured[]>> {
  const results = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      results.get(contender.name)!.push(...(await loadOnce(contender, scene, [window])));
    }
  }
  return results;
}

/** Prints a row for each figure of each contender. @param unit what one delivery is called */
export function printMeasured(
  results: ReadonlyMap<string, readonly Measured[]>,
  { measuredMs }: LoadWindow,
  unit: string,
): void {
  for (const [name, rounds] of results) {
    const print = (what: string, value: (one: Measured) => number, of: string) =>
      printRow(`${name}: ${what}`, rounds.map(value), of);
    print(`server CPU per ${unit}`, one => one.cpuUsPerDelivery, 'us');
    print('p50', one => one.p50Ms, 'ms');
    print('p99', one => one.p99Ms, 'ms');
    print('received per second', one => (one.received / measuredMs) * 1_000, '/s');
    print("load generator's share of a core", one => one.generatorShare, '');
    const limited = rounds.filter(one => one.isGeneratorLimit).length;
    if (limited > 0)
      console.log(`  in ${limited} of ${rounds.length} rounds the load generator was the limit`);
  }
}
