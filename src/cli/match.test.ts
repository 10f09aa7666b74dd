import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { main } from './program.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/rule-sets');

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a command line prints, and its exit code. */
async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation(line => out.push(String(line)));
  vi.spyOn(process.stderr, 'write').mockImplementation(text => err.push(String(text)) > 0);
  const code = await main(argv);
  return { code, out: out.join('\n'), err: err.join('') };
}

test('match validate says where a rule set is wrong', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'playpen-match-'));
  const path = join(folder.path, 'rules.json');
  await writeFile(path, '{\n  "ruleLanguageVersion": "1.1",\n  "teams": []\n}');
  const { code, err } = await run('match', 'validate', path);
  expect(code).toBe(2);
  expect(err).toContain(`${path}:2:26: rule set: "ruleLanguageVersion" must be "1.0"`);
  expect(err).toContain(`${path}:3:12: rule set: at least one team is needed`);
  expect((await run('match', 'validate', join(EXAMPLES, 'duel.json'))).out).toMatch(/^duel: valid; 2 teams/);
});

test('match simulate prints how long made-up players waited and what their matches were like, and draws it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'playpen-match-'));
  const svg = join(folder.path, 'plot.svg');
  const args = ['--generate', '2', '--seconds', '30', '--attribute', 'rating=normal:1000,100', '--svg', svg];
  const { code, out } = await run('match', 'simulate', join(EXAMPLES, 'duel.json'), ...args);
  expect(code).toBe(0);
  expect(out).toMatch(/players +\d+, of whom \d+ were matched/);
  expect(out).toMatch(/seconds a ticket waited: median [\d.]+, p90 [\d.]+, p99 [\d.]+/);
  expect(out).toMatch(/rating: difference within a match/);
  expect(out).toContain('█');
  expect(await readFile(svg, 'utf8')).toMatch(/^<svg [^>]+>[\s\S]+<rect [\s\S]+<\/svg>\n$/);
});

test('match simulate reads recorded tickets, and says which entry is wrong', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'playpen-match-'));
  const path = join(folder.path, 'tickets.json');
  const entry = (PlayerId: string, AtSeconds: unknown) => ({
    AtSeconds,
    Players: [{ PlayerId, PlayerAttributes: { rating: { N: 1000 } }, LatencyInMs: { east: 20 } }],
  });
  await writeFile(path, JSON.stringify([entry('a', 0), entry('b', 3.5)]));
  const simulate = () => run('match', 'simulate', join(EXAMPLES, 'duel.json'), '--tickets', path);
  expect((await simulate()).out).toContain('players            2, of whom 2 were matched (100.0 %)');
  await writeFile(path, JSON.stringify([entry('a', 0), entry('b', 'soon')]));
  const { code, err } = await simulate();
  expect(code).toBe(2);
  expect(err).toContain(`${path}: entry 2: "AtSeconds" must be a number`);
});
