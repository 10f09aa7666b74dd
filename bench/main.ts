import { benchApi } from './api.ts';
import { benchBridge } from './bridge.ts';
import { compareWith } from './compare.ts';
import { benchGuards } from './guards.ts';
import { benchLaunch } from './launch.ts';
import { benchMatchmaking } from './matchmaking.ts';
import { benchMemory } from './memory.ts';
import { benchOverrun } from './overrun.ts';
import { benchRates } from './rates.ts';
import { benchRelay } from './relay.ts';
import { benchReload } from './reload.ts';
import { writeSection } from './report/page.ts';
import { Report } from './report/report.ts';
import { benchScaling } from './scaling.ts';
import { benchScript } from './script.ts';
import { benchSessions } from './sessions.ts';
import { benchSteady } from './steady.ts';
import { benchTickets } from './tickets.ts';
import { benchUdp } from './udp.ts';

interface Bench {
  run(report: Report): Promise<void>;
  /** What it measures, for readers of the page. */
  about: string;
  /** Whether it belongs to what runs when none is named. */
  isPart?: true;
}

const BENCHES: Record<string, Bench> = {
  relay: {
    run: benchRelay,
    about:
      'Messages to all players of a game session whose script asks to see none: 10 sessions of 32 players, each of whom sends 10 messages of 64 bytes a second.',
    isPart: true,
  },
  script: {
    run: benchScript,
    about:
      'Messages to a script that answers each: 40 sessions of 8 players, each of whom sends 30 messages of 64 bytes a second; and the same at half that load.',
    isPart: true,
  },
  rates: {
    run: benchRates,
    about:
      'The highest rate of messages at which the 99th percentile of their latency stays at 50 ms or less.',
    isPart: true,
  },
  sessions: {
    run: benchSessions,
    about:
      'How long a game session takes to become active, and the memory that one more takes while nobody plays.',
    isPart: true,
  },
  reload: {
    run: benchReload,
    about: 'From saving a script to the first player in a session of the new version.',
    isPart: true,
  },
  udp: {
    run: benchUdp,
    about:
      'A message over the fast channel to a script and its answer, one at a time, beside a bare UDP echo.',
    isPart: true,
  },
  api: {
    run: benchApi,
    about: 'Operations of the service API over HTTP, with 10,000 stored game sessions.',
    isPart: true,
  },
  scaling: {
    run: benchScaling,
    about: 'CPU time of a scripted message with 10, 100 and 1,000 game sessions.',
  },
  steady: {
    run: benchSteady,
    about:
      '2,000 game sessions with 2 players each, who begin one after the other and then send one message a second, for ten minutes.',
  },
  memory: { run: benchMemory, about: 'What the memory of an idle session is made of, step by step.' },
  bridge: { run: benchBridge, about: 'What a step into a script costs.' },
  guards: { run: benchGuards, about: 'What the strict profile costs scripts.' },
  overrun: {
    run: benchOverrun,
    about:
      'How much longer than its time limit a script takes to be stopped that fills its heap: 24 scripts in each round, with collections as workers have them, and with markers on threads of their own.',
  },
  launch: { run: benchLaunch, about: 'How long a script worker takes to be ready.' },
  tickets: {
    run: benchTickets,
    about:
      'From the tickets of two players to their player sessions in a new game session, while nothing else happens.',
  },
  matchmaking: { run: benchMatchmaking, about: 'Passes of the match engine over 10,000 waiting tickets.' },
};

const [first, ...rest] = process.argv.slice(2);
if (first === 'compare') {
  await compareWith(rest, new Report());
} else {
  const wanted =
    first === undefined ? Object.keys(BENCHES).filter(name => BENCHES[name]!.isPart) : [first, ...rest];
  const unknown = wanted.filter(name => !(name in BENCHES));
  if (unknown.length > 0) {
    console.error(
      `There is no bench ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}, compare`,
    );
    process.exit(2);
  }
  for (const name of wanted) {
    const { run, about } = BENCHES[name]!;
    const report = new Report();
    console.log(`\n${name}`);
    await run(report);
    await writeSection(name, about, report);
  }
}
