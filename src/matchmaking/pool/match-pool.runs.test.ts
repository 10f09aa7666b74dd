import { expect, test } from 'vitest';
import type { Match } from '../match.ts';
import { SeededRandom } from '../search/random.ts';
import { ruleSetFrom } from '../test/engine-rig.ts';
import { assignmentOf, isMatch, type RawRuleSet, teamNamesOf } from '../test/naive-evaluator.ts';
import { RandomRuleSets } from '../test/random-rule-sets.ts';
import type { MatchTicket } from '../ticket.ts';
import { MatchPool } from './match-pool.ts';

const RUNS = 1_000;
const TIMEOUT_MS = 60_000;

/** A matchmaker's life: what a service would do with a pool, and what it checks of each match. */
class Run {
  readonly #seed: number;
  readonly #made: RandomRuleSets;
  readonly #raw: RawRuleSet;
  readonly #additionalPlayerCount: number;
  readonly #waiting = new Map<string, MatchTicket>();
  #pool: MatchPool;
  #nowMs = 1_000_000;
  #count = 0;
  matches = 0;
  backfills = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#made = new RandomRuleSets(new SeededRandom(seed));
    this.#raw = this.#made.ruleSet(2);
    this.#additionalPlayerCount = this.#made.pick([0, 0, 1]);
    this.#pool = this.#newPool();
  }

  turn(): void {
    this.#nowMs += this.#made.int(8_000);
    for (let joins = this.#made.int(6); joins > 0; joins--) {
      this.#add({ ...this.#made.ticket(`t${this.#count++}`, this.#nowMs), enteredAtMs: this.#nowMs });
    }
    this.#stopSome();
    if (this.#made.int(9) === 0) this.#restart();
    // Often too little for all: the pass goes on where it stopped.
    const steps = this.#made.pick([200, 5_000, 100_000]);
    const { matches } = this.#pool.pass({ nowMs: this.#nowMs, steps });
    for (const match of matches) {
      this.#check(match);
      this.#decide(match);
    }
    expect(this.#pool.size).toBe(this.#waiting.size);
  }

  #newPool(): MatchPool {
    const ruleSet = ruleSetFrom(this.#raw);
    return new MatchPool({ ruleSet, seed: this.#seed, additionalPlayerCount: this.#additionalPlayerCount });
  }

  #add(ticket: MatchTicket): void {
    this.#waiting.set(ticket.ticketId, ticket);
    this.#pool.add(ticket);
  }

  /** Players who gave up, and requests that are too old. */
  #stopSome(): void {
    for (const { ticketId, enteredAtMs } of [...this.#waiting.values()]) {
      if (this.#made.int(19) > 0 && this.#nowMs - enteredAtMs < TIMEOUT_MS) continue;
      expect(this.#pool.remove(ticketId)).toBe(true);
      this.#waiting.delete(ticketId);
    }
  }

  #restart(): void {
    this.#pool = this.#newPool();
    for (const ticket of this.#waiting.values()) this.#pool.add(ticket);
  }

  /** Half of the matches are refused by a player; some of the others want to be filled up later. */
  #decide(match: Match): void {
    this.matches++;
    if (match.backfill !== undefined) this.backfills++;
    const newcomers = match.tickets.filter(ticket => ticket !== match.backfill);
    const fate = this.#made.pick(['refused', 'refused', 'full', 'wants backfill']);
    if (fate === 'refused') for (const ticket of newcomers.slice(1)) this.#add(ticket);
    if (fate !== 'wants backfill') return;
    const players = match.teams.flatMap(team => team.players).filter(() => this.#made.int(3) > 0);
    const stay = players.map(player => ({ ...player, latencyMs: this.#made.pick([{}, player.latencyMs]) }));
    const ticketId = `backfill${this.#count++}`;
    if (stay.length === 0) return;
    this.#add({ ticketId, players: stay, enteredAtMs: this.#nowMs, backfill: { gameSessionArn: 'arn' } });
  }

  #check(match: Match): void {
    const where = `seed ${this.#seed}`;
    for (const ticket of match.tickets) {
      expect(this.#waiting.get(ticket.ticketId), `${where}: each ticket waits, and is used once`).toBe(
        ticket,
      );
      this.#waiting.delete(ticket.ticketId);
      if (ticket.backfill === undefined) this.#checkIsTogether(match, ticket);
      else
        for (const player of ticket.players) expect(teamOf(match, player.playerId), where).toBe(player.team);
    }
    const players = match.teams.flatMap(team => team.players.map(player => player.playerId));
    const ofTickets = match.tickets.flatMap(ticket => ticket.players.map(player => player.playerId));
    expect(players.toSorted(), `${where}: everybody once`).toEqual(ofTickets.toSorted());
    expect(isMatch(this.#raw, assignmentOf(match), this.#nowMs), `${where}: every rule holds`).toBe(true);
    const room = this.#raw.teams.reduce(
      (sum: number, { maxPlayers, quantity = 1 }: RawRuleSet) => sum + maxPlayers * quantity,
      0,
    );
    expect(players.length).toBeLessThanOrEqual(room - this.#additionalPlayerCount);
    expect(match.teams.map(({ name }) => name)).toEqual(teamNamesOf(this.#raw));
    expect(match.tickets.some(ticket => ticket.backfill === undefined)).toBe(true);
    expect(match.tickets.filter(ticket => ticket.backfill !== undefined).length).toBeLessThanOrEqual(1);
  }

  #checkIsTogether(match: Match, { players }: MatchTicket): void {
    const teams = new Set(players.map(player => teamOf(match, player.playerId)));
    expect(teams.size, `seed ${this.#seed}: a party is in one team`).toBe(1);
  }
}

function teamOf({ teams }: Match, playerId: string): string | undefined {
  return teams.find(({ players }) => players.some(player => player.playerId === playerId))?.name;
}

test(`in ${RUNS} runs no match breaks a rule, splits a ticket, exceeds a team, or uses a ticket twice`, {
  timeout: 120_000,
}, () => {
  let matches = 0;
  let backfills = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const run = new Run(seed);
    for (let turn = 0; turn < 10; turn++) run.turn();
    matches += run.matches;
    backfills += run.backfills;
  }
  // Or else the test would say nothing.
  expect(matches).toBeGreaterThan(5_000);
  expect(backfills).toBeGreaterThan(200);
});
