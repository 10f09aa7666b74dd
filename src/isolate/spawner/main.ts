/**
 * The spawner: a small process that starts others on the host's behalf, which hands it commands and is handed the ends
 * of what leads to them. It is the parent of all it starts, and ends them when its host is gone.
 */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { inheritableDescriptors } from '../sandbox/descriptors.ts';
import { LINK_DESCRIPTOR, type SpawnCommand, type SpawnerReply, type SpawnerRequest } from './messages.ts';

const WORDS_DESCRIPTOR = 2;

/** What its host was left with by its own parent is here as well. */
const leaks = inheritableDescriptors();
const children = new Map<number, { child: ChildProcess; onTaken: () => void }>();

process.on('message', (request: SpawnerRequest) => {
  if (request.kind === 'spawn') void start(request.id, request);
  else if (request.kind === 'kill') children.get(request.id)?.child.kill('SIGKILL');
  else children.get(request.id)?.onTaken();
});
// Its host alone holds the other end, and writes nothing. `disconnect` would not do: it is not told of while a socket that was
// handed over is not acknowledged, and a host that is gone acknowledges nothing.
process.stdin.resume().on('close', () => {
  for (const { child } of children.values()) child.kill('SIGKILL');
  process.exit();
});
// A service manager's stop may go to all processes of the service, but this one ends with its host.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

async function start(id: number, command: SpawnCommand): Promise<void> {
  try {
    const child = spawnChild(command);
    const taken = Promise.withResolvers<void>();
    // Before any turn of the event loop, so that nothing is missed.
    const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    children.set(id, { child, onTaken: taken.resolve });
    const [[code, signal]] = await Promise.all([
      ended,
      handOver(id, command, child, taken.promise),
      forwardWords(id, child),
    ]);
    await reply({ kind: 'ended', id, code, signal });
  } catch (error) {
    await reply({ kind: 'failed', id, message: String(error) });
  } finally {
    children.delete(id);
  }
}

/**
 * Until this process has closed the link, it may read what is for the host. So the host is told to speak only then, and what was
 * started is silent until it is spoken to.
 */
async function handOver(
  id: number,
  { report }: SpawnCommand,
  child: ChildProcess,
  taken: Promise<void>,
): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const said = report === undefined ? '' : await text(pipeAt(child, report)).catch(() => '');
  const link = pipeAt(child, LINK_DESCRIPTOR);
  await reply({ kind: 'link', id }, link);
  await taken;
  if (!link.closed) await once(link.destroy(), 'close');
  await reply({ kind: 'spawned', id, pid, report: said });
}

/** One piece at a time: where the host does not read, the child has to wait. */
async function forwardWords(id: number, child: ChildProcess): Promise<void> {
  const words = pipeAt(child, WORDS_DESCRIPTOR).setEncoding('utf8');
  try {
    for await (const piece of words) await reply({ kind: 'words', id, text: piece as string });
  } catch {
    // It could not be started, or has ended within a character.
  }
}

function spawnChild({ command, input, report }: SpawnCommand): ChildProcess {
  const pipes = [WORDS_DESCRIPTOR, LINK_DESCRIPTOR, input?.descriptor, report].filter(
    one => one !== undefined,
  );
  const nothing = openSync('/dev/null', 'r');
  const stdio = Array.from({ length: Math.max(...pipes, ...leaks) + 1 }, (_, descriptor) => {
    if (pipes.includes(descriptor)) return 'pipe';
    return leaks.includes(descriptor) ? nothing : 'ignore';
  }) satisfies StdioOptions;
  try {
    const [program, ...args] = command;
    // A session of its own has no terminal, to which something could be typed from inside.
    const child = spawn(program!, args, { env: {}, cwd: '/', detached: true, stdio });
    // A broken pipe means that it has ended, of which its `exit` tells.
    for (const descriptor of pipes) pipeAt(child, descriptor).on('error', () => {});
    if (input !== undefined) pipeAt(child, input.descriptor).end(input.bytes);
    return child;
  } finally {
    closeSync(nothing);
  }
}

/** Node's types know of five descriptors at most. */
function pipeAt({ stdio }: ChildProcess, descriptor: number): Socket {
  return (stdio as readonly unknown[])[descriptor] as Socket;
}

/** Resolves when it has left. Whether the host is there to hear it is not asked: without it this process ends. */
function reply(message: SpawnerReply, handle?: Socket): Promise<void> {
  return new Promise(resolve => {
    process.send!(message, handle, { keepOpen: true }, () => resolve());
  });
}
