import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { resolveLimits } from '../../limits/limits.ts';
import { parseRuleSet } from './parse-rule-set.ts';

const EXAMPLES = new URL('../../../examples/rule-sets/', import.meta.url);

/** `where` may be given; the rest is a rule set that is right. */
function ruleSetWith(parts: {
  version?: string;
  attributes?: string;
  algorithm?: string;
  teams?: string;
  rules?: string;
  expansions?: string;
}): string {
  const {
    version = '"1.0"',
    attributes = '{"name": "skill", "type": "number"}, {"name": "mode", "type": "string"}, {"name": "maps", "type": "string_list"}, {"name": "taste", "type": "string_number_map"}',
    algorithm = '{}',
    teams = '{"name": "red", "minPlayers": 1, "maxPlayers": 4}, {"name": "duo", "minPlayers": 1, "maxPlayers": 2, "quantity": 2}',
    rules = '{"name": "Fair", "type": "distance", "measurements": ["avg(teams[*].players.attributes[skill])"], "referenceValue": 5, "maxDistance": 10}, {"name": "Near", "type": "latency", "maxLatency": 50}',
    expansions = '',
  } = parts;
  return [
    '{',
    `  "ruleLanguageVersion": ${version},`,
    `  "playerAttributes": [${attributes}],`,
    `  "algorithm": ${algorithm},`,
    `  "teams": [${teams}],`,
    `  "rules": [${rules}],`,
    `  "expansions": [${expansions}]`,
    '}',
  ].join('\n');
}

const rule = (members: string) => ruleSetWith({ rules: `{"name": "R", ${members}}` });
const expansion = (target: string, steps: string) =>
  ruleSetWith({ expansions: `{"target": ${target}, "steps": [${steps}]}` });
const measuring = (expression: string) =>
  rule(`"type": "comparison", "measurements": ["${expression}"], "operation": "=", "referenceValue": 1`);

