import { ofNumbers } from '../formation/columns.ts';
import type { Formation } from '../formation/formation.ts';
import type { PooledTicket, TicketLatencies } from '../formation/pooled-ticket.ts';
import { lowestIn, numbersIn } from '../formation/regions.ts';
import type { LatencyRule } from '../rule-set/rule-set.ts';
import { type CompiledRule, VERDICT } from './compiled-rule.ts';

/** A latency rule also says which regions it leaves, as a set. */
export interface CompiledLatencyRule extends CompiledRule {
  regionsFor(formation: Formation): number;
  /** It looks at how far players are from each other, and not only at each ticket by itself. */
  readonly compares: boolean;
  /** Those it leaves to one ticket, whoever plays with it. */
  regionsForTicket(ticket: PooledTicket): number;
}

const EVERY_REGION = -1;

/** @param variant a number of its own for each wording that the rule has in any stage */
export function compileLatency(rule: LatencyRule, index: number, variant: number): CompiledLatencyRule {
  const regionsForTicket = (ticket: PooledTicket): number => {
    ticket.regionsLeft[variant] ??= regionsWithin(rule, ticket);
    return ticket.regionsLeft[variant];
  };
  const regionsFor = (formation: Formation): number => {
    let regions = EVERY_REGION;
    for (const ticket of formation.tickets) regions &= regionsForTicket(ticket);
    return rule.maxDistance === undefined || regions === 0 ? regions : regionsClose(rule, formation, regions);
  };
  const isForGood = rule.maxDistance === undefined || rule.distanceReference === 'min';
  return {
    name: rule.name,
    index,
    weight: rule.maxDistance === undefined ? 1 : 8,
    canFailForGood: true,
    guides: true,
    compares: rule.maxDistance !== undefined,
    regionsFor,
    regionsForTicket,
    check: formation => {
      if (regionsFor(formation) !== 0) return VERDICT.passes;
      return isForGood || formation.tickets.some(ticket => regionsForTicket(ticket) === 0)
        ? VERDICT.failsForGood
        : VERDICT.fails;
    },
  };
}

/** Regions whose latency is not too high for the party. Players of a backfill are there already, and may say none. */
function regionsWithin(
  { maxLatency, partyAggregation }: LatencyRule,
  { ticket, latencies }: PooledTicket,
): number {
  if (latencies.fixed !== undefined) return 1 << latencies.fixed;
  if (ticket.backfill !== undefined && latencies.ofPlayers.length === 0) return EVERY_REGION;
  if (maxLatency === undefined) return latencies.shared;
  // Those of a backfill are no party: it has to be near enough for each.
  const aggregation = ticket.backfill === undefined ? partyAggregation : 'max';
  let regions = 0;
  for (let left = latencies.shared; left !== 0; left &= left - 1) {
    const region = lowestIn(left);
    if (latencyOfParty(latencies, region, aggregation) <= maxLatency) regions |= 1 << region;
  }
  return regions;
}

/** In a region that all of them name. */
function latencyOfParty(
  { ofPlayers }: TicketLatencies,
  region: number,
  aggregation: LatencyRule['partyAggregation'],
): number {
  if (ofPlayers.length === 1) return ofPlayers[0]![region]!;
  return ofNumbers(
    ofPlayers.map(ofPlayer => ofPlayer[region]!),
    aggregation,
  );
}

/** Of `regions`, those where no player's latency is too far from that of the others. */
function regionsClose(rule: LatencyRule, { tickets }: Formation, regions: number): number {
  let close = 0;
  for (const region of numbersIn(regions)) {
    const latencies = tickets.flatMap(({ ticket, latencies: { ofPlayers } }) => {
      const own = ofPlayers.map(ofPlayer => ofPlayer[region]).filter(latency => latency !== undefined);
      if (ticket.backfill !== undefined) return own;
      return own.length === 0 ? [] : own.map(() => ofNumbers(own, rule.partyAggregation));
    });
    if (latencies.length === 0) {
      close |= 1 << region;
      continue;
    }
    const reference = ofNumbers(latencies, rule.distanceReference);
    if (latencies.every(latency => Math.abs(latency - reference) <= rule.maxDistance!)) close |= 1 << region;
  }
  return close;
}
