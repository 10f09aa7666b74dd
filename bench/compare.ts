import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '../src/package-files.ts';
import { alternate, type Contender, reportRatio, type Scene } from './load/measure.ts';
import { PLAYPEN, RELAY_SCENE } from './relay.ts';
import type { Report } from './report/report.ts';
import { SCRIPT_SCENE } from './script.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const HERE = fileURLToPath(PACKAGE_ROOT);
const SCENES: Record<string, [scene: Scene, messagesPerSecondPerPlayer: number, warmUpMs: number]> = {
  relay: [RELAY_SCENE, 10, 1_500],
  script: [SCRIPT_SCENE, 30, 12_000],
};

/**
 * `compare BASE`: the server as it is in the folder and as it was in another commit take turns under the same load, which
 * this folder makes. BASE is what git understands, and has to have `bench/servers/playpen.ts`.
 */
export async function compareWith([base, ...others]: readonly string[], report: Report): Promise<void> {
  if (base === undefined || others.length > 0) {
    console.error('npm run bench -- compare BASE, where BASE is a commit, a tag or a branch');
    process.exit(2);
  }
  const folder = await mkdtemp(join(tmpdir(), 'playpen-base-'));
  const tree = join(folder, 'tree');
  git('worktree', 'add', '--detach', tree, base);
  try {
    await bringPackages(tree);
    const before: Contender = { ...PLAYPEN, name: base, file: join(tree, 'bench/servers/playpen.ts') };
    const now: Contender = { ...PLAYPEN, name: 'here' };
    for (const [name, [scene, messagesPerSecondPerPlayer, warmUpMs]] of Object.entries(SCENES)) {
      const window = { messagesPerSecondPerPlayer, warmUpMs: 500, measuredMs: 3_000 };
      const results = await alternate([before, now], scene, { windows: [window], warmUpMs, rounds: ROUNDS });
      const pair = [results.get('here')![0]!, results.get(base)![0]!] as const;
      reportRatio(report, `${name}: server CPU per message, to ${base}`, pair, one => one.cpuUsPerDelivery);
      reportRatio(report, `${name}: latency p50, to ${base}`, pair, one => one.p50Ms);
      reportRatio(report, `${name}: latency p99, to ${base}`, pair, one => one.p99Ms);
    }
  } finally {
    git('worktree', 'remove', '--force', tree);
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same packages where the lockfile is the same, otherwise its own. */
async function bringPackages(tree: string): Promise<void> {
  const [own, other] = await Promise.all(
    [HERE, tree].map(folder => readFile(join(folder, 'package-lock.json'), 'utf8')),
  );
  if (own === other) await symlink(join(HERE, 'node_modules'), join(tree, 'node_modules'));
  else execFileSync('npm', ['ci', '--silent'], { cwd: tree, stdio: 'inherit' });
}

function git(...args: string[]): void {
  execFileSync('git', args, { cwd: HERE, stdio: ['ignore', 'ignore', 'inherit'] });
}
