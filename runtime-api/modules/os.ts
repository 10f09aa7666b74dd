import type { ModuleEnvironment } from './environment.ts';
import { unavailableFunctions } from './unavailable.ts';

/** Node's `os`: what is the same in every session. The machine itself is not shown to scripts. */
export function createOsModule(environment: ModuleEnvironment): object {
  return {
    EOL: '\n',
    devNull: '/dev/null',
    arch: () => 'x64',
    endianness: () => 'LE',
    hostname: () => 'localhost',
    platform: () => 'linux',
    type: () => 'Linux',
    uptime: () => environment.performanceNowMs() / 1000,
    ...unavailableFunctions(
      'os',
      [
        'availableParallelism',
        'cpus',
        'freemem',
        'getPriority',
        'homedir',
        'loadavg',
        'machine',
        'networkInterfaces',
        'release',
        'setPriority',
        'tmpdir',
        'totalmem',
        'userInfo',
        'version',
      ],
      'the machine that runs a session is not shown to its script',
    ),
  };
}
