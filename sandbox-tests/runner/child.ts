import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BirpcReturn, createBirpc } from 'birpc';

/** A process of the runner's, whose functions are called as if they were here. */
export interface Child<Calls extends object, Events extends object> {
  /** Each call rejects when the process ends. */
  readonly calls: BirpcReturn<Calls, Events>;
  readonly pid: number;
  /** Resolves when the process has ended, with how. */
  readonly exited: Promise<string>;
  kill(): Promise<void>;
}

export function startChild<Calls extends object, Events extends object>(
  file: string,
  events: Events,
): Child<Calls, Events> {
  const child: ChildProcess = fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: ['--expose-gc'],
    serialization: 'advanced',
  });
  const exited = new Promise<string>(resolve => {
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const calls = createBirpc<Calls, Events>(events, {
    post: data => void child.send(data, () => {}),
    on: listener => void child.on('message', listener),
  });
  void exited.then(how => calls.$close(new Error(`${file} ended with ${how}`)));
  return {
    calls,
    pid: child.pid!,
    exited,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
