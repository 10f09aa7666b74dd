import type { Match } from '../match.ts';
import type { MatchPlayer, MatchTicket } from '../ticket.ts';

/**
 * A second reading of rule sets, which shares nothing with the engine but the types of tickets: it takes the JSON as
 * it was written and works out every rule anew, slowly, by the words of the specification.
 */

// biome-ignore lint/suspicious/noExplicitAny: rule sets as JSON.parse gives them
export type RawRuleSet = any;

/** Tickets by the name of their team. */
export type Assignment = Readonly<Record<string, readonly MatchTicket[]>>;

const REDUCERS: Record<string, (numbers: number[]) => number> = {
  min: numbers => Math.min(...numbers),
  max: numbers => Math.max(...numbers),
  sum: numbers => numbers.reduce((a, b) => a + b, 0),
  avg: numbers => numbers.reduce((a, b) => a + b, 0) / numbers.length,
  median: numbers => {
    const sorted = [...numbers].sort((a, b) => a - b);
    const half = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  },
  stddev: numbers => {
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    return Math.sqrt(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length);
  },
};

/** The rule set with every step that is in force at an age written into it. */
export function expanded(raw: RawRuleSet, ageSeconds: number): RawRuleSet {
  const copy = structuredClone(raw);
  for (const { target, steps } of raw.expansions ?? []) {
    const [, kind, name, property] = /^(\w+)\[(.*)\]\.(\w+)$/.exec(target)!;
    for (const { waitTimeSeconds, value } of steps) {
      if (waitTimeSeconds > ageSeconds) continue;
      for (const item of copy[kind!]) if (item.name === name) item[property!] = value;
    }
  }
  return copy;
}

export function teamNamesOf(raw: RawRuleSet): string[] {
  return raw.teams.flatMap((team: RawRuleSet) =>
    (team.quantity ?? 1) === 1
      ? [team.name]
      : Array.from({ length: team.quantity }, (_, n) => `${team.name}_${n + 1}`),
  );
}

/** Who is in which team of a match. Players of a backfill are as many tickets: each may be in another team. */
export function assignmentOf({ tickets, teams }: Match): Assignment {
  const alone = tickets.flatMap(ticket =>
    ticket.backfill === undefined
      ? [ticket]
      : ticket.players.map(player => ({ ...ticket, players: [player] })),
  );
  const isIn = (ticket: MatchTicket, players: readonly MatchPlayer[]) =>
    ticket.players.every(({ playerId }) => players.some(player => player.playerId === playerId));
  return Object.fromEntries(
    teams.map(({ name, players }) => [name, alone.filter(ticket => isIn(ticket, players))]),
  );
}

/** Whether the tickets in these teams are a match, by sizes and by every rule. */
export function isMatch(raw: RawRuleSet, assignment: Assignment, nowMs: number): boolean {
  const tickets = Object.values(assignment).flat();
  if (tickets.length === 0) return false;
  const ages = tickets.map(ticket => (nowMs - ticket.enteredAtMs) / 1000);
  const isOldest = raw.algorithm?.expansionAgeSelection === 'oldest';
  const inForce = expanded(raw, isOldest ? Math.max(...ages) : Math.min(...ages));
  for (const team of inForce.teams) {
    for (const name of namesFor(inForce, team.name)) {
      const size = (assignment[name] ?? []).reduce((sum, ticket) => sum + ticket.players.length, 0);
      if (size < team.minPlayers || size > team.maxPlayers) return false;
    }
  }
  return everyRuleHolds(inForce, assignment);
}

/** @param inForce with its expansions applied */
export function everyRuleHolds(inForce: RawRuleSet, assignment: Assignment): boolean {
  const inCompounds = (inForce.rules ?? [])
    .filter((rule: RawRuleSet) => rule.type === 'compound')
    .flatMap((rule: RawRuleSet) => rule.statement.match(/\w+/g))
    .filter((word: string) => !['and', 'or', 'not', 'xor'].includes(word));
  const own = (inForce.rules ?? []).filter((rule: RawRuleSet) => !inCompounds.includes(rule.name));
  const latencyRules = own.filter((rule: RawRuleSet) => rule.type === 'latency');
  const others = own.filter((rule: RawRuleSet) => rule.type !== 'latency');
  const sharesRegion =
    latencyRules.length === 0 ||
    allRegions(assignment).some(region =>
      latencyRules.every((rule: RawRuleSet) => isNear(rule, region, assignment)),
    );
  return sharesRegion && others.every((rule: RawRuleSet) => holds(rule, inForce, assignment));
}

