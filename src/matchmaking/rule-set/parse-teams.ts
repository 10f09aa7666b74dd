import type { Members } from './members.ts';
import type { Team } from './rule-set.ts';

/** Players of a match, all teams together. */
export const MOST_PLAYERS = 200;
/** Up to here a match is small: any rule and strategy will do. */
export const MOST_PLAYERS_SMALL = 40;

/** Every team of a match; one with a quantity becomes that many, numbered. */
export function parseTeams(root: Members): Team[] {
  if (!root.require('teams')) return [];
  const entries = root.objects('teams', 'team');
  if (entries.length === 0) root.complain('at least one team is needed', 'teams');
  const teams = entries.flatMap(parseTeam);
  const names = new Set<string>();
  for (const { name } of teams) {
    if (names.has(name)) root.complain(`two teams of a match are called "${name}"`, 'teams');
    names.add(name);
  }
  return teams;
}

function parseTeam(entry: Members): Team[] {
  if (!entry.require('name', 'minPlayers', 'maxPlayers')) return [];
  const name = entry.string('name');
  const minPlayers = entry.count('minPlayers', 0);
  const maxPlayers = entry.count('maxPlayers', 1);
  const quantity = entry.has('quantity') ? entry.count('quantity', 1) : 1;
  if (name === undefined || minPlayers === undefined || maxPlayers === undefined || quantity === undefined) {
    return [];
  }
  if (name === '' || /[[\],*]/.test(name)) {
    entry.complain('the name of a team must not be empty, nor have brackets, commas or asterisks', 'name');
    return [];
  }
  if (minPlayers > maxPlayers) {
    entry.complain(`minPlayers (${minPlayers}) is above maxPlayers (${maxPlayers})`, 'minPlayers');
  }
  if (maxPlayers * quantity > MOST_PLAYERS) {
    entry.complain(`it has room for ${maxPlayers * quantity} players; a match has ${MOST_PLAYERS} at most`);
    return [];
  }
  const numbered = (index: number) => (quantity === 1 ? name : `${name}_${index + 1}`);
  return Array.from({ length: quantity }, (_, index) => ({
    name: numbered(index),
    declaredName: name,
    minPlayers,
    maxPlayers,
  }));
}

/** Names of teams in a match, by every name that rules may use: `trio` for all of `trio_1`, `trio_2`, … */
export function teamNames(teams: readonly Team[]): Map<string, string[]> {
  const names = Map.groupBy(teams, team => team.declaredName);
  const byName = new Map([...names].map(([declared, group]) => [declared, group.map(team => team.name)]));
  for (const { name } of teams) if (!byName.has(name)) byName.set(name, [name]);
  return byName;
}
