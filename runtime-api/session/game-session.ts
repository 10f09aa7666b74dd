import { objectKeys, stringSlice, stringToUpperCase } from '../kernel/primordials.ts';

/** A game session's description, as the host sends it (JSON). */
export interface GameSessionConfig {
  gameSessionId: string;
  name: string;
  fleetId: string;
  maximumPlayerSessionCount: number;
  gameProperties: { key: string; value: string }[];
  gameSessionData: string;
  matchmakerData: string;
  ipAddress: string;
  dnsName: string;
  port: number;
}

/**
 * What `onStartGameSession` gets: every field by its camelCase and its PascalCase name, as published scripts
 * use both.
 */
export function createGameSession(config: GameSessionConfig): Record<string, unknown> {
  const fields: Record<string, unknown> = {
    gameSessionId: config.gameSessionId,
    name: config.name,
    fleetId: config.fleetId,
    maximumPlayerSessionCount: config.maximumPlayerSessionCount,
    maxPlayers: config.maximumPlayerSessionCount,
    gameProperties: createProperties(config.gameProperties),
    gameSessionData: config.gameSessionData,
    matchmakerData: config.matchmakerData,
    ipAddress: config.ipAddress,
    dnsName: config.dnsName,
    port: config.port,
  };
  const names = objectKeys(fields);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    fields[stringToUpperCase(stringSlice(name, 0, 1)) + stringSlice(name, 1)] = fields[name];
  }
  return fields;
}

function createProperties(given: GameSessionConfig['gameProperties']): object[] {
  const properties: object[] = [];
  for (let i = 0; i < given.length; i++) {
    const { key, value } = given[i]!;
    properties[i] = { key, value, Key: key, Value: value };
  }
  return properties;
}
