/** `npm run fuzz -- [target…]`: fuzzes for as long as one likes, and adds to the corpus what reached new code. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Command } from 'commander';
import { readCorpus, smallestFirst, writeCorpus } from './corpus.ts';
import { type Finding, type FuzzReport, fuzz } from './engine/fuzz.ts';
import type { FuzzTarget } from './engine/target.ts';
import { HANG_MS, INSTRUMENTED, targetNames, targetUrl } from './targets.ts';

const FINDINGS_FOLDER = join(import.meta.dirname, 'findings');

interface Flags {
  seconds: string;
  executions: string;
  seed: string;
}

const program = new Command('fuzz')
  .argument('[targets...]', `some of: ${targetNames().join(', ')}; all if left out`)
  .option('--seconds <number>', 'how long each target is fuzzed', '60')
  .option('--executions <number>', 'how many inputs are made up at most', 'Infinity')
  .option('--seed <number>', 'the same seed and corpus make up the same inputs', '1')
  .action(async (targets: string[], flags: Flags) => {
    for (const name of targets.length > 0 ? targets : targetNames()) await fuzzTarget(name, flags);
  });
program
  .command('reproduce <target> <file>')
  .description('runs the target on one saved input, without instrumentation')
  .action(reproduce);
await program.parseAsync();

async function fuzzTarget(name: string, flags: Flags): Promise<void> {
  const job = {
    targetUrl: targetUrl(name),
    seed: Number(flags.seed),
    executions: Number(flags.executions),
    seconds: Number(flags.seconds),
    instrumented: INSTRUMENTED,
    hangMs: HANG_MS,
  };
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
  // Of inputs that do the same, the shortest are met first, and the others add nothing to them.
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

async function save(name: string, { kind, input, detail }: Finding): Promise<void> {
  process.exitCode = 1;
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(input))).toString(
    'hex',
    0,
    4,
  );
  const file = join(FINDINGS_FOLDER, `${name}-${kind}-${digest}.hex`);
  await mkdir(FINDINGS_FOLDER, { recursive: true });
  await writeFile(file, `${Buffer.from(input).toString('hex')}\n`);
  console.log(`${kind}: ${detail}\n  to see it again: npm run fuzz -- reproduce ${name} ${file}`);
}

async function reproduce(name: string, file: string): Promise<void> {
  const { target } = (await import(targetUrl(name))) as { target: FuzzTarget };
  target.run(new Uint8Array(Buffer.from((await readFile(file, 'utf8')).trim(), 'hex')));
  console.log(`${basename(file, extname(file))}: nothing wrong`);
}
