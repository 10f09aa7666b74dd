import { pino } from 'pino';
import type { Trust } from '../../../isolate/trust.ts';
import { type Limits, resolveLimits } from '../../../limits/limits.ts';
import { LocalBundler } from '../../../scripts/local-bundler.ts';
import type { ScriptBundle } from '../../../scripts/script-bundle.ts';
import { zip } from '../../../scripts/test/zip.ts';
import type { SessionScript } from '../../../session/script-options.ts';
import type { FleetRecord } from '../../../store/records.ts';
import { SqliteStore } from '../../../store/sqlite/sqlite-store.ts';
import { FleetEvents } from '../fleet-events.ts';
import { FleetLifecycle } from '../fleet-lifecycle.ts';
import { FleetSelection } from '../fleet-selection.ts';
import { Arns } from '../identifiers.ts';
import type { Input, OperationName, Operations, Output } from '../operation.ts';
import { fleetSettingsOperations } from '../operations/fleet-settings.ts';
import { fleetOperations } from '../operations/fleets.ts';
import { scriptOperations } from '../operations/scripts.ts';
import { ScriptLibrary } from '../script-library.ts';

export const REGION = 'eu-west-1';
export const HONEST = 'exports.ssExports = { init() {} };\n';
export const MACHINE_PORTS = { FromPort: 3000, ToPort: 3000, IpRange: '0.0.0.0/0', Protocol: 'TCP' } as const;

/** A bundler that counts what it is asked for. */
class CountingBundler extends LocalBundler {
  readonly entries: (string | undefined)[] = [];

  override bundle(...parameters: Parameters<LocalBundler['bundle']>): Promise<ScriptBundle> {
    this.entries.push(parameters[2]);
    return super.bundle(...parameters);
  }
}

/** Scripts and fleets over a store: everything but what runs game sessions. Uses time that stands still. */
export class FleetBench {
  readonly store: SqliteStore;
  readonly limits: Limits;
  readonly bundler: CountingBundler;
  readonly library: ScriptLibrary;
  readonly lifecycle: FleetLifecycle;
  readonly operations: Operations;
  /** What scripts are checked with. */
  check: (script: SessionScript, trust: Trust) => Promise<void> = async () => {};
  /** What ends the game sessions of a fleet. */
  endAll: (fleet: FleetRecord) => Promise<void> = async () => {};
  nowMs = 1_000_000;

  /** @param store a store that is open: that of a service which was killed */
  static async open(limits: Partial<Limits> = {}, store?: SqliteStore): Promise<FleetBench> {
    const opened = store ?? new SqliteStore({ file: ':memory:' });
    if (store === undefined) await opened.open();
    return new FleetBench(opened, resolveLimits(limits));
  }

  private constructor(store: SqliteStore, limits: Limits) {
    this.store = store;
    this.limits = limits;
    const now = () => this.nowMs;
    const arns = new Arns({ region: REGION, accountId: '000000000000' });
    const fleets = new FleetSelection({ store });
    this.bundler = new CountingBundler(limits);
    this.library = new ScriptLibrary({
      ...{ store, limits, bundler: this.bundler },
      check: (script, trust) => this.check(script, trust),
    });
    const events = new FleetEvents({ store, limits, now });
    this.lifecycle = new FleetLifecycle({
      ...{ store, limits, events, arns, now, library: this.library },
      engine: { endAll: fleet => this.endAll(fleet) },
      log: pino({ level: 'silent' }),
    });
    const { library, lifecycle } = this;
    this.operations = {
      ...scriptOperations({ store, arns, fleets, library, limits, now }),
      ...fleetOperations({ store, arns, fleets, lifecycle, events, limits, now, trust: 'tenant' }),
      ...fleetSettingsOperations({
        store,
        arns,
        fleets,
        library,
        limits,
        machinePorts: () => [MACHINE_PORTS],
      }),
    };
  }

  async call<N extends OperationName>(name: N, input: Input<N>, tenantId = 'a'): Promise<Output<N>> {
    const handler = this.operations[name] as (input: Input<N>, caller: object) => Promise<Output<N>>;
    return handler(input, { tenantId, requestId: 'r' });
  }

  /** @returns its id */
  async script(
    files: Readonly<Record<string, string>> = { 'server.js': HONEST },
    tenantId = 'a',
  ): Promise<string> {
    const { Script } = await this.call('CreateScript', { ZipFile: zipOf(files) }, tenantId);
    return Script!.ScriptId!;
  }

  /** A new fleet, as it was answered. */
  async create(
    scriptId: string,
    rest: Partial<Input<'CreateFleet'>> = {},
    tenantId = 'a',
  ): Promise<Output<'CreateFleet'>> {
    const RuntimeConfiguration = processes('server.js');
    const input = { Name: 'fleet', ScriptId: scriptId, RuntimeConfiguration, ...rest };
    return this.call('CreateFleet', input, tenantId);
  }

  /** A new fleet that has become what it becomes. */
  async fleet(scriptId: string, rest?: Partial<Input<'CreateFleet'>>, tenantId = 'a'): Promise<FleetRecord> {
    const { FleetAttributes } = await this.create(scriptId, rest, tenantId);
    await this.lifecycle.settled();
    return this.record(FleetAttributes!.FleetId!, tenantId);
  }

  async record(fleetId: string, tenantId = 'a'): Promise<FleetRecord> {
    return (await this.store.get('fleet', tenantId, fleetId))!;
  }

  /** Oldest first. */
  async events(fleetId: string): Promise<{ code: string; message: string }[]> {
    const { Events } = await this.call('DescribeFleetEvents', { FleetId: fleetId });
    return Events!.map(({ EventCode, Message }) => ({ code: EventCode!, message: Message! })).reverse();
  }

  async codes(fleetId: string): Promise<string[]> {
    return (await this.events(fleetId)).map(({ code }) => code);
  }
}

export function zipOf(files: Readonly<Record<string, string>>): Uint8Array {
  return zip(Object.entries(files));
}

export function processes(
  ...launchPaths: string[]
): NonNullable<Input<'CreateFleet'>['RuntimeConfiguration']> {
  return { ServerProcesses: launchPaths.map(LaunchPath => ({ LaunchPath, ConcurrentExecutions: 1 })) };
}
