import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LaunchedWorker, WorkerLauncher } from '../worker-launch.ts';
import { NATIVE_CODE_FLAG } from './native-code.ts';
import type { ProbeOutcome } from './probe.ts';

const PROBE_FILE = fileURLToPath(new URL('./probe.ts', import.meta.url));

/** A process that was launched as a worker is, and runs what it is told. */
export class LaunchedProbe {
  #worker: LaunchedWorker;
  #answers: AsyncIterator<string>;
  #complaints = '';

  private constructor(worker: LaunchedWorker) {
    this.#worker = worker;
    this.#answers = createInterface({ input: worker.link })[Symbol.asyncIterator]();
    worker.words.on('data', chunk => {
      this.#complaints += chunk;
    });
  }

  static async launch(launcher: WorkerLauncher): Promise<LaunchedProbe> {
    return new LaunchedProbe(await launcher.launch({ entry: PROBE_FILE }));
  }

  /** One that can call native functions: it stands for a worker whose attacker has got past V8. */
  static async launchNative(launcher: WorkerLauncher): Promise<LaunchedProbe> {
    const moreFlags = [NATIVE_CODE_FLAG!, '--no-warnings'];
    return new LaunchedProbe(await launcher.launch({ entry: PROBE_FILE, moreFlags }));
  }

  get pid(): number {
    return this.#worker.workerPid()!;
  }

  /** @param program the body of an async function of `require`, `syscall` and `given` */
  async run(program: string, given: unknown = null): Promise<ProbeOutcome> {
    this.#worker.link.write(`${JSON.stringify({ program, given })}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`the probe has ended: ${this.#complaints}`);
    return JSON.parse(value) as ProbeOutcome;
  }

  async syscall(...args: (number | string)[]): Promise<number | string> {
    const outcome = await this.run('return syscall(...given);', args);
    if ('threw' in outcome) throw new Error(outcome.threw.message);
    return outcome.returned as number | string;
  }

  stepBack(): void {
    this.#worker.stepBack();
  }

  async stop(): Promise<void> {
    this.#worker.kill();
    await this.#worker.ended;
  }
}
