import type { AttributeDeclaration, RuleSet } from '../rule-set/rule-set.ts';
import { SeededRandom } from '../search/random.ts';
import type { AttributeValue, MatchPlayer, MatchTicket } from '../ticket.ts';

/** How the values of an attribute come about. */
export type Distribution =
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number }
  | { readonly kind: 'uniform'; readonly least: number; readonly most: number }
  /** Of a string: one of these; of a string list: each with even odds, at least one. */
  | { readonly kind: 'choice'; readonly values: readonly string[] };

export interface GenerateOptions {
  readonly ruleSet: RuleSet;
  readonly seed: number;
  readonly ticketsPerSecond: number;
  readonly seconds: number;
  /** By attribute; one that is not named has its default, or what its type suggests. */
  readonly attributes: Readonly<Record<string, Distribution>>;
  /** Each player is near one of them. */
  readonly regions: readonly string[];
  /** The most players of a ticket; parties of each size are half as many as of the one before. */
  readonly mostInParty: number;
}

const NEAR_MS = { least: 10, most: 70 };
/** On top, to any other region. */
const FAR_MS = { least: 40, most: 160 };

/** Tickets that come at random times (Poisson), with players made up. */
export function generateTickets(options: GenerateOptions): MatchTicket[] {
  const random = new SeededRandom(options.seed);
  const tickets: MatchTicket[] = [];
  for (let atMs = 0; ; ) {
    atMs += (-Math.log(1 - random.next()) / options.ticketsPerSecond) * 1_000;
    if (atMs > options.seconds * 1_000) return tickets;
    const ticketId = `ticket-${tickets.length + 1}`;
    let size = 1;
    while (size < options.mostInParty && random.next() < 1 / 3) size++;
    const home = Math.floor(random.next() * options.regions.length);
    const players = Array.from({ length: size }, (_, index) =>
      makePlayer(`${ticketId}-${index + 1}`, home, options, random),
    );
    tickets.push({ ticketId, enteredAtMs: atMs, players });
  }
}

function makePlayer(
  playerId: string,
  home: number,
  { ruleSet, regions, attributes }: GenerateOptions,
  random: SeededRandom,
): MatchPlayer {
  const between = ({ least, most }: { least: number; most: number }) =>
    least + random.next() * (most - least);
  const values = ruleSet.playerAttributes.flatMap(declaration => {
    const value = makeValue(declaration, attributes[declaration.name], random);
    return value === undefined ? [] : [[declaration.name, value] as const];
  });
  const latencies = regions.map(
    (region, index) =>
      [region, Math.round(between(NEAR_MS) + (index === home ? 0 : between(FAR_MS)))] as const,
  );
  return { playerId, attributes: Object.fromEntries(values), latencyMs: Object.fromEntries(latencies) };
}

/** @returns undefined to leave it to the default */
function makeValue(
  declaration: AttributeDeclaration,
  distribution: Distribution | undefined,
  random: SeededRandom,
): AttributeValue | undefined {
  const { type } = declaration;
  if (distribution === undefined && declaration.default !== undefined && type !== 'number') return undefined;
  if (type === 'number') {
    const mean = declaration.default?.N ?? 1_000;
    return {
      N: numberOf(distribution ?? { kind: 'normal', mean, deviation: Math.abs(mean) / 4 || 1 }, random),
    };
  }
  const choice = distribution?.kind === 'choice' ? distribution.values : ['a', 'b', 'c'];
  const one = choice[Math.floor(random.next() * choice.length)]!;
  if (type === 'string') return { S: one };
  if (type === 'string_list') {
    return { SL: [one, ...choice.filter(value => value !== one && random.next() < 0.5)] };
  }
  return { SDM: Object.fromEntries(choice.map(value => [value, Math.round(random.next() * 100)])) };
}

function numberOf(distribution: Distribution, random: SeededRandom): number {
  switch (distribution.kind) {
    case 'uniform':
      return distribution.least + random.next() * (distribution.most - distribution.least);
    case 'choice':
      return Number(distribution.values[Math.floor(random.next() * distribution.values.length)]);
    case 'normal': {
      const magnitude = Math.sqrt(-2 * Math.log(1 - random.next()));
      return distribution.mean + distribution.deviation * magnitude * Math.cos(2 * Math.PI * random.next());
    }
  }
}
