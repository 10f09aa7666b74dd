/** `npm run fuzz -- [target…]`: fuzzes for as long as one likes, and adds to the corpus what reached new code. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { readCorpus, smallestFirst, writeCorpus } from './corpus.ts';
import { type Finding, type FuzzReport, fuzz } from './engine/fuzz.ts';
import type { FuzzTarget } from './engine/target.ts';
import { HANG_MS, INSTRUMENTED, TARGETS, type TargetName, targetUrl } from './targets.ts';

const FINDINGS_FOLDER = join(import.meta.dirname, 'findings');

interface Flags {
  seconds: number;
  executions: number;
  seed: number;
}

const program = new Command('fuzz');
program
  .command('run', { isDefault: true })
  .description('makes inputs up, for some of the targets or for all; what reaches new code joins the corpus')
  .addArgument(new Argument('[targets...]').choices(TARGETS))
  .option('--seconds <number>', 'how long each target is fuzzed', number, 60)
  .option('--executions <number>', 'how many inputs are made up at most', number, Number.POSITIVE_INFINITY)
  .option('--seed <number>', 'the same seed and corpus make the same inputs up', number, 1)
  .action(async (targets: TargetName[], flags: Flags) => {
    for (const name of targets.length > 0 ? targets : TARGETS) await fuzzTarget(name, flags);
  });
program
  .command('reproduce')
  .description('runs a target on one saved input, without instrumentation')
  .addArgument(new Argument('<target>').choices(TARGETS))
  .argument('<file>', 'one input in hex')
  .action(reproduce);
await program.parseAsync();

function number(text: string): number {
  const value = Number(text);
  if (text === '' || !(value >= 0)) throw new InvalidArgumentError('It has to be a number, 0 or more.');
  return value;
}

async function fuzzTarget(name: TargetName, flags: Flags): Promise<void> {
  const job = { targetUrl: targetUrl(name), instrumented: INSTRUMENTED, hangMs: HANG_MS, ...flags };
  const corpus = await readCorpus(name);
  const startMs = performance.now();
  const report = await fuzz({
    ...job,
    corpus,
    onProgress: (stats, inputs) => {
      const perSecond = Math.round((stats.executions * 1000) / (performance.now() - startMs));
      process.stderr.write(`\r${name}: ${describe(stats, inputs)}, ${perSecond}/s `);
    },
  });
  // The shortest are met first; of the others, those that do nothing else are left out.
  const candidates = smallestFirst([...corpus, ...report.corpus]);
  const minimized = await fuzz({ ...job, corpus: candidates, executions: 0 });
  await writeCorpus(name, minimized.corpus);
  process.stderr.write('\r');
  console.log(`${name}: ${describe(report.stats, minimized.corpus.length)} (${corpus.length} before)`);
  for (const finding of report.findings) await save(name, finding);
}

function describe({ executions, reached, counters }: FuzzReport['stats'], inputs: number): string {
  return `${executions} executions, ${reached} of ${counters} counters reached, ${inputs} inputs in the corpus`;
}

async function save(name: TargetName, { kind, input, detail }: Finding): Promise<void> {
  process.exitCode = 1;
  const digest = createHash('sha256').update(input).digest('hex').slice(0, 8);
  const file = join(FINDINGS_FOLDER, `${name}-${kind}-${digest}.hex`);
  await mkdir(FINDINGS_FOLDER, { recursive: true });
  await writeFile(file, `${Buffer.from(input).toString('hex')}\n`);
  console.log(`${kind}: ${detail}\n  to see it again: npm run fuzz -- reproduce ${name} ${file}`);
}

async function reproduce(name: TargetName, file: string): Promise<void> {
  const { target } = (await import(targetUrl(name))) as { target: FuzzTarget };
  const text = await readFile(file, 'utf8');
  target.run(new Uint8Array(Buffer.from(text.trim(), 'hex')));
  console.log('nothing wrong');
}
