/**
 * A host in a process of its own. It launches a probe in the sandbox that its argument names, keeps it busy for ever, and
 * prints the process ids of the probe and of its parent, which of its own descriptors a child would inherit, and which the probe has.
 */
import { resolveLimits } from '../../limits/limits.ts';
import { inheritableDescriptors } from '../sandbox/descriptors.ts';
import type { SandboxKind } from '../sandbox/sandbox.ts';
import { WorkerLauncher } from '../worker-launch.ts';
import { LaunchedProbe } from './launched-probe.ts';
import { descriptorsOf } from './proc.ts';

const launcher = await WorkerLauncher.prepare({ kind: process.argv[2] as SandboxKind }, resolveLimits());
const probe = await LaunchedProbe.launch(launcher);
await probe.run('');
const { pid } = probe;
const report = {
  pid,
  spawnerPid: launcher.spawnerPid,
  leaks: inheritableDescriptors(),
  inProbe: descriptorsOf(pid),
};
void probe.run('for (;;);');
process.stdout.end(JSON.stringify(report));