export function holds(rule: RawRuleSet, raw: RawRuleSet, assignment: Assignment): boolean {
  const how = rule.operation === 'contains' ? 'none' : rule.partyAggregation;
  const evaluate = (text: string) =>
    evaluateText(text, raw, assignment, how ?? (rule.type === 'collection' ? 'union' : 'avg'));
  const measurements: string[] = [rule.measurements ?? []].flat();
  const reference = () => {
    const value = rule.referenceValue;
    const isExpression = typeof value === 'string' && /[([]/.test(value);
    return isExpression ? evaluate(value) : value;
  };
  switch (rule.type) {
    case 'comparison':
      return measurements.every(text => compares(rule, leaves(evaluate(text)), reference()));
    case 'distance':
      return measurements.every(text =>
        leaves(evaluate(text)).every(value =>
          leaves(reference()).every(against => {
            const distance = Math.abs((value as number) - (against as number));
            return distance <= (rule.maxDistance ?? Infinity) && distance >= (rule.minDistance ?? 0);
          }),
        ),
      );
    case 'collection':
      return measurements.every(text =>
        collects(rule, raw, evaluate(text), rule.referenceValue && reference()),
      );
    case 'latency':
      return allRegions(assignment).some(region => isNear(rule, region, assignment));
    case 'compound':
      return states(rule.statement.replaceAll(/\s/g, ''), raw, assignment);
    case 'batchDistance': {
      const values = Object.values(assignment)
        .flat()
        .flatMap(ticket => ticket.players.map(player => plainValue(player, rule.batchAttribute)));
      if (typeof values[0] === 'string') return values.every(value => value === values[0]);
      return Math.max(...(values as number[])) - Math.min(...(values as number[])) <= rule.maxDistance;
    }
    default:
      return true;
  }
}

function compares(rule: RawRuleSet, values: unknown[], reference: unknown): boolean {
  if (rule.referenceValue === undefined) {
    const different = new Set(values).size;
    return rule.operation === '=' ? different <= 1 : different === values.length;
  }
  return values.every(value =>
    leaves(reference).every(against => {
      const [a, b] = [value as number, against as number];
      switch (rule.operation) {
        case '<':
          return a < b;
        case '<=':
          return a <= b;
        case '=':
          return a === b;
        case '!=':
          return a !== b;
        case '>=':
          return a >= b;
        default:
          return a > b;
      }
    }),
  );
}

/** @param value a list of players' values, or one such list for each team */
function collects(rule: RawRuleSet, raw: RawRuleSet, value: unknown, reference: unknown): boolean {
  const list = value as unknown[];
  const isByTeam = isGrouped([rule.measurements].flat()[0], raw);
  const groups = (isByTeam ? list : [list]) as unknown[][];
  const fits = (count: number) =>
    count >= (rule.minCount ?? -Infinity) && count <= (rule.maxCount ?? Infinity);
  return groups.every(group => {
    const lists = group.map(item => [item].flat() as string[]);
    if (rule.operation === 'contains') return fits(lists.flat().filter(item => item === reference).length);
    if (rule.operation === 'intersection') {
      if (lists.length === 0) return true;
      return fits(new Set(lists[0]!.filter(item => lists.every(other => other.includes(item)))).size);
    }
    const against = leaves(reference);
    return lists.every(own => fits(new Set(own.filter(item => against.includes(item))).size));
  });
}

function states(statement: string, raw: RawRuleSet, assignment: Assignment): boolean {
  const call = /^(and|or|not|xor)\((.*)\)$/.exec(statement);
  if (call === null) {
    return holds(
      raw.rules.find((rule: RawRuleSet) => rule.name === statement),
      raw,
      assignment,
    );
  }
  const parts: string[] = [''];
  let depth = 0;
  for (const character of call[2]!) {
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
  }
  const results = parts.map(part => states(part, raw, assignment));
  switch (call[1]) {
    case 'and':
      return results.every(Boolean);
    case 'or':
      return results.some(Boolean);
    case 'not':
      return !results[0];
    default:
      return results.filter(Boolean).length === 1;
  }
}

/** An expression's value; what has no value (averages of nobody) is left out of lists, and is an empty list by itself. */
function evaluateText(text: string, raw: RawRuleSet, assignment: Assignment, how: string): unknown {
  const call = /^(\w+)\((.*)\)$/.exec(text.trim());
  if (call === null) return readPath(text.trim(), raw, assignment, how);
  const value = evaluateText(call[2]!, raw, assignment, how);
  const onLists = (item: unknown, apply: (list: unknown[]) => unknown, depth: number): unknown =>
    depth === 0
      ? apply(item as unknown[])
      : (item as unknown[]).map(each => onLists(each, apply, depth - 1)).filter(each => each !== undefined);
  const name = call[1]!;
  if (name === 'flatten') return (value as unknown[]).flat(1);
  // What the argument is by its text: grouped by team or not.
  const isByTeam = isGrouped(call[2]!.trim(), raw);
  if (name === 'count') return onLists(value, list => list.length, isByTeam ? 1 : 0);
  if (name === 'set_intersection') {
    return onLists(
      value,
      list => {
        const lists = list as string[][];
        return lists.length === 0
          ? []
          : [...new Set(lists.reduce((a, b) => a.filter(item => b.includes(item))))];
      },
      isByTeam ? 1 : 0,
    );
  }
  const reduce = (list: unknown[]) =>
    list.length === 0 && name !== 'sum' ? undefined : REDUCERS[name]!(list as number[]);
  const result = onLists(value, reduce, isByTeam ? 1 : 0);
  return result === undefined ? [] : result;
}

function isGrouped(text: string, raw: RawRuleSet): boolean {
  const which = /^teams\[(.*?)\]/.exec(text)?.[1];
  return which !== undefined && (which === '*' || namesFor(raw, which).length > 1);
}

function readPath(text: string, raw: RawRuleSet, assignment: Assignment, how: string): unknown {
  const [, which, rest] = /^teams\[(.*?)\](.*)$/.exec(text)!;
  const names = which === '*' ? teamNamesOf(raw) : namesFor(raw, which!);
  const attribute = /attributes\[(.*)\]/.exec(rest!)?.[1];
  const perTeam = names.map(name =>
    (assignment[name] ?? []).flatMap(ticket =>
      ticket.players.map(player =>
        attribute === undefined ? player.playerId : seen(ticket, player, attribute, how),
      ),
    ),
  );
  return which === '*' || names.length > 1 ? perTeam : perTeam[0];
}

/** The value that stands for a player: the party's. */
function seen(ticket: MatchTicket, player: MatchPlayer, attribute: string, how: string): unknown {
  const own = plainValue(player, attribute);
  if (ticket.backfill !== undefined || how === 'none') return own;
  const party = ticket.players.map(member => plainValue(member, attribute));
  if (typeof own === 'number' && REDUCERS[how]) return REDUCERS[how](party as number[]);
  if (Array.isArray(own) && how === 'union') return [...new Set((party as string[][]).flat())];
  if (Array.isArray(own) && how === 'intersection') {
    return (party as string[][]).reduce((a, b) => a.filter(item => b.includes(item)));
  }
  return own;
}

function plainValue(player: MatchPlayer, attribute: string): unknown {
  const value = player.attributes[attribute]!;
  return Object.values(value)[0];
}

function namesFor(raw: RawRuleSet, declared: string): string[] {
  return teamNamesOf(raw).filter(name => name === declared || name.replace(/_\d+$/, '') === declared);
}

function leaves(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(leaves) : value === undefined ? [] : [value];
}

function allRegions(assignment: Assignment): string[] {
  const players = Object.values(assignment)
    .flat()
    .flatMap(ticket => ticket.players);
  return [...new Set(players.flatMap(player => Object.keys(player.latencyMs)))];
}

function isNear(rule: RawRuleSet, region: string, assignment: Assignment): boolean {
  const latencies: number[] = [];
  for (const ticket of Object.values(assignment).flat()) {
    const isThere = ticket.backfill !== undefined && Object.keys(ticket.players[0]!.latencyMs).length === 0;
    if (isThere) continue;
    const party = ticket.players.map(player => player.latencyMs[region]);
    if (party.some(latency => latency === undefined)) return false;
    const value = REDUCERS[rule.partyAggregation ?? 'avg']!(party as number[]);
    for (const _ of party) latencies.push(value);
  }
  if (latencies.some(latency => latency > (rule.maxLatency ?? Infinity))) return false;
  if (rule.maxDistance === undefined) return true;
  const reference = REDUCERS[rule.distanceReference ?? 'avg']!(latencies);
  return latencies.every(latency => Math.abs(latency - reference) <= rule.maxDistance);
}
