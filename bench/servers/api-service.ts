import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type {
  CreateFleetOutput,
  CreateScriptOutput,
  DescribeFleetAttributesOutput,
} from '@aws-sdk/client-gamelift';
import { zip } from '../../src/scripts/test/zip.ts';

/** Where what is stored is, for callers. */
export interface Stored {
  apiPort: number;
  fleetId: string;
  gameSessionIds: string[];
}

const CONNECTIONS = 32;
const POLL_MS = 5;

/** The service API in a process of its own, over a folder that goes with it, and a client that costs little: no SDK, no signature. */
export class ApiService {
  readonly stored: Stored;
  readonly #server: ChildProcess;
  readonly #directory: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  /** @param storedSessions so many ACTIVE game sessions are there as records alone */
  static async start(storedSessions: number): Promise<ApiService> {
    const directory = await mkdtemp(join(tmpdir(), 'playpen-bench-'));
    const file = fileURLToPath(new URL('./api-server.ts', import.meta.url));
    const server = fork(file, [directory, String(storedSessions)]);
    const [stored] = (await once(server, 'message')) as [Stored];
    return new ApiService(server, directory, stored);
  }

  private constructor(server: ChildProcess, directory: string, stored: Stored) {
    this.#server = server;
    this.#directory = directory;
    this.stored = stored;
  }

  /** Rejects with what the service said where it refused. */
  call<T>(operation: string, input: object): Promise<T> {
    const body = JSON.stringify(input);
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `GameLift.${operation}`,
      'content-length': Buffer.byteLength(body),
    };
    const { apiPort: port } = this.stored;
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, method: 'POST', path: '/', agent: this.#agent };
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

  /** Fleets of one new script, each with so many slots, that are ACTIVE. @returns their ids */
  async createFleets(count: number, slots: number, script: string): Promise<string[]> {
    const ZipFile = zip([['server.js', script]]).toString('base64');
    const { Script } = await this.call<CreateScriptOutput>('CreateScript', { Name: 'bench', ZipFile });
    const fleetIds: string[] = [];
    for (let i = 0; i < count; i++) {
      const { FleetAttributes } = await this.call<CreateFleetOutput>('CreateFleet', {
        Name: 'bench',
        ScriptId: Script!.ScriptId,
        EC2InstanceType: 'c5.large',
        RuntimeConfiguration: {
          ServerProcesses: [{ LaunchPath: 'server.js', ConcurrentExecutions: slots }],
        },
      });
      fleetIds.push(FleetAttributes!.FleetId!);
    }
    await this.#untilActive(fleetIds);
    return fleetIds;
  }

  /** CPU time of the server's process so far. */
  async cpuMs(): Promise<number> {
    const answer = once(this.#server, 'message') as Promise<[{ cpuMs: number }]>;
    this.#server.send('cpu');
    return (await answer)[0].cpuMs;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#server, 'exit');
    this.#server.send('stop');
    await exited;
    this.#agent.destroy();
    await rm(this.#directory, { recursive: true });
  }

  async #untilActive(FleetIds: string[]): Promise<void> {
    for (;;) {
      const input = { FleetIds };
      const answer = await this.call<DescribeFleetAttributesOutput>('DescribeFleetAttributes', input);
      if (answer.FleetAttributes!.every(fleet => fleet.Status === 'ACTIVE')) return;
      await setTimeout(POLL_MS);
    }
  }
}
