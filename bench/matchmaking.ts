import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { resolveLimits } from '../src/limits/limits.ts';
import { MatchPool } from '../src/matchmaking/pool/match-pool.ts';
import { parseRuleSet } from '../src/matchmaking/rule-set/parse-rule-set.ts';
import { SeededRandom } from '../src/matchmaking/search/random.ts';
import type { MatchTicket } from '../src/matchmaking/ticket.ts';
import type { Report } from './report/report.ts';

const ROUNDS = 7;
const WAITING = 10_000;
const NOW_MS = 1_000_000;
/** A pass each so often, as tickets come. */
const PASS_EVERY_MS = 100;
const ARRIVALS_PER_SECOND = 3_000;
const SUSTAINED_SECONDS = 20;
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-northeast-1'];

/** 5 v 5: teams of like skill, near regions, both more lenient with time. */
const RULE_SET = {
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'skill', type: 'number' }],
  teams: [
    { name: 'red', minPlayers: 5, maxPlayers: 5 },
    { name: 'blue', minPlayers: 5, maxPlayers: 5 },
  ],
  rules: [
    {
      name: 'FairTeamSkill',
      type: 'distance',
      measurements: ['avg(teams[*].players.attributes[skill])'],
      referenceValue: 'avg(flatten(teams[*].players.attributes[skill]))',
      maxDistance: 10,
    },
    { name: 'FastConnection', type: 'latency', maxLatency: 60 },
  ],
  expansions: [
    {
      target: 'rules[FairTeamSkill].maxDistance',
      steps: [
        { waitTimeSeconds: 5, value: 50 },
        { waitTimeSeconds: 15, value: 100 },
      ],
    },
    {
      target: 'rules[FastConnection].maxLatency',
      steps: [
        { waitTimeSeconds: 10, value: 100 },
        { waitTimeSeconds: 20, value: 150 },
      ],
    },
  ],
};

/** The same, and nobody may be far from anybody: most tickets do not fit together. */
const STRICT_RULE_SET = {
  ...RULE_SET,
  rules: [
    ...RULE_SET.rules,
    {
      name: 'LikeSkill',
      type: 'distance',
      measurements: ['max(flatten(teams[*].players.attributes[skill]))'],
      referenceValue: 'min(flatten(teams[*].players.attributes[skill]))',
      maxDistance: 200,
    },
  ],
};

/** The engine alone, on one thread. */
export async function benchMatchmaking(report: Report): Promise<void> {
  for (const [name, rules] of [
    ['5 v 5', RULE_SET],
    ['5 v 5, all of like skill', STRICT_RULE_SET],
  ] as const) {
    benchFullPool(report, name, rules);
    benchSustained(report, name, rules);
  }
}

function poolFor(rules: object, seed: number): MatchPool {
  const parsed = parseRuleSet(JSON.stringify(rules));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  // No pass stops in the middle, so that each is measured whole.
  const limits = resolveLimits({ matchStepsPerPass: 1_000_000_000 });
  return new MatchPool({ ruleSet: parsed.ruleSet, seed, limits });
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  // Or the isolates of other benches would have it, which refuse a global that nobody has looked at.
  setFlagsFromString('--no-expose-gc');
}

function benchFullPool(report: Report, name: string, rules: object): void {
  const passMs: number[] = [];
  const matched: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const players = new Players(round);
    const pool = poolFor(rules, round);
    for (let count = 0; count < WAITING; count++)
      pool.add(players.next(NOW_MS - players.random.next() * 30_000));
    // Who waits has been there for a while, also for the garbage collector.
    collectGarbage();
    const start = performance.now();
    const { matches } = pool.pass({ nowMs: NOW_MS });
    // The first one is for the compiler.
    if (round === 0) continue;
    passMs.push(performance.now() - start);
    matched.push((100 * matches.length * 10) / WAITING);
  }
  report.row(`${name}: a pass over ${WAITING} waiting tickets`, passMs, 'ms', { atMost: 250 });
  report.row(`${name}: of which matched`, matched, '%');
}

/** Tickets keep coming, in virtual time; what counts is how many are matched in each second that the engine works. */
function benchSustained(report: Report, name: string, rules: object): void {
  const players = new Players(1);
  const pool = poolFor(rules, 1);
  const perSecond: number[] = [];
  const longest: number[] = [];
  for (let second = 0; second < SUSTAINED_SECONDS; second++) {
    let [workMs, matched, longestMs] = [0, 0, 0];
    for (let ms = 0; ms < 1_000; ms += PASS_EVERY_MS) {
      const nowMs = NOW_MS + second * 1_000 + ms;
      const start = performance.now();
      for (let count = (ARRIVALS_PER_SECOND * PASS_EVERY_MS) / 1_000; count > 0; count--)
        pool.add(players.next(nowMs));
      const { matches } = pool.pass({ nowMs });
      const tookMs = performance.now() - start;
      workMs += tookMs;
      longestMs = Math.max(longestMs, tookMs);
      matched += matches.length * 10;
    }
    perSecond.push(matched / (workMs / 1_000));
    longest.push(longestMs);
  }
  const load = `${ARRIVALS_PER_SECOND} tickets come per second`;
  report.row(`${name}: ${load}: matched per second`, perSecond, '1/s');
  report.row(`${name}: ${load}: longest pass`, longest, 'ms');
  report.note(`${name}: ${pool.size} tickets still waited after ${SUSTAINED_SECONDS} s.`);
}

/** Players of normally distributed skill, each near one region. */
class Players {
  readonly random: SeededRandom;
  #count = 0;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
  }

  next(enteredAtMs: number): MatchTicket {
    const number = this.#count++;
    const home = Math.floor(this.random.next() * REGIONS.length);
    const latencyMs = Object.fromEntries(
      REGIONS.map((region, index) => [region, 20 + this.random.next() * 60 + (index === home ? 0 : 90)]),
    );
    const player = { playerId: `p${number}`, attributes: { skill: { N: this.#skill() } }, latencyMs };
    return { ticketId: `t${number}`, enteredAtMs, players: [player] };
  }

  #skill(): number {
    const magnitude = Math.sqrt(-2 * Math.log(1 - this.random.next()));
    return 1_500 + 300 * magnitude * Math.cos(2 * Math.PI * this.random.next());
  }
}
