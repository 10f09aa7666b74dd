/** `npm run sandbox`: plays the corpus and says how far each act reached. */
import { parseArgs } from 'node:util';
import { actPath } from './act.ts';
import { loadCorpus, selectActs } from './corpus.ts';
import { PATIENT_OPTIONS, SANDBOX_OPTIONS } from './options.ts';
import { type ActOutcome, latenesses } from './outcome.ts';
import { missedGoals, printReport } from './report.ts';
import { runActs } from './runs.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lanes: { type: 'string', default: '2' },
    patient: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

function show(outcome: ActOutcome): void {
  const { act, reach, broken, tookMs, lag, calls } = outcome;
  if (!values.verbose && broken.length === 0) return;
  const codes = [...new Set(calls.map(({ code }) => code).filter(code => code !== ''))].join(' ');
  const lagText = `lag ${lag.p99.toFixed(0)} ms, of CPU time ${lag.busyP99.toFixed(0)} ms`;
  console.log(`${actPath(act)}: ${reach} ${codes} (${tookMs.toFixed(0)} ms, ${lagText})`);
  for (const line of [...broken, ...(values.patient ? [] : latenesses(outcome))]) console.log(`  ${line}`);
}

const acts = selectActs(await loadCorpus(), positionals);
const startedMs = performance.now();
const run = await runActs(acts, {
  lanes: Number(values.lanes),
  lane: values.patient ? PATIENT_OPTIONS : SANDBOX_OPTIONS,
  isTimed: !values.patient,
  onOutcome: show,
});
printReport(run, performance.now() - startedMs);
process.exitCode = missedGoals(run).length === 0 ? 0 : 1;
