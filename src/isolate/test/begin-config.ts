import type { BeginConfig } from '../../../runtime-api/kernel/config.ts';

/** A game session that nothing is known of. */
export const BEGIN_CONFIG: BeginConfig = {
  gameSession: {
    gameSessionId: 'test',
    name: '',
    fleetId: '',
    maximumPlayerSessionCount: 1,
    gameProperties: [],
    gameSessionData: '',
    matchmakerData: '',
    ipAddress: '',
    dnsName: '',
    port: 0,
  },
  defaultMaxPlayers: 1,
  processArguments: [],
  seed: [1, 2, 3, 4],
};
