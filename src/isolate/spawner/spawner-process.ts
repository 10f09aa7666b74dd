import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { SOURCE_EXTENSION } from '../../package-files.ts';
import type { ProcessEnd, SpawnCommand, SpawnerReply, SpawnerRequest } from './messages.ts';

const MAIN_FILE = fileURLToPath(new URL(`./main.${SOURCE_EXTENSION}`, import.meta.url));

/** A process that the spawner has started. */
export interface SpawnedProcess {
  readonly pid: number;
  /** The host's end of its link; closed already when the process has ended before it could be handed over. */
  readonly link: Socket;
  /** Its standard error. What nobody reads is left out when there is too much of it. */
  readonly words: Readable;
  /** What it has written to its report descriptor. */
  readonly report: string;
  readonly hasEnded: boolean;
  /** Resolves when it has ended, and its link is closed: all that it had written was read. */
  readonly ended: Promise<ProcessEnd>;
  /** With SIGKILL. */
  kill(): void;
}

/** What was asked for, from then on until it has ended. */
interface Task {
  link: Socket | undefined;
  pid: number | undefined;
  readonly words: PassThrough;
  readonly spawned: PromiseWithResolvers<SpawnedProcess>;
  readonly end: PromiseWithResolvers<ProcessEnd>;
}

/** The spawner, as its host sees it; `main.ts` is what runs in it. */
export class SpawnerProcess {
  readonly #child: ChildProcess;
  readonly #ended = Promise.withResolvers<void>();
  readonly #tasks = new Map<number, Task>();
  #lastId = 0;
  #hasEnded = false;

  constructor() {
    this.#child = fork(MAIN_FILE, {
      ...{ env: {}, execArgv: [], cwd: '/', detached: true, serialization: 'advanced' },
      stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
    });
    // What the spawner knows by that its host is there. A broken pipe means that it has ended, of which `exit` tells.
    const lifeline = this.#child.stdin as Socket;
    lifeline.on('error', () => {}).unref();
    this.#child.on('message', (reply, handle) => this.#handle(reply as SpawnerReply, handle as Socket));
    this.#child.on('exit', () => this.#onEnd());
    this.#child.on('error', () => this.#child.pid === undefined && this.#onEnd());
    this.#holdHost();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async spawn(command: SpawnCommand, answerMs: number): Promise<SpawnedProcess> {
    const task: Task = {
      link: undefined,
      pid: undefined,
      words: new PassThrough(),
      spawned: Promise.withResolvers(),
      end: Promise.withResolvers(),
    };
    const id = ++this.#lastId;
    this.#tasks.set(id, task);
    this.#holdHost();
    this.#send({ kind: 'spawn', id, ...command });
    const timer = setTimeout(() => {
      // An answer that came while this process itself was busy is read first.
      setImmediate(() => task.pid === undefined && this.#child.kill('SIGKILL'));
    }, answerMs);
    return task.spawned.promise.finally(() => clearTimeout(timer));
  }

  async close(): Promise<void> {
    this.#child.ref();
    this.#child.kill('SIGKILL');
    await this.#ended.promise;
  }

  #send(request: SpawnerRequest): void {
    // When it has ended, so has all that a request could be about.
    if (this.#child.connected) this.#child.send(request, () => {});
  }

  #handle(reply: SpawnerReply, handle: Socket | undefined): void {
    const task = this.#tasks.get(reply.id);
    if (task === undefined) return;
    switch (reply.kind) {
      case 'link':
        task.link = handle;
        return this.#send({ kind: 'taken', id: reply.id });
      case 'spawned':
        task.pid = reply.pid;
        return task.spawned.resolve(this.#present(reply, task));
      case 'words':
        if (!task.words.writableNeedDrain) task.words.write(reply.text);
        return;
      case 'failed':
        this.#forget(reply.id);
        return task.spawned.reject(new Error(reply.message));
      case 'ended':
        this.#forget(reply.id);
        task.words.end();
        return task.end.resolve({ code: reply.code, signal: reply.signal });
    }
  }

  #forget(id: number): void {
    this.#tasks.delete(id);
    this.#holdHost();
  }

  /** Keeps the host's event loop going as long as it has something: as a child of the host's own would. */
  #holdHost(): void {
    const action = this.#tasks.size > 0 ? 'ref' : 'unref';
    this.#child[action]();
    this.#child.channel?.[action]();
  }

  #present({ id, pid, report }: SpawnerReply & { kind: 'spawned' }, task: Task): SpawnedProcess {
    const { link = new Socket().destroy(), words, end } = task;
    const closed = link.closed ? Promise.resolve() : once(link, 'close').catch(() => {});
    const tasks = this.#tasks;
    return {
      ...{ pid, link, report, words },
      get hasEnded() {
        return !tasks.has(id);
      },
      ended: Promise.all([end.promise, closed]).then(([how]) => how),
      kill: () => this.#send({ kind: 'kill', id }),
    };
  }

  /** None of those it has started can be waited for any more, and nobody else would end one that loops. */
  #onEnd(): void {
    this.#hasEnded = true;
    const tasks = [...this.#tasks.values()];
    this.#tasks.clear();
    for (const { pid, link, words, spawned, end } of tasks) {
      if (pid !== undefined) kill(pid);
      // One that nobody was told of waits for its first frame.
      else link?.destroy();
      words.end();
      spawned.reject(new Error('the spawner has ended'));
      end.resolve({ code: null, signal: 'SIGKILL' });
    }
    this.#ended.resolve();
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended with the spawner.
  }
}
