import type { SeededRandom } from '../search/random.ts';
import type { AttributeValue, MatchPlayer, MatchTicket } from '../ticket.ts';
import type { RawRuleSet } from './naive-evaluator.ts';

const MODES = ['coop', 'duel', 'race'];
const MAPS = ['desert', 'forest', 'harbour', 'moon'];
const REGIONS = ['east', 'north', 'west'];
const ATTRIBUTES = [
  { name: 'skill', type: 'number' },
  { name: 'level', type: 'number' },
  { name: 'mode', type: 'string' },
  { name: 'maps', type: 'string_list' },
];
const OPERATIONS = ['<', '<=', '=', '!=', '>=', '>'];
const ALL = (attribute: string) => `flatten(teams[*].players.attributes[${attribute}])`;
const EACH = (attribute: string) => `teams[*].players.attributes[${attribute}]`;

/** Makes up rule sets, and tickets for them. */
export class RandomRuleSets {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  int(most: number): number {
    return Math.floor(this.#random.next() * (most + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length - 1)]!;
  }

  /** @param most rules it may have */
  ruleSet(most: number): RawRuleSet {
    const teams = this.#teams();
    const rules = Array.from({ length: this.int(most) }, (_, index) => this.#rule(`rule${index}`, teams));
    const usable = rules.filter(rule => rule.type !== 'batchDistance');
    if (usable.length > 1 && this.int(3) === 0) {
      rules.push({ name: 'either', type: 'compound', statement: this.#statement(usable) });
    }
    return {
      ruleLanguageVersion: '1.0',
      playerAttributes: ATTRIBUTES,
      algorithm: { expansionAgeSelection: this.pick(['newest', 'newest', 'oldest']) },
      teams,
      rules,
      expansions: this.#expansions(teams, rules),
    };
  }

  ticket(ticketId: string, nowMs: number): MatchTicket {
    const size = this.pick([1, 1, 1, 1, 2, 2, 3]);
    const players = Array.from({ length: size }, (_, index) => this.#player(`${ticketId}.${index}`));
    return { ticketId, players, enteredAtMs: nowMs - this.int(40) * 1000 };
  }

  #player(playerId: string): MatchPlayer {
    const attributes: Record<string, AttributeValue> = {
      skill: { N: this.int(20) },
      level: { N: this.int(3) },
      mode: { S: this.pick(MODES) },
      maps: { SL: MAPS.filter(() => this.int(2) > 0) },
    };
    const named = REGIONS.filter(() => this.int(5) > 0);
    return {
      playerId,
      attributes,
      latencyMs: Object.fromEntries(named.map(region => [region, 20 + this.int(100)])),
    };
  }

  #teams(): RawRuleSet[] {
    const range = () => {
      const minPlayers = 1 + this.int(2);
      return { minPlayers, maxPlayers: minPlayers + this.int(2) };
    };
    switch (this.int(3)) {
      case 0:
        return [{ name: 'red', ...range() }];
      case 1:
        return [{ name: 'trio', ...range(), quantity: 3 }];
      case 2: {
        const alike = range();
        return [
          { name: 'red', ...alike },
          { name: 'blue', ...alike },
        ];
      }
      default:
        return [
          { name: 'red', ...range() },
          { name: 'blue', minPlayers: this.int(1), maxPlayers: 2 },
        ];
    }
  }

  #rule(name: string, teams: readonly RawRuleSet[]): RawRuleSet {
    const number = this.pick(['skill', 'level']);
    const team = this.pick(teams).name;
    const partyAggregation = this.pick(['min', 'max', 'avg', undefined]);
    const reducer = this.pick(['min', 'max', 'avg', 'median', 'sum', 'stddev']);
    const setAggregation = this.pick(['union', 'intersection', undefined]);
    const operation = this.pick(OPERATIONS);
    return this.pick<() => RawRuleSet>([
      () => ({
        name,
        type: 'comparison',
        measurements: [EACH(number)],
        operation,
        referenceValue: this.int(10),
        partyAggregation,
      }),
      () => ({
        name,
        type: 'comparison',
        measurements: `count(teams[${team}].players)`,
        operation,
        referenceValue: 2,
      }),
      () => ({
        name,
        type: 'comparison',
        measurements: ALL(this.pick(['mode', 'level'])),
        operation: this.pick(['=', '!=']),
      }),
      () => ({
        name,
        type: 'comparison',
        measurements: [`${reducer}(${EACH(number)})`],
        operation,
        referenceValue: `${this.pick(['min', 'max', 'avg'])}(${ALL(number)})`,
        partyAggregation,
      }),
      () => ({
        name,
        type: 'distance',
        measurements: [`${reducer}(${EACH(number)})`],
        referenceValue: `avg(${ALL(number)})`,
        maxDistance: this.int(8),
        partyAggregation,
      }),
      () => ({
        name,
        type: 'distance',
        measurements: [`max(${ALL(number)})`],
        referenceValue: `min(${ALL(number)})`,
        maxDistance: this.int(12),
        partyAggregation,
      }),
      () => ({
        name,
        type: 'distance',
        measurements: ['max(count(teams[*].players))'],
        referenceValue: 'min(count(teams[*].players))',
        maxDistance: this.int(1),
      }),
      () => ({
        name,
        type: 'distance',
        measurements: [ALL(number)],
        referenceValue: 8,
        minDistance: this.int(2),
        maxDistance: 9,
      }),
      () => ({
        name,
        type: 'collection',
        measurements: ALL('maps'),
        operation: 'intersection',
        minCount: this.int(1),
        maxCount: 2 + this.int(2),
        partyAggregation: setAggregation,
      }),
      () => ({
        name,
        type: 'collection',
        measurements: this.pick([ALL('maps'), EACH('maps'), ALL('mode')]),
        operation: 'contains',
        referenceValue: this.pick(['moon', 'coop']),
        maxCount: this.int(4),
        minCount: this.int(1),
      }),
      () => ({
        name,
        type: 'collection',
        measurements: ALL('maps'),
        operation: 'reference_intersection_count',
        referenceValue: this.pick<unknown>([
          `set_intersection(${ALL('maps')})`,
          MAPS.slice(0, 2),
          `flatten(teams[${team}].players.attributes[mode])`,
        ]),
        maxCount: 1 + this.int(2),
        minCount: this.int(1),
        partyAggregation: setAggregation,
      }),
      () => ({ name, type: 'latency', maxLatency: 50 + this.int(60), partyAggregation }),
      () => ({
        name,
        type: 'latency',
        maxDistance: 10 + this.int(60),
        distanceReference: this.pick(['min', 'avg', undefined]),
        partyAggregation,
      }),
      () => ({ name, type: 'batchDistance', batchAttribute: number, maxDistance: this.int(10) }),
      () => ({ name, type: 'batchDistance', batchAttribute: 'mode' }),
    ])();
  }

  #statement(usable: readonly RawRuleSet[]): string {
    const [a, b] = [this.pick(usable).name, this.pick(usable).name];
    return this.pick([`or(${a}, ${b})`, `and(${a}, not(${b}))`, `xor(${a}, ${b})`, `not(and(${a}, ${b}))`]);
  }

  #expansions(teams: readonly RawRuleSet[], rules: readonly RawRuleSet[]): RawRuleSet[] {
    const expansions: RawRuleSet[] = [];
    for (const rule of rules) {
      const property = ['maxDistance', 'maxLatency', 'maxCount'].find(name => name in rule);
      if (property === undefined || rule.batchAttribute === 'mode' || this.int(1) === 0) continue;
      const steps = [10, 20].map((waitTimeSeconds, n) => ({
        waitTimeSeconds,
        value: rule[property] + 5 * (n + 1),
      }));
      expansions.push({ target: `rules[${rule.name}].${property}`, steps });
    }
    const { name, minPlayers } = this.pick(teams);
    if (minPlayers > 1 && this.int(1) === 0) {
      expansions.push({ target: `teams[${name}].minPlayers`, steps: [{ waitTimeSeconds: 15, value: 1 }] });
    }
    return expansions;
  }
}
