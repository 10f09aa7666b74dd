/**
 * What somebody does who has just found Playpen: a clean clone, the README's commands, its script, an edit of it, and two
 * players who talk. Prints how long each step took. Needs git, and the registry that npm is set up with.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ANY_PORTS = ['--port', '0', '--udp-ports', '0', '--api-port', '0'];
const ANSWER = 'to you too';
const EDITED_ANSWER = 'to you as well';
const STEP_TIMEOUT_MS = 180_000;

/** Two players in one game session: one writes to the other. */
const TALK = `import { connect } from './src/client/index.ts';

const anna = await connect({ endpoint: '127.0.0.1', port: 1900 });
const bert = await connect({ endpoint: '127.0.0.1', port: 1900 });
bert.on('message', ({ sender, payload }) => {
  console.log(\`player \${sender} says \${new TextDecoder().decode(payload)}\`);
  void anna.close();
  void bert.close();
});
anna.sendToPlayer(bert.peerId, 1, 'hi Bert');
`;

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'playpen-clone-'));
const clone = join(folder, 'playpen');
let server: ChildProcess | undefined;

async function walk(): Promise<void> {
  const startedMs = performance.now();
  try {
    await step('clone', () => run('git', ['clone', '--quiet', ROOT, clone]));
    const readme = await readFile(join(clone, 'README.md'), 'utf8');
    const script = blockOf(readme, 'js');
    await writeFile(join(clone, 'hello.js'), script);

    await step('npm ci', () => run('npm', ['ci'], { cwd: clone }));
    const [lines, port] = await step('npm start: the server runs', startServer);
    await writeProgram('say-hello.ts', blockOf(readme, 'ts'), port);
    await writeProgram('talk.ts', TALK, port);

    await step('a player is answered', () => expectOutput('say-hello.ts', ANSWER));
    await step('an edit is live', async () => {
      const published = lines.until(({ msg }) => /version .* current/.test(msg));
      await writeFile(join(clone, 'hello.js'), script.replace(ANSWER, EDITED_ANSWER));
      await published;
      await expectOutput('say-hello.ts', EDITED_ANSWER);
    });
    await step('two players talk', () => expectOutput('talk.ts', 'says hi Bert'));
    console.log(`${'together'.padEnd(32)}${seconds(performance.now() - startedMs)}`);
  } finally {
    await stopServer();
    await rm(folder, { recursive: true, force: true });
  }
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const beganMs = performance.now();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${name}: took too long`)), STEP_TIMEOUT_MS);
  try {
    const result = await Promise.race([work(), late.promise]);
    console.log(`${name.padEnd(32)}${seconds(performance.now() - beganMs)}`);
    return result;
  } finally {
    clearTimeout(timer);
  }
}

interface LogLine {
  msg: string;
  port?: number;
}

/** The lines of the server's log, as they come. */
class LogLines {
  readonly #waiting = new Set<(line: LogLine) => void>();

  constructor(output: NodeJS.ReadableStream) {
    createInterface({ input: output }).on('line', text => {
      // npm writes lines of its own.
      if (text.startsWith('{')) for (const take of this.#waiting) take(JSON.parse(text) as LogLine);
    });
  }

  until(matches: (line: LogLine) => boolean): Promise<LogLine> {
    return new Promise(resolve => {
      const take = (line: LogLine): void => {
        if (!matches(line)) return;
        this.#waiting.delete(take);
        resolve(line);
      };
      this.#waiting.add(take);
    });
  }
}

async function startServer(): Promise<[LogLines, number]> {
  // A group of its own, so that what npm starts can be ended with it.
  const child = spawn('npm', ['start', '--', '--json', ...ANY_PORTS, 'hello.js'], {
    cwd: clone,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  server = child;
  const lines = new LogLines(child.stdout);
  const { port } = await lines.until(({ msg }) => msg === 'ready');
  return [lines, port!];
}

async function stopServer(): Promise<void> {
  if (server?.pid === undefined || server.exitCode !== null) return;
  const gone = new Promise(resolve => server!.once('exit', resolve));
  process.kill(-server.pid, 'SIGTERM');
  await gone;
}

async function writeProgram(name: string, source: string, port: number): Promise<void> {
  await writeFile(join(clone, name), source.replaceAll('port: 1900', `port: ${port}`));
}

async function expectOutput(program: string, wanted: string): Promise<void> {
  const { stdout } = await run('npx', ['node', program], { cwd: clone });
  if (!stdout.includes(wanted)) throw new Error(`${program} printed "${stdout.trim()}", not "${wanted}"`);
}

/** The README's only block in this language. */
function blockOf(readme: string, language: string): string {
  const block = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(readme)?.[1];
  if (block === undefined) throw new Error(`the README has no ${language} block`);
  return block;
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

await walk();
