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
    gameProperties: config.gameProperties.map(({ key, value }) => ({ key, value, Key: key, Value: value })),
    gameSessionData: config.gameSessionData,
    matchmakerData: config.matchmakerData,
    ipAddress: config.ipAddress,
    dnsName: config.dnsName,
    port: config.port,
  };
  for (const name of Object.keys(fields)) {
    fields[name.charAt(0).toUpperCase() + name.slice(1)] = fields[name];
  }
  return fields;
}
