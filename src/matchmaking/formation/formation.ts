import type { PooledTicket } from './pooled-ticket.ts';

/**
 * A match in the making: tickets in teams, and what expressions read of them. Tickets are taken out in the reverse
 * order of being put in.
 */
export class Formation {
  /** By column, by team: the values of the players there. Expressions read these lists and keep none. */
  readonly columns: unknown[][][];
  /** Players by team. */
  readonly sizes: number[];
  readonly tickets: PooledTicket[] = [];
  /** Of each ticket: the team it was put into. */
  readonly teamOf: number[] = [];
  /** Players in all teams. */
  size = 0;
  /** What a look at all of its players' values costs, in steps. */
  weight = 0;

  constructor(columnCount: number, teamCount: number) {
    this.columns = Array.from({ length: columnCount }, () => Array.from({ length: teamCount }, () => []));
    this.sizes = new Array<number>(teamCount).fill(0);
  }

  /** Puts a ticket into a team; a backfill's players are in theirs, whatever `team` says. */
  put(ticket: PooledTicket, team: number): void {
    this.tickets.push(ticket);
    this.teamOf.push(team);
    this.size += ticket.size;
    this.weight += ticket.weight;
    if (ticket.playerTeams !== undefined) {
      for (const [player, playerTeam] of ticket.playerTeams.entries())
        this.#putPlayer(ticket, player, playerTeam);
      return;
    }
    this.sizes[team]! += ticket.size;
    for (let column = 0; column < this.columns.length; column++) {
      const list = this.columns[column]![team]!;
      const values = ticket.values[column]!;
      // A loop that counts saves a tenth of a pass; see `reducers.ts`
      for (let player = 0; player < values.length; player++) list.push(values[player]);
    }
  }

  /** Takes out the ticket that was put in last. */
  takeLast(): void {
    const ticket = this.tickets.pop()!;
    const team = this.teamOf.pop()!;
    this.size -= ticket.size;
    this.weight -= ticket.weight;
    if (ticket.playerTeams !== undefined) {
      for (const playerTeam of ticket.playerTeams) this.#takePlayers(playerTeam, 1);
      return;
    }
    this.#takePlayers(team, ticket.size);
  }

  clear(): void {
    while (this.tickets.length > 0) this.takeLast();
  }

  #putPlayer(ticket: PooledTicket, player: number, team: number): void {
    this.sizes[team]!++;
    for (const [column, teams] of this.columns.entries()) teams[team]!.push(ticket.values[column]![player]);
  }

  #takePlayers(team: number, count: number): void {
    this.sizes[team]! -= count;
    for (const teams of this.columns) {
      const values = teams[team]!;
      // To set `length` takes a sixth of a pass more: a list cut to nothing gives its memory back, and wants it again.
      for (let left = count; left > 0; left--) values.pop();
    }
  }
}
