import type { Limits } from '../../limits/limits.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import { numbersIn, type Regions } from '../formation/regions.ts';
import type { ComingExpansion, RuleExplanation, TicketExplanation } from '../match.ts';
import type { Expansion, ExpansionValue, RuleSet } from '../rule-set/rule-set.ts';
import { type CompiledRule, VERDICT, type Verdict } from '../rules/compiled-rule.ts';
import type { CandidateMatch } from '../search/candidate-match.ts';
import type { Stages } from '../search/stages.ts';
import { summarize } from './explain-summary.ts';

export interface ExplainContext {
  readonly nowMs: number;
  readonly ruleSet: RuleSet;
  readonly stages: Stages;
  readonly regions: Regions;
  readonly limits: Limits;
  /** One of its own, to try things with. */
  readonly match: CandidateMatch;
}

/** @param others all other tickets, oldest first */
export function explainTicket(
  pooled: PooledTicket,
  others: readonly PooledTicket[],
  context: ExplainContext,
): TicketExplanation {
  const candidates = others
    .filter(({ ticket }) => ticket.backfill === undefined)
    .slice(0, context.limits.matchBatchTickets);
  const { compatible, passed, compared } = comparePairs(pooled, candidates, context);
  const { minForAll, maxForAll, latencyRules } = context.stages.all[pooled.stage]!;
  const { ruleSet, match, nowMs } = context;
  const regions = latencyRules.reduce(
    (set, rule) => set & rule.regionsForTicket(pooled),
    pooled.latencies.shared,
  );
  const explanation = {
    ticketId: pooled.ticket.ticketId,
    ageMs: nowMs - pooled.ticket.enteredAtMs,
    candidates: others.length,
    compatible: compatible.length,
    rules: ruleExplanations(ruleSet, passed, compared),
    regions: [...numbersIn(regions)].map(region => context.regions.nameOf(region)),
    minPlayers: minForAll,
    maxPlayers: match.roomIn({ maxForAll }),
    ...largestInPart(pooled, compatible, context),
    comingExpansions: ruleSet.expansions.flatMap(expansion => coming(expansion, pooled, nowMs)),
  };
  return { ...explanation, summary: summarize(explanation, nowMs) };
}

interface Pairs {
  /** With so many candidates, before the budget was used up. */
  readonly compared: number;
  readonly compatible: readonly PooledTicket[];
  /** By rule that is a condition: with how many candidates it passes. */
  readonly passed: ReadonlyMap<CompiledRule['index'], number>;
}

/** Holds the ticket against each candidate, as if nobody else were in the match; whatever their teams. */
function comparePairs(
  pooled: PooledTicket,
  candidates: readonly PooledTicket[],
  context: ExplainContext,
): Pairs {
  const { match, stages } = context;
  const kinds = [...new Set(stages.lookAlikes)];
  const { rules, latencyRules } = stages.all[pooled.stage]!;
  const passed = new Map([...rules, ...latencyRules].map(rule => [rule.index, 0]));
  let compared = 0;
  const compatible = candidates.filter(candidate => {
    if (match.isSpent) return false;
    compared++;
    const passedSomewhere = new Set<number>();
    let isCompatible = false;
    for (const ownTeam of pooled.playerTeams === undefined ? kinds : [0]) {
      for (const team of stages.lookAlikes.keys()) {
        match.clear();
        match.put(pooled, ownTeam);
        match.put(candidate, team);
        for (const { rule, verdict } of match.verdicts()) {
          if (canShare(rule, verdict)) passedSomewhere.add(rule.index);
        }
        isCompatible ||= match.canGoOn('guided');
      }
    }
    for (const index of passedSomewhere) passed.set(index, (passed.get(index) ?? 0) + 1);
    return isCompatible;
  });
  return { compatible, passed, compared };
}

function canShare({ guides }: CompiledRule, verdict: Verdict): boolean {
  return guides ? verdict === VERDICT.passes : verdict !== VERDICT.failsForGood;
}

function ruleExplanations(
  { rules }: RuleSet,
  passed: Pairs['passed'],
  candidates: number,
): RuleExplanation[] {
  return rules.flatMap(({ name, type }, index) => {
    const passedCount = passed.get(index);
    if (passedCount === undefined) return [];
    return [{ ruleName: name, type, passedCount, failedCount: candidates - passedCount }];
  });
}

/** How far it gets if all who can are put in, oldest first, and what is then still broken. */
function largestInPart(
  pooled: PooledTicket,
  compatible: readonly PooledTicket[],
  { match, stages }: ExplainContext,
): Pick<TicketExplanation, 'mostPlayers' | 'unmet'> {
  const teams = [...stages.lookAlikes.keys()];
  const tryToPut = (ticket: PooledTicket) => {
    const { sizes } = match.formation;
    return teams
      .toSorted((a, b) => sizes[a]! - sizes[b]!)
      .some(team => {
        match.put(ticket, team);
        if (match.canGoOn('guided')) return true;
        match.takeLast();
        return false;
      });
  };
  match.clear();
  if (!tryToPut(pooled)) {
    match.put(pooled, 0);
  } else {
    for (const candidate of compatible) if (!match.isSpent) tryToPut(candidate);
  }
  const unmet = match.verdicts().filter(({ verdict }) => verdict !== VERDICT.passes);
  return { mostPlayers: match.formation.size, unmet: unmet.map(({ rule }) => rule.name) };
}

function coming({ text, steps }: Expansion, { ticket }: PooledTicket, nowMs: number): ComingExpansion[] {
  const step = steps.find(({ waitTimeSeconds }) => ticket.enteredAtMs + waitTimeSeconds * 1000 > nowMs);
  if (step === undefined) return [];
  const atMs = ticket.enteredAtMs + step.waitTimeSeconds * 1000;
  return [{ target: text, value: shown(step.value), atMs }];
}

function shown(value: ExpansionValue): ComingExpansion['value'] {
  if (typeof value !== 'object') return value;
  return value.kind === 'expression' ? value.text : value.value;
}
