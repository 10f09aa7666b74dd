import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { GeneratorReply, GeneratorRequest, LoadPlan, LoadResult, LoadWindow } from './load-plan.ts';

/** Players in a process of their own. */
export class LoadGenerator {
  readonly #child: ChildProcess;

  static async connect(plan: LoadPlan): Promise<LoadGenerator> {
    const self = new LoadGenerator();
    self.#ask({ kind: 'connect', plan });
    await self.#answer('connected');
    return self;
  }

  private constructor() {
    this.#child = fork(fileURLToPath(new URL('./generator.ts', import.meta.url)));
  }

  /** @param onBegun called when the measured time begins */
  async run(window: LoadWindow, onBegun: () => void): Promise<LoadResult> {
    this.#ask({ kind: 'run', window });
    await this.#answer('begun');
    onBegun();
    return (await this.#answer('done')).result;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#ask({ kind: 'stop' });
    await exited;
  }

  #ask(request: GeneratorRequest): void {
    this.#child.send(request);
  }

  async #answer<K extends GeneratorReply['kind']>(kind: K): Promise<Extract<GeneratorReply, { kind: K }>> {
    const [reply] = (await once(this.#child, 'message')) as [GeneratorReply];
    if (reply.kind === 'failed') throw new Error(`the load generator failed: ${reply.message}`);
    if (reply.kind !== kind) throw new Error(`the load generator said ${reply.kind}, not ${kind}`);
    return reply as Extract<GeneratorReply, { kind: K }>;
  }
}
