import type { MatchedTeam } from './match.ts';
import type { AttributeValue, MatchPlayer } from './ticket.ts';

/** What a game session is told of its match. */
export interface MatchmakerData {
  readonly matchId: string;
  readonly matchmakingConfigurationArn: string;
  readonly teams: readonly MatchedTeam[];
  readonly autoBackfillMode: 'AUTOMATIC' | 'MANUAL' | null;
  readonly autoBackfillTicketId: string | null;
}

/** How matchmaker data calls the kinds of attributes. */
const TYPE_OF = {
  S: 'STRING',
  N: 'DOUBLE',
  SL: 'STRING_LIST',
  SDM: 'STRING_DOUBLE_MAP',
} as const satisfies Record<keyof AttributeValue, string>;
const KINDS = Object.entries(TYPE_OF) as [keyof AttributeValue, string][];

/**
 * The text of matchmaker data, as the live service writes it: attributes in the order of their names, doubles with a
 * fraction, no latencies. Source: `matchmaker-data-live-shape.json`.
 */
export function writeMatchmakerData(data: MatchmakerData): string {
  const teams = data.teams.map(
    ({ name, players }) =>
      `{"name":${JSON.stringify(name)},"players":[${players.map(playerText).join(',')}]}`,
  );
  return (
    `{"matchId":${JSON.stringify(data.matchId)},` +
    `"matchmakingConfigurationArn":${JSON.stringify(data.matchmakingConfigurationArn)},` +
    `"teams":[${teams.join(',')}],` +
    `"autoBackfillMode":${JSON.stringify(data.autoBackfillMode)},` +
    `"autoBackfillTicketId":${JSON.stringify(data.autoBackfillTicketId)}}`
  );
}

function playerText({ playerId, attributes }: MatchPlayer): string {
  const names = Object.keys(attributes).sort();
  const members = names.map(name => `${JSON.stringify(name)}:${attributeText(attributes[name]!)}`);
  return `{"playerId":${JSON.stringify(playerId)},"attributes":{${members.join(',')}}}`;
}

function attributeText(value: AttributeValue): string {
  const [kind, type] = KINDS.find(([member]) => value[member] !== undefined)!;
  return `{"attributeType":"${type}","valueAttribute":${valueText(value, kind)}}`;
}

function valueText(value: AttributeValue, kind: keyof AttributeValue): string {
  if (kind === 'N') return doubleText(value.N!);
  if (kind !== 'SDM') return JSON.stringify(value[kind]);
  const members = Object.entries(value.SDM!).map(
    ([key, number]) => `${JSON.stringify(key)}:${doubleText(number)}`,
  );
  return `{${members.join(',')}}`;
}

/** JSON has one kind of number; readers of doubles are shown that this is one. */
function doubleText(value: number): string {
  const text = JSON.stringify(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Reads it back, for a backfill: players get their `team`, and no latency. @returns undefined if it is no such data */
export function readMatchmakerData(text: string): MatchmakerData | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(data) || !Array.isArray(data.teams) || !data.teams.every(isTeam)) return undefined;
  return {
    matchId: String(data.matchId ?? ''),
    matchmakingConfigurationArn: String(data.matchmakingConfigurationArn ?? ''),
    teams: data.teams.map(({ name, players }) => ({
      name,
      players: players.map(({ playerId, attributes }) => ({
        playerId,
        team: name,
        latencyMs: {},
        attributes: attributesFrom(attributes),
      })),
    })),
    autoBackfillMode:
      data.autoBackfillMode === 'AUTOMATIC' || data.autoBackfillMode === 'MANUAL'
        ? data.autoBackfillMode
        : null,
    autoBackfillTicketId: typeof data.autoBackfillTicketId === 'string' ? data.autoBackfillTicketId : null,
  };
}

interface TeamData {
  readonly name: string;
  readonly players: readonly { readonly playerId: string; readonly attributes?: unknown }[];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTeam(team: unknown): team is TeamData {
  return (
    isObject(team) &&
    typeof team.name === 'string' &&
    Array.isArray(team.players) &&
    team.players.every(player => isObject(player) && typeof player.playerId === 'string')
  );
}

function attributesFrom(attributes: unknown): Record<string, AttributeValue> {
  if (!isObject(attributes)) return {};
  const entries = Object.entries(attributes).flatMap(([name, attribute]) => {
    if (!isObject(attribute)) return [];
    const kind = KINDS.find(([, type]) => type === attribute.attributeType)?.[0];
    return kind === undefined ? [] : [[name, { [kind]: attribute.valueAttribute }] as const];
  });
  return Object.fromEntries(entries);
}
