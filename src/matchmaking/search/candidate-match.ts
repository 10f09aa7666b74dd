import { Formation } from '../formation/formation.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { CompiledRule, Verdict } from '../rules/compiled-rule.ts';
import { SharedRegions } from './shared-regions.ts';
import type { Stage, Stages, Strictness } from './stages.ts';

/** What a search may still do, in steps: a step is one value of one player looked at. Shared by a whole pass. */
export interface StepBudget {
  left: number;
}

/** Tickets in teams that make a match. */
export interface Found {
  readonly tickets: readonly PooledTicket[];
  /** By ticket. */
  readonly teamOf: readonly number[];
  readonly size: number;
  readonly stage: number;
  /** Those left to all of them, as a set. */
  readonly regions: number;
}

export interface MatchBounds {
  /** Of a match's age, the newest or the oldest ticket's counts. */
  readonly age: 'newest' | 'oldest';
  /** Slots that stay open. */
  readonly additionalPlayerCount: number;
}

/** A formation, held to the rules that are in force for its age. */
export class CandidateMatch {
  readonly formation: Formation;
  readonly #stages: Stages;
  readonly #bounds: MatchBounds;
  readonly #budget: StepBudget;
  /** By rule: how often it was asked since `clearFigures`. */
  readonly #passed: number[];
  readonly #failed: number[];
  readonly #stageBefore: number[] = [];
  readonly #regions: SharedRegions;
  #stage = 0;

  constructor(
    stages: Stages,
    sizes: { readonly columns: number; readonly teams: number; readonly rules: number },
    bounds: MatchBounds,
    budget: StepBudget,
  ) {
    this.formation = new Formation(sizes.columns, sizes.teams);
    this.#regions = new SharedRegions(stages, this.formation.tickets);
    this.#stages = stages;
    this.#bounds = bounds;
    this.#budget = budget;
    this.#passed = new Array<number>(sizes.rules).fill(0);
    this.#failed = new Array<number>(sizes.rules).fill(0);
  }

  /** Whether the steps are used up that it may spend. */
  get isSpent(): boolean {
    return this.#budget.left < 0;
  }

  get age(): MatchBounds['age'] {
    return this.#bounds.age;
  }

  get stage(): Stage {
    return this.#stages.all[this.#stage]!;
  }

  /** The most players it can have as it is now. */
  get roomForAll(): number {
    return this.roomIn(this.stage);
  }

  roomIn({ maxForAll }: Pick<Stage, 'maxForAll'>): number {
    return maxForAll - this.#bounds.additionalPlayerCount;
  }

  /** The fewest it has to have as it is now. */
  get minForAll(): number {
    return this.stage.minForAll;
  }

  /** Empties it. */
  clear(): void {
    this.formation.clear();
    this.#stageBefore.length = 0;
  }

  /** Begins to count anew what is asked of rules. */
  clearFigures(): void {
    this.#passed.fill(0);
    this.#failed.fill(0);
  }

  get figures(): { readonly passed: readonly number[]; readonly failed: readonly number[] } {
    return { passed: this.#passed, failed: this.#failed };
  }

  put(ticket: PooledTicket, team: number): void {
    this.#stageBefore.push(this.#stage);
    this.#stage = this.#stageWith(ticket);
    this.formation.put(ticket, team);
    this.#regions.forgetLast();
  }

  takeLast(): void {
    this.formation.takeLast();
    this.#stage = this.#stageBefore.pop()!;
  }

  /**
   * Whether the ticket could share a region with those that are in: a cheap look, before it is put in. Without one,
   * it counts as a failure of the first rule about latency.
   */
  canShareRegion(ticket: PooledTicket): boolean {
    const stage = this.#stageWith(ticket);
    this.#budget.left -= 1;
    if ((this.#regions.in(stage) & this.#stages.regionsFor(ticket, stage)) !== 0) return true;
    const blamed = this.#stages.all[stage]!.latencyRules[0]!.index;
    this.#failed[blamed]!++;
    ticket.failedCounts[blamed]!++;
    return false;
  }

  /** Whether there is a way on from here: room, and no rule that nobody who might come can make good. */
  canGoOn(strictness: Strictness): boolean {
    return this.#fits() && this.#meets(strictness);
  }

  /** Whether it is a match as it stands. */
  isComplete(): boolean {
    return this.hasEnough() && this.#fits() && this.#meets('complete');
  }

  hasEnough(): boolean {
    const { sizes } = this.formation;
    const { minPlayers } = this.stage;
    for (let team = 0; team < sizes.length; team++) if (sizes[team]! < minPlayers[team]!) return false;
    return true;
  }

  /** What every rule says, without being counted: also those that come after one that fails. */
  verdicts(): { readonly rule: CompiledRule; readonly verdict: Verdict }[] {
    const { rules, latencyRules } = this.stage;
    return [...rules, ...latencyRules].map(rule => {
      this.#budget.left -= rule.weight * this.formation.weight;
      return { rule, verdict: rule.check(this.formation) };
    });
  }

  /** Regions that the rules about latency leave, as a set; without such rules, those all players name. */
  regions(): number {
    const { latencyRules } = this.stage;
    if (latencyRules.length > 0) {
      return latencyRules.reduce((regions, rule) => regions & rule.regionsFor(this.formation), -1);
    }
    const named = this.formation.tickets.filter(({ latencies }) => latencies.ofPlayers.length > 0);
    return named.length === 0 ? 0 : named.reduce((regions, { latencies }) => regions & latencies.shared, -1);
  }

  found(): Found {
    const { tickets, teamOf, size } = this.formation;
    return { tickets: [...tickets], teamOf: [...teamOf], size, stage: this.#stage, regions: this.regions() };
  }

  #stageWith(ticket: PooledTicket): number {
    if (this.formation.tickets.length === 0) return ticket.stage;
    return this.#bounds.age === 'newest'
      ? Math.min(this.#stage, ticket.stage)
      : Math.max(this.#stage, ticket.stage);
  }

  #fits(): boolean {
    const { sizes, size } = this.formation;
    const { maxPlayers } = this.stage;
    for (let team = 0; team < sizes.length; team++) if (sizes[team]! > maxPlayers[team]!) return false;
    return size <= this.roomForAll;
  }

  /** Asks rules one after the other, up to the first that does not say what it has to. */
  #meets(which: keyof Stage['requirements']): boolean {
    const { requirements, latencyRules } = this.stage;
    let regions = this.#regions.in(this.#stage);
    for (const rule of latencyRules) {
      this.#budget.left -= rule.weight;
      if (rule.compares && regions !== 0) {
        this.#budget.left -= rule.weight * this.formation.size;
        regions &= rule.regionsFor(this.formation);
      }
      if (!this.#count(rule, regions !== 0)) return false;
    }
    for (const { rule, least } of requirements[which]) {
      this.#budget.left -= rule.weight * this.formation.weight;
      if (!this.#count(rule, rule.check(this.formation) >= least)) return false;
    }
    return true;
  }

  /** Counts an answer: in this search, and for the ticket that was put in last. */
  #count({ index }: CompiledRule, isPassed: boolean): boolean {
    const { tickets } = this.formation;
    const candidate = tickets.length > 1 ? tickets[tickets.length - 1] : undefined;
    if (isPassed) {
      this.#passed[index]!++;
      if (candidate !== undefined) candidate.passedCounts[index]!++;
    } else {
      this.#failed[index]!++;
      if (candidate !== undefined) candidate.failedCounts[index]!++;
    }
    return isPassed;
  }
}