/** What is wrong stands right after the sign ⟨. */
const REFUSED: readonly [string, string, RegExp][] = [
  ['text that is no JSON', '{"a": 1,\n ⟨}', /property name expected/],
  ['no object', '⟨[]', /a rule set is a JSON object/],
  [
    'no version',
    '⟨{"teams": [{"name": "a", "minPlayers": 1, "maxPlayers": 1}]}',
    /"ruleLanguageVersion" is missing/,
  ],
  ['another version', ruleSetWith({ version: '⟨"2.0"' }), /must be "1.0"/],
  [
    'no team',
    ruleSetWith({ teams: '' })
      .replace('"teams": []', '"teams": ⟨[]')
      .replace(/"rules": \[.*\]/, '"rules": []'),
    /at least one team/,
  ],
  [
    'a team without sizes',
    ruleSetWith({ teams: '⟨{"name": "red", "minPlayers": 1}' }),
    /"maxPlayers" is missing/,
  ],
  [
    'teams of the same name',
    ruleSetWith({
      teams:
        '{"name": "red", "minPlayers": 1, "maxPlayers": 1}, {"name": "red", "minPlayers": 1, "maxPlayers": 1}',
    }).replace('"teams": [', '"teams": ⟨['),
    /two teams of a match are called "red"/,
  ],
  [
    'sizes upside down',
    ruleSetWith({ teams: '{"name": "red", "minPlayers": ⟨5, "maxPlayers": 4}' }),
    /minPlayers \(5\) is above maxPlayers \(4\)/,
  ],
  [
    'a size that is no whole number',
    ruleSetWith({ teams: '{"name": "red", "minPlayers": ⟨1.5, "maxPlayers": 4}' }),
    /whole number of at least 0/,
  ],
  [
    'a team for nobody',
    ruleSetWith({ teams: '{"name": "red", "minPlayers": 0, "maxPlayers": ⟨0}' }),
    /whole number of at least 1/,
  ],
  [
    'too many players',
    ruleSetWith({
      teams:
        '{"name": "red", "minPlayers": 1, "maxPlayers": 150}, {"name": "blue", "minPlayers": 1, "maxPlayers": 51}',
    }).replace('"teams": [', '"teams": ⟨['),
    /room for 201 players/,
  ],
  [
    'too many teams',
    ruleSetWith({ teams: '⟨{"name": "red", "minPlayers": 1, "maxPlayers": 1, "quantity": 1000000000}' }),
    /room for 1000000000 players/,
  ],
  [
    'attributes of the same name',
    ruleSetWith({
      attributes: '{"name": "skill", "type": "number"}, {"name": ⟨"skill", "type": "number"}',
      rules: '',
    }),
    /another player attribute has this name/,
  ],
  [
    'an unknown type',
    ruleSetWith({ attributes: '{"name": "skill", "type": ⟨"double"}', rules: '' }),
    /"double"; it must be one of: string, number/,
  ],
  [
    'a default of another type',
    ruleSetWith({ attributes: '{"name": "skill", "type": "number", "default": ⟨["a"]}', rules: '' }),
    /not of the type number/,
  ],
  ['an unknown strategy', ruleSetWith({ algorithm: '{"strategy": ⟨"fast"}' }), /"fast"; it must be one of/],
  [
    'a batching preference of the other strategy',
    ruleSetWith({ algorithm: '{"batchingPreference": ⟨"fastestRegion"}' }),
    /must be one of: random, sorted/,
  ],
  [
    'sorted by nothing',
    ruleSetWith({ algorithm: '⟨{"batchingPreference": "sorted"}' }),
    /needs "sortByAttributes"/,
  ],
  [
    'sorted by what is not there',
    ruleSetWith({ algorithm: '{"batchingPreference": "sorted", "sortByAttributes": ⟨["age"]}' }),
    /"age" is no player attribute/,
  ],
  [
    'balanced by nothing',
    ruleSetWith({ algorithm: '⟨{"strategy": "balanced"}' }),
    /needs "balancedAttribute"/,
  ],
  [
    'balanced by a string',
    ruleSetWith({ algorithm: '{"strategy": "balanced", "balancedAttribute": ⟨"mode"}' }),
    /no player attribute of the type number/,
  ],
  [
    'a large match that is not balanced',
    ruleSetWith({ algorithm: '⟨{}', teams: '{"name": "red", "minPlayers": 1, "maxPlayers": 41}', rules: '' }),
    /needs the strategy "balanced"/,
  ],
  [
    'a rule that large matches cannot have',
    ruleSetWith({
      algorithm: '{"strategy": "balanced", "balancedAttribute": "skill"}',
      teams: '{"name": "red", "minPlayers": 1, "maxPlayers": 41}',
      rules:
        '{"name": "R", "type": ⟨"comparison", "measurements": ["flatten(teams[*].players.attributes[mode])"], "operation": "="}',
    }),
    /only these types of rules/,
  ],
  [
    'rules of the same name',
    ruleSetWith({
      rules:
        '{"name": "Near", "type": "latency", "maxLatency": 1}, {"name": ⟨"Near", "type": "latency", "maxLatency": 1}',
    }),
    /another rule has this name/,
  ],
  ['an unknown type of rule', rule('"type": ⟨"nearness"'), /"nearness"; it must be one of/],
  [
    'a rule without a name',
    ruleSetWith({ rules: '⟨{"type": "latency", "maxLatency": 1}' }),
    /"name" is missing/,
  ],
  [
    'a comparison without an operation',
    ruleSetWith({
      rules: '⟨{"name": "R", "type": "comparison", "measurements": ["count(teams[red].players)"]}',
    }),
    /"operation" is missing/,
  ],
  [
    'an unknown operation',
    rule('"type": "comparison", "measurements": ["count(teams[red].players)"], "operation": ⟨"=="'),
    /"=="; it must be one of/,
  ],
  [
    'less than nothing in particular',
    rule('"type": "comparison", "measurements": ["count(teams[red].players)"], "operation": ⟨"<"'),
    /without a "referenceValue" only = and !=/,
  ],
  [
    'strings by size',
    rule(
      '"type": "comparison", "measurements": ["teams[red].players.attributes[mode]"], "operation": ⟨"<", "referenceValue": "a"',
    ),
    /strings are compared with = and !=/,
  ],
  [
    'a reference of another kind',
    rule(
      '"type": "comparison", "measurements": ["count(teams[red].players)"], "operation": "=", "referenceValue": ⟨"many"',
    ),
    /must be a number/,
  ],
  [
    'a reference expression of another kind',
    rule(
      '"type": "comparison", "measurements": ["count(teams[red].players)"], "operation": "=", "referenceValue": ⟨"teams[red].players.attributes[mode]"',
    ),
    /the reference is a list of string, not number/,
  ],
  [
    'measurements of different kinds',
    rule(
      '"type": "comparison", "measurements": ⟨["count(teams[red].players)", "teams[red].players.attributes[mode]"], "operation": "="',
    ),
    /different kinds of values: number, string/,
  ],
  [
    'no measurements',
    rule('"type": "comparison", "measurements": ⟨[], "operation": "="'),
    /at least one expression/,
  ],
  [
    'a distance from nothing',
    ruleSetWith({
      rules:
        '⟨{"name": "R", "type": "distance", "measurements": ["count(teams[red].players)"], "maxDistance": 1}',
    }),
    /"referenceValue" is missing/,
  ],
  [
    'a distance without a limit',
    ruleSetWith({
      rules:
        '⟨{"name": "R", "type": "distance", "measurements": ["count(teams[red].players)"], "referenceValue": 1}',
    }),
    /needs "maxDistance" or "minDistance"/,
  ],
  [
    'a distance of strings',
    rule(
      '"type": "distance", "measurements": ⟨["teams[red].players.attributes[mode]"], "referenceValue": 1, "maxDistance": 1',
    ),
    /kind string; the rule is for number/,
  ],
  [
    'a collection that contains nothing',
    ruleSetWith({
      rules:
        '⟨{"name": "R", "type": "collection", "measurements": ["teams[red].players.attributes[maps]"], "operation": "contains"}',
    }),
    /"referenceValue" is missing/,
  ],
  [
    'an intersection of numbers',
    rule(
      '"type": "collection", "measurements": ⟨["teams[red].players.attributes[skill]"], "operation": "intersection"',
    ),
    /intersection is for strings/,
  ],
  [
    'a wrong aggregation',
    rule('"type": "latency", "maxLatency": 1, "partyAggregation": ⟨"union"'),
    /must be one of: min, max, avg/,
  ],
  [
    'a latency without a limit',
    ruleSetWith({ rules: '⟨{"name": "R", "type": "latency"}' }),
    /needs "maxLatency" or "maxDistance"/,
  ],
  [
    'a limit that is no number',
    rule('"type": "latency", "maxLatency": ⟨"fast"'),
    /"maxLatency" must be a number/,
  ],
  [
    'sorting by a string',
    rule('"type": "distanceSort", "sortDirection": "ascending", "sortAttribute": ⟨"mode"'),
    /must name one of the type number or string_number_map/,
  ],
  [
    'sorting by a map without a key',
    ruleSetWith({
      rules: '⟨{"name": "R", "type": "absoluteSort", "sortDirection": "ascending", "sortAttribute": "taste"}',
    }),
    /"mapKey" is needed/,
  ],
  [
    'a batch distance of a number without a limit',
    ruleSetWith({ rules: '⟨{"name": "R", "type": "batchDistance", "batchAttribute": "skill"}' }),
    /needs "maxDistance"/,
  ],
  [
    'a statement about rules that are not there',
    rule('"type": "compound", "statement": "and(⟨Far, Fair)"'),
    /there is no rule "Far"/,
  ],
  [
    'a statement with a wrong operator',
    rule('"type": "compound", "statement": "⟨nor(A, B)"'),
    /"nor" is no operator/,
  ],
  [
    'a statement that does not end',
    ruleSetWith({
      rules:
        '{"name": "A", "type": "latency", "maxLatency": 1}, {"name": "R", "type": "compound", "statement": "not(A⟨"}',
    }),
    /"\)" or "," should stand here/,
  ],
  ['a team that is not there', measuring('count(teams[⟨green].players)'), /there is no team "green"/],
  [
    'an attribute that is not there',
    measuring('avg(teams[red].players.attributes[⟨age])'),
    /"age" is no player attribute/,
  ],
  ['an unknown function', measuring('⟨mean(teams[red].players.attributes[skill])'), /"mean" is no function/],
  [
    'an average of strings',
    measuring('⟨avg(teams[red].players.attributes[mode])'),
    /avg needs a list of numbers/,
  ],
  [
    'a count of one number',
    measuring('⟨count(avg(teams[red].players.attributes[skill]))'),
    /count needs a list/,
  ],
  ['an expression that goes on', measuring('count(teams[red].players)⟨)'), /should end here/],
  ['an expression that stops', measuring('count(teams[red]⟨'), /"\)" should stand here/],
  [
    'an expansion of what is not there',
    expansion('⟨"rules[Far].maxLatency"', '{"waitTimeSeconds": 1, "value": 2}'),
    /there is no \(valid\) rule "Far"/,
  ],
  [
    'an expansion of what cannot be',
    expansion('⟨"rules[Near].name"', '{"waitTimeSeconds": 1, "value": 2}'),
    /"name" cannot be expanded/,
  ],
  [
    'an expansion of what the rule has not',
    expansion('⟨"rules[Fair].minDistance"', '{"waitTimeSeconds": 1, "value": 2}'),
    /has no "minDistance" to begin with/,
  ],
  [
    'an expansion of nothing',
    expansion('⟨"algorithm"', '{"waitTimeSeconds": 1, "value": 2}'),
    /a target is rules\[NAME\]/,
  ],
  [
    'times that do not increase',
    expansion(
      '"rules[Near].maxLatency"',
      '{"waitTimeSeconds": 5, "value": 2}, {"waitTimeSeconds": ⟨5, "value": 3}',
    ),
    /above that of the step before/,
  ],
  [
    'a step without a value',
    expansion('"rules[Near].maxLatency"', '⟨{"waitTimeSeconds": 5}'),
    /"value" is missing/,
  ],
  [
    'a step of another kind',
    expansion('"rules[Near].maxLatency"', '{"waitTimeSeconds": 5, "value": ⟨"far"}'),
    /"value" must be a number/,
  ],
  [
    'teams that an expansion turns upside down',
    expansion('"teams[red].maxPlayers"', '{"waitTimeSeconds": 5, "value": 1}')
      .replace('"minPlayers": 1, "maxPlayers": 4', '"minPlayers": 2, "maxPlayers": 4')
      .replace('"expansions": [', '"expansions": ⟨['),
    /after 5 s, team "red" has minPlayers above maxPlayers/,
  ],
];

