import type { AttributeDeclaration, AttributeType, RuleSet } from './rule-set/rule-set.ts';
import { rulesAtAge, stageAgesMs } from './rule-set/stages.ts';
import type { AttributeValue, MatchPlayer } from './ticket.ts';

export type PreparedPlayers =
  | { readonly ok: true; readonly players: readonly MatchPlayer[] }
  | { readonly ok: false; readonly problems: readonly string[] };

const MEMBER_OF: Readonly<Record<AttributeType, keyof AttributeValue>> = {
  string: 'S',
  number: 'N',
  string_list: 'SL',
  string_number_map: 'SDM',
};

/**
 * What a rule set makes of a ticket's players: attributes it does not declare are left out, defaults filled in.
 * Refused are wrong types, attributes missing without a default, players named twice, parties that no team can ever
 * hold, and for a backfill teams that do not exist. Who is new gets a team by being matched alone.
 */
export function preparePlayers(
  ruleSet: RuleSet,
  players: readonly MatchPlayer[],
  kind: 'new' | 'backfill',
): PreparedPlayers {
  const problems: string[] = [];
  if (players.length === 0) problems.push('there are no players');
  const ids = new Set(players.map(player => player.playerId));
  if (ids.size < players.length) problems.push('a player is named twice');
  const largest = mostInATeam(ruleSet);
  if (kind === 'new' && players.length > largest) {
    problems.push(`${players.length} players are more than any team has room for (${largest})`);
  }
  const prepared = players.map(player => {
    const { team, ...rest } = player;
    const isTeam = ruleSet.teams.some(({ name }) => name === team);
    if (kind === 'backfill' && !isTeam) {
      problems.push(`player "${player.playerId}": there is no team "${team ?? ''}"`);
    }
    const attributes = attributesOf(player, ruleSet.playerAttributes, problems);
    return { ...rest, attributes, ...(kind === 'backfill' && team !== undefined && { team }) };
  });
  return problems.length === 0 ? { ok: true, players: prepared } : { ok: false, problems };
}

function attributesOf(
  { playerId, attributes }: MatchPlayer,
  declarations: readonly AttributeDeclaration[],
  problems: string[],
): Record<string, AttributeValue> {
  const entries: [string, AttributeValue][] = [];
  for (const { name, type, default: ifMissing } of declarations) {
    const given = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    const value = given ?? ifMissing;
    if (value === undefined) {
      problems.push(`player "${playerId}": attribute "${name}" is missing and has no default`);
    } else if (value[MEMBER_OF[type]] === undefined) {
      problems.push(`player "${playerId}": attribute "${name}" must be a ${type} (${MEMBER_OF[type]})`);
    } else {
      entries.push([name, { [MEMBER_OF[type]]: value[MEMBER_OF[type]] }]);
    }
  }
  return Object.fromEntries(entries);
}

/** At any age. */
function mostInATeam(ruleSet: RuleSet): number {
  const sizes = [0, ...stageAgesMs(ruleSet)].flatMap(age =>
    rulesAtAge(ruleSet, age).teams.map(team => team.maxPlayers),
  );
  return Math.max(...sizes);
}
