/** A process for each game session, with the script called directly in it: isolation by the operating system alone. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ServerPlan } from '../servers/server-process.ts';

const plan = JSON.parse(process.argv[2]!) as ServerPlan;
const file = fileURLToPath(new URL('./direct-script.ts', import.meta.url));
const ports: number[] = [];
const children = Array.from({ length: plan.sessions }, () => fork(file, [process.argv[2]!]));
process.on('disconnect', () => {
  for (const child of children) child.disconnect();
});
for (const child of children) ports.push(((await once(child, 'message')) as [number[]])[0][0]!);
process.send!(ports);