test.each(REFUSED)('refused, with line, column and reason: %s', (_, marked, reason) => {
  const at = marked.indexOf('⟨');
  const before = marked.slice(0, at).split('\n');
  const parsed = parseRuleSet(marked.replace('⟨', ''));
  expect(parsed.ok).toBe(false);
  if (parsed.ok) return;
  const found = parsed.problems.find(({ message }) => reason.test(message));
  expect(found, JSON.stringify(parsed.problems)).toBeDefined();
  expect(found).toMatchObject({ line: before.length, column: before.at(-1)!.length + 1 });
});

test('the rule set that all of these are made from is right', () => {
  expect(parseRuleSet(ruleSetWith({}))).toMatchObject({ ok: true });
});

test.each(readdirSync(EXAMPLES))('the example %s is right', file => {
  expect(parseRuleSet(readFileSync(new URL(file, EXAMPLES), 'utf8'))).toMatchObject({ ok: true });
});

test('comments, numbers in quotes, repeated keys, one measurement without a list and blanks in names are read', () => {
  const parsed = parseRuleSet(`{
    // a comment
    "ruleLanguageVersion": "1.0", /* another */
    "name": "first", "name": "last",
    "playerAttributes": [{"name": "skill", "type": "number", "default": "7"}],
    "teams": [{"name": "red team", "minPlayers": "1", "maxPlayers": "3"}],
    "rules": [{"name": "R", "type": "distance", "unknown": {}, "maxDistance": "500",
      "measurements": "avg(team[red team].players.attributes[ skill ])", "referenceValue": "20"}]
  }`);
  expect(parsed).toMatchObject({
    ok: true,
    ruleSet: {
      name: 'last',
      playerAttributes: [{ default: { N: 7 } }],
      teams: [{ name: 'red team', minPlayers: 1, maxPlayers: 3 }],
      rules: [{ maxDistance: 500, referenceValue: { kind: 'number', value: 20 } }],
    },
  });
});

