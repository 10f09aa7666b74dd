import { type Limits, resolveLimits } from '../../limits/limits.ts';
import { JsonSource } from './json-source.ts';
import { Members } from './members.ts';
import { parseAlgorithm } from './parse-algorithm.ts';
import { EXPRESSION_VALUE, parseAttributes } from './parse-attributes.ts';
import { parseExpansions } from './parse-expansions.ts';
import { type ParsedRule, parseRules } from './parse-rules.ts';
import { MOST_PLAYERS, MOST_PLAYERS_SMALL, parseTeams, teamNames } from './parse-teams.ts';
import type { ParsedRuleSet, RuleSet, Team } from './rule-set.ts';
import { rulesAtAge, stageAgesMs } from './stages.ts';

/** The rules that a match of more than 40 players can have. */
const LARGE_RULES: readonly string[] = ['latency', 'batchDistance'];

/**
 * Reads the body of a rule set, and checks all of it. Comments, numbers in quotes and repeated keys (the last one
 * counts) are read as the service that is spoken like reads them; members it does not know are left alone.
 * @param text at most `ruleSetCharacters` characters
 */
export function parseRuleSet(text: string, limits: Limits = resolveLimits()): ParsedRuleSet {
  const source = new JsonSource(text, limits);
  const node = source.root();
  if (node === undefined) return { ok: false, problems: source.problems };
  const root = new Members(source, node, 'rule set');
  if (root.require('ruleLanguageVersion') && root.value('ruleLanguageVersion') !== '1.0') {
    root.complain('"ruleLanguageVersion" must be "1.0"', 'ruleLanguageVersion');
  }
  const playerAttributes = parseAttributes(root);
  const teams = parseTeams(root);
  const algorithm = parseAlgorithm(root, playerAttributes);
  const names = {
    teams: teamNames(teams),
    attributes: new Map(playerAttributes.map(({ name, type }) => [name, EXPRESSION_VALUE[type]])),
    depth: limits.ruleSetDepth,
  };
  const parsedRules = parseRules(root, names, playerAttributes);
  const expansions = parseExpansions(root, names, parsedRules);
  const rules = parsedRules.map(({ rule }) => rule);
  const ruleSet = { name: root.string('name') ?? '', playerAttributes, algorithm, teams, rules, expansions };
  if (source.problems.length === 0) checkSizes(root, ruleSet, parsedRules);
  return source.problems.length === 0 ? { ok: true, ruleSet } : { ok: false, problems: source.problems };
}

/** What the number of players allows, at every age that expansions know. */
function checkSizes(root: Members, ruleSet: RuleSet, parsedRules: readonly ParsedRule[]): void {
  const most = Math.max(...agesOf(ruleSet).map(age => playersOf(rulesAtAge(ruleSet, age).teams)));
  if (most > MOST_PLAYERS) {
    root.complain(`the teams have room for ${most} players; a match has ${MOST_PLAYERS} at most`, 'teams');
  }
  for (const age of agesOf(ruleSet)) {
    const upsideDown = rulesAtAge(ruleSet, age).teams.find(team => team.minPlayers > team.maxPlayers);
    if (upsideDown === undefined) continue;
    root.complain(
      `after ${age / 1000} s, team "${upsideDown.name}" has minPlayers above maxPlayers`,
      'expansions',
    );
    break;
  }
  if (most <= MOST_PLAYERS_SMALL) return;
  if (ruleSet.algorithm.strategy !== 'balanced') {
    root.complain(
      `a match of more than ${MOST_PLAYERS_SMALL} players (here ${most}) needs the strategy "balanced"`,
      root.has('algorithm') ? 'algorithm' : 'teams',
    );
  }
  for (const { rule, entry } of parsedRules) {
    if (LARGE_RULES.includes(rule.type)) continue;
    entry.complain(
      `in a match of more than ${MOST_PLAYERS_SMALL} players (here ${most}) only these types of rules can be: ` +
        LARGE_RULES.join(', '),
      'type',
    );
  }
}

function agesOf(ruleSet: RuleSet): number[] {
  return [0, ...stageAgesMs(ruleSet)];
}

function playersOf(teams: readonly Team[]): number {
  return teams.reduce((sum, team) => sum + team.maxPlayers, 0);
}
