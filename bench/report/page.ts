import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '../../src/package-files.ts';
import { barPlot } from './bar-plot.ts';
import { describeGoal, formatFigure, meetsGoal, type Report, type Row } from './report.ts';

const PAGE = fileURLToPath(new URL('docs/benchmarks.md', PACKAGE_ROOT));
const PLOTS = fileURLToPath(new URL('docs/benchmarks/', PACKAGE_ROOT));
const HEAD = `# Benchmarks

Written by \`npm run bench\`, each section by the command in it; not to be edited. Contenders take turns in one run, so that
what disturbs the machine disturbs each of them. Figures are medians over rounds, with the least and the most; ratios are
those of the contenders of the same round. CPU time is that of all processes of a server, as the operating system counts
it. The load comes from a process of its own on the same cores, and a section says so where that was the limit.
`;
const SECTION = /^## (\S+)$/m;

/** Puts what a bench has found in the place of what it found before; the other sections stay. */
export async function writeSection(name: string, about: string, report: Report): Promise<void> {
  const sections = await readSections();
  sections.set(name, await sectionOf(name, about, report));
  const ordered = [...sections].sort(([a], [b]) => a.localeCompare(b)).map(([, text]) => text);
  await writeFile(PAGE, [HEAD, ...ordered].join('\n'));
}

async function readSections(): Promise<Map<string, string>> {
  const page = await readFile(PAGE, 'utf8').catch(() => '');
  const parts = page.split(/^(?=## )/m).slice(1);
  return new Map(parts.map(part => [SECTION.exec(part)![1]!, `${part.trimEnd()}\n`]));
}

async function sectionOf(name: string, about: string, report: Report): Promise<string> {
  const plots: string[] = [];
  for (const [index, plot] of report.plots.entries()) {
    const file = `${name}-${index + 1}.svg`;
    await mkdir(PLOTS, { recursive: true });
    await writeFile(`${PLOTS}${file}`, barPlot(plot));
    plots.push(`![${plot.title}, ${plot.unit}](benchmarks/${file})`, '');
  }
  return [
    `## ${name}`,
    '',
    about,
    '',
    `\`npm run bench -- ${name}\`, ${machine()}, ${new Date().toISOString().slice(0, 10)}.`,
    '',
    ...plots,
    '| what | median | least | most | rounds | goal |',
    '|---|---:|---:|---:|---:|---|',
    ...report.rows.map(rowOf),
    '',
    ...report.notes.map(note => `* ${note}`),
    ...(report.notes.length > 0 ? [''] : []),
  ].join('\n');
}

function rowOf(row: Row): string {
  const { what, median, min, max, count, unit, goal } = row;
  const of = (value: number): string => `${formatFigure(value)}${unit === '' ? '' : ` ${unit}`}`;
  const judged =
    goal === undefined ? '' : `${describeGoal(goal)}: ${meetsGoal(row) === true ? 'met' : '**missed**'}`;
  return `| ${what} | ${of(median)} | ${of(min)} | ${of(max)} | ${count} | ${judged} |`;
}

/** Without names and paths. */
function machine(): string {
  const cores = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `${cores.length} cores (${cores[0]!.model.trim()}), ${gigabytes} GB, ${type()} ${release().split('-')[0]}, Node ${process.version}`;
}