test('a team with a quantity is there as often, and rules may name all of them or one', () => {
  const parsed = parseRuleSet(
    rule(
      '"type": "comparison", "measurements": ["count(teams[duo].players)", "count(teams[duo_2, red].players)"], "operation": "=", "referenceValue": 2',
    ),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  expect(parsed.ruleSet.teams.map(team => team.name)).toEqual(['red', 'duo_1', 'duo_2']);
  const [measured] = parsed.ruleSet.rules;
  expect(measured).toMatchObject({
    measurements: [{ argument: { teams: ['duo_1', 'duo_2'] } }, { argument: { teams: ['duo_2', 'red'] } }],
  });
});

test('a rule set is plain data', () => {
  for (const file of readdirSync(EXAMPLES)) {
    const parsed = parseRuleSet(readFileSync(new URL(file, EXAMPLES), 'utf8'));
    expect(structuredClone(parsed)).toEqual(parsed);
  }
});

test('what is monstrous is refused, and quickly', () => {
  const { ruleSetDepth, ruleSetCharacters, ruleSetProblems } = resolveLimits();
  const deep = (open: string, close: string) => open.repeat(5_000) + close.repeat(5_000);
  const texts = [
    deep('[', ']'),
    deep('{"a":', '}'),
    rule(`"type": "compound", "statement": "${deep('not(', ')')}"`),
    measuring(deep('flatten(', ')')),
    ' '.repeat(ruleSetCharacters + 1),
    ruleSetWith({ rules: Array.from({ length: 500 }, () => '{"name": "R"}').join() }),
    '{'.repeat(ruleSetDepth + 1),
    `[${'"a" '.repeat(10_000)}]`,
  ];
  for (const text of texts) {
    const parsed = parseRuleSet(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problems.length).toBeLessThanOrEqual(ruleSetProblems);
  }
});
