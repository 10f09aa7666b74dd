import { benchApi } from './api.ts';
import { benchBridge } from './bridge.ts';
import { benchGuards } from './guards.ts';
import { benchLaunch } from './launch.ts';
import { benchMatchmaking } from './matchmaking.ts';
import { benchRelay } from './relay.ts';
import { benchReload } from './reload.ts';
import { benchScript } from './script.ts';
import { benchSessions } from './sessions.ts';

const BENCHES: Record<string, () => Promise<void>> = {
  api: benchApi,
  bridge: benchBridge,
  guards: benchGuards,
  launch: benchLaunch,
  matchmaking: benchMatchmaking,
  relay: benchRelay,
  reload: benchReload,
  script: benchScript,
  sessions: benchSessions,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  await bench();
}
