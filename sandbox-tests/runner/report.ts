import { actPath } from './act.ts';
import { GOALS, HEAP_SLACK_BYTES } from './goals.ts';
import type { LoopLag } from './loop-watch.ts';
import { type ActOutcome, latenesses, REACHES } from './outcome.ts';
import type { RunOutcome } from './runs.ts';

/** Acts that are named where a figure is largest. */
const NAMED = 15;

interface Goal {
  what: string;
  wanted: string;
  got: string;
  isMet: boolean;
}

/** Prints what became of each family, who was reached by name, and the figures beside their goals. */
export function printReport(run: RunOutcome, tookMs: number): void {
  const { outcomes, quietLag, lag, isTimed } = run;
  printFamilies(outcomes);
  printNames('Not contained as promised', outcomes, outcome => outcome.broken.join('; '));
  printNames('Reached another session in the same worker', outcomes, ({ reach, calls }) => {
    if (reach !== 'worker') return '';
    return calls
      .filter(call => call.reach === 'worker')
      .map(({ call, code }) => `${call} ${code}`.trim())
      .join('; ');
  });
  if (isTimed) printNames('Late', outcomes, outcome => latenesses(outcome).join('; '));
  printNames(
    'Held the relay host longest (CPU time until its loop went on)',
    mostBy(outcomes, holdMs),
    outcome => (holdMs(outcome) > GOALS.lagP99Ms ? ms(holdMs(outcome)) : ''),
  );
  printNames(
    'Took most memory of a worker',
    mostBy(outcomes, ({ workerPeakBytes }) => workerPeakBytes),
    outcome => `${mib(outcome.workerPeakBytes)} MiB`,
  );
  console.log(`\nLag of the relay host: ${lagText(lag)}; with nothing to do: ${lagText(quietLag)}`);
  console.log('\nGoals');
  for (const { what, wanted, got, isMet } of goals(run))
    console.log(`${isMet ? '  met   ' : '  MISSED'} ${what.padEnd(60)} ${wanted.padEnd(10)} ${got}`);
  console.log(`\n${outcomes.length} acts in ${(tookMs / 1000).toFixed(0)} s`);
}

export function missedGoals(run: RunOutcome): Goal[] {
  return goals(run).filter(({ isMet }) => !isMet);
}

function goals(run: RunOutcome): Goal[] {
  return run.isTimed ? [...goalsOfReach(run), ...goalsOfTime(run)] : goalsOfReach(run);
}

function goalsOfReach({ outcomes, heapGrowthBytes }: RunOutcome): Goal[] {
  const escaped = outcomes.filter(({ reach }) => reach === 'host').length;
  const broken = outcomes.filter(({ broken }) => broken.length > 0).length;
  const strict = outcomes.filter(({ act }) => act.profile === 'strict');
  const reached = strict.filter(({ reach }) => reach === 'worker').length;
  const share = reached / Math.max(1, strict.length);
  return [
    goal('acts that reach another worker or the relay host', '0', `${escaped}`, escaped === 0),
    goal('acts that break a promise of any kind', '0', `${broken}`, broken === 0),
    goal(
      'strict acts that reach another session in their worker',
      '≤ 1 %',
      `${reached} of ${strict.length} (${(share * 100).toFixed(2)} %)`,
      share <= GOALS.reachedWorker,
    ),
    goal(
      'memory of the relay host kept',
      '≤ 16 MiB',
      `${mib(heapGrowthBytes)} MiB`,
      heapGrowthBytes <= HEAP_SLACK_BYTES,
    ),
  ];
}

function goalsOfTime({ outcomes }: RunOutcome): Goal[] {
  const late = outcomes.filter(({ otherWorkerMs }) => otherWorkerMs > GOALS.otherWorkerMs).length;
  const lagging = outcomes.filter(({ lag }) => lag.p99 > GOALS.lagP99Ms).length;
  const told = outcomes
    .flatMap(({ calls }) => calls.flatMap(({ toldMs }) => toldMs ?? []))
    .sort((a, b) => a - b);
  const median = told[Math.floor(told.length / 2)] ?? 0;
  const max = told.at(-1) ?? 0;
  return [
    goal('acts with a message of another worker over 250 ms', '0', `${late}`, late === 0),
    goal('acts with a lag of the relay host above 20 ms (p99)', '0', `${lagging}`, lagging === 0),
    goal(
      `from deadline to players told, median of ${told.length}`,
      '≤ 300 ms',
      ms(median),
      median <= GOALS.toldMedianMs,
    ),
    goal('the same, max', '≤ 1 s', ms(max), max <= GOALS.toldMaxMs),
  ];
}

function goal(what: string, wanted: string, got: string, isMet: boolean): Goal {
  return { what, wanted, got, isMet };
}

function printFamilies(outcomes: readonly ActOutcome[]): void {
  const head = [
    'family',
    'acts',
    'calls',
    ...REACHES.map(reach => (reach === 'host' ? 'escaped' : reach)),
    'broken',
  ];
  const byFamily = Map.groupBy(outcomes, ({ act }) => act.family);
  const rows = [...byFamily].map(([family, of]) => row(family, of));
  const lines = [head, ...rows, row('all', outcomes)];
  const widths = head.map((_, at) => Math.max(...lines.map(line => line[at]!.length)));
  for (const line of lines)
    console.log(
      line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
    );
}

function row(name: string, outcomes: readonly ActOutcome[]): string[] {
  const calls = outcomes.reduce((sum, { act }) => sum + act.calls.length, 0);
  const counts = REACHES.map(reach => outcomes.filter(outcome => outcome.reach === reach).length);
  const broken = outcomes.filter(outcome => outcome.broken.length > 0).length;
  return [name, ...[outcomes.length, calls, ...counts, broken].map(String)];
}

/** Lists the acts that there is something to say of. */
function printNames(
  title: string,
  outcomes: readonly ActOutcome[],
  say: (outcome: ActOutcome) => string,
): void {
  const lines = outcomes
    .map(outcome => [actPath(outcome.act), say(outcome)])
    .filter(([, text]) => text !== '');
  if (lines.length === 0) return;
  console.log(`\n${title}`);
  for (const [name, text] of lines) console.log(`  ${name}: ${text}`);
}

const holdMs = ({ lag }: ActOutcome): number => lag.busyMax;

function mostBy(outcomes: readonly ActOutcome[], figure: (outcome: ActOutcome) => number): ActOutcome[] {
  return outcomes.toSorted((a, b) => figure(b) - figure(a)).slice(0, NAMED);
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
const lagText = ({ p99, max, busyP99, busyMax }: LoopLag): string =>
  `p99 ${ms(p99)}, max ${ms(max)}; in CPU time p99 ${ms(busyP99)}, max ${ms(busyMax)}`;
