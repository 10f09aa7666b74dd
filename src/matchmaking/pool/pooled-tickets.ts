import type { Columns } from '../formation/columns.ts';
import type { PooledTicket, TicketLatencies } from '../formation/pooled-ticket.ts';
import type { Regions } from '../formation/regions.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { stageAgesMs } from '../rule-set/stages.ts';
import type { MatchTicket } from '../ticket.ts';

/** Makes tickets ready for the search; those that leave give back the regions they hold. */
export class PooledTickets {
  readonly #ruleSet: RuleSet;
  readonly #columns: Columns;
  readonly #regions: Regions;
  readonly #stageCount: number;
  #sequence = 0;

  constructor(ruleSet: RuleSet, columns: Columns, regions: Regions) {
    this.#stageCount = stageAgesMs(ruleSet).length + 1;
    this.#ruleSet = ruleSet;
    this.#columns = columns;
    this.#regions = regions;
  }

  enter(ticket: MatchTicket): PooledTicket {
    const values = this.#columns.valuesOf(ticket);
    const zeros = () => new Array<number>(this.#ruleSet.rules.length).fill(0);
    return {
      ticket,
      size: ticket.players.length,
      sequence: this.#sequence++,
      values,
      weight: ticket.players.length + values.flat().reduce<number>((sum, value) => sum + stringsIn(value), 0),
      ...(ticket.backfill !== undefined && { playerTeams: this.#teamsOf(ticket) }),
      latencies: this.#latenciesOf(ticket),
      regionsLeft: [],
      regionsAt: new Array<number | undefined>(this.#stageCount).fill(undefined),
      passedCounts: zeros(),
      failedCounts: zeros(),
      stage: 0,
      restsUntilMs: 0,
      retries: 0,
      isGone: false,
    };
  }

  leave(pooled: PooledTicket): void {
    pooled.isGone = true;
    for (const region of pooled.latencies.held) this.#regions.release(region);
  }

  #teamsOf({ players }: MatchTicket): number[] {
    const { teams } = this.#ruleSet;
    return players.map(player => teams.findIndex(team => team.name === player.team));
  }

  #latenciesOf({ players, backfill }: MatchTicket): TicketLatencies {
    const held: number[] = [];
    const acquire = (name: string): number | undefined => {
      const region = this.#regions.acquire(name);
      if (region !== undefined) held.push(region);
      return region;
    };
    const everyPlayer = players.map(({ latencyMs }) => {
      const ofPlayer: (number | undefined)[] = [];
      for (const [name, latency] of Object.entries(latencyMs)) {
        const region = acquire(name);
        if (region !== undefined) ofPlayer[region] = latency;
      }
      return ofPlayer;
    });
    // Of a backfill, those who say nothing play there already, wherever that is.
    const ofPlayers =
      backfill === undefined ? everyPlayer : everyPlayer.filter(ofPlayer => ofPlayer.length > 0);
    const shared = ofPlayers.reduce((regions, ofPlayer) => regions & setOf(ofPlayer), -1);
    const fixed = backfill?.region === undefined ? undefined : acquire(backfill.region);
    return {
      shared: ofPlayers.length === 0 ? 0 : shared,
      ofPlayers,
      held,
      ...(fixed !== undefined && { fixed }),
    };
  }
}

/** The regions a player names. */
function setOf(latencyMs: readonly (number | undefined)[]): number {
  let set = 0;
  for (const [region, latency] of latencyMs.entries()) if (latency !== undefined) set |= 1 << region;
  return set;
}

function stringsIn(value: unknown): number {
  return Array.isArray(value) ? value.length : 1;
}
