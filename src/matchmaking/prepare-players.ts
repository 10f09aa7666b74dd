import type { RuleSet } from './rule-set/rule-set.ts';
import type { MatchPlayer } from './ticket.ts';

export type PreparedPlayers =
  | { readonly ok: true; readonly players: readonly MatchPlayer[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * What a rule set makes of a ticket's players: attributes it does not declare are left out, defaults filled in.
 * Refused are wrong types, attributes missing without a default, teams that do not exist, and parties that no team
 * can ever hold.
 */
export function preparePlayers(
  _ruleSet: RuleSet,
  _players: readonly MatchPlayer[],
  _kind: 'new' | 'backfill',
): PreparedPlayers {
  throw new Error('being built');
}
