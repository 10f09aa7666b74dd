/** `npm run cycles`: begins and ends many game sessions on one relay host, and says what is left of them. */
import { parseArgs } from 'node:util';
import { runCycles } from './runner/cycling.ts';

const { values } = parseArgs({
  options: { cycles: { type: 'string', default: '10000' }, 'warm-up': { type: 'string', default: '1000' } },
});
const cycles = Number(values.cycles);
const { before, after, perCycle } = await runCycles({
  warmUp: Number(values['warm-up']),
  cycles,
  onProgress: line => console.log(line),
});
console.log(`\nafter ${cycles} further cycles`);
for (const what of Object.keys(before) as (keyof typeof before)[])
  console.log(
    `  ${what.padEnd(20)} ${String(before[what]).padStart(12)} ${String(after[what]).padStart(12)} ${perCycle(what).toFixed(2).padStart(10)} per cycle`,
  );
