/**
 * Stands in a worker's place: the same modules are loaded and the same is given up. Then it runs what its host sends it,
 * with all that Node has: a line of JSON is a program and its parameters, a line of JSON is what came of it.
 */
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { confine } from '../worker/confine.ts';
import '../worker/session-isolate.ts';
import { syscall } from './native-code.ts';

const AsyncFunction = (async () => {}).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<unknown>;

/** The outcome of one program. */
export type ProbeOutcome = { returned: unknown } | { threw: { code: string | undefined; message: string } };

async function run(line: string): Promise<ProbeOutcome> {
  const { program, given } = JSON.parse(line) as { program: string; given: unknown };
  try {
    const body = new AsyncFunction('require', 'syscall', 'given', program);
    const thrownLater = new Promise<never>((_, reject) => {
      process.removeAllListeners('uncaughtException').once('uncaughtException', reject);
    });
    const outcome = body(createRequire(import.meta.url), syscall, given);
    return { returned: (await Promise.race([outcome, thrownLater])) ?? null };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { threw: { code, message } };
  }
}

confine(process.argv[2]);
const link = new Socket({ fd: 3, readable: true, writable: true });
link.on('close', () => process.exit(0));
createInterface({ input: link }).on('line', async line => {
  link.write(`${JSON.stringify(await run(line))}\n`);
});
