/** Op codes of the Realtime protocol. A developer's own are positive; these are zero or negative. */
export const OpCode = {
  LOGIN: 0,
  LOGIN_RESPONSE: -1,
  PING_RESULT: -3,
  UDP_CONNECT: -5,
  UDP_CONNECT_SERVER_ACK: -6,
  UDP_CONNECT_CLIENT_ACK: -7,
  PLAYER_READY: -8,
  JOIN_GROUP: -10,
  LEAVE_GROUP: -11,
  REQUEST_GROUP_MEMBERSHIP: -12,
  GROUP_MEMBERSHIP_UPDATE: -13,
  VERIFY_IDENTITY: -14,
  VERIFY_IDENTITY_RESPONSE: -15,
  PLAYER_CONNECT: -101,
  PLAYER_DISCONNECT: -103,
  GAME_START: -1000,
  GAME_END: -1001,
} as const;

/** The server's own player id, as target and as sender. */
export const SERVER_PEER_ID = -1;
/** `targetPlayer`, `sender`: nobody. */
export const NO_PEER_ID = 0;
/** The group of every accepted player. */
export const ALL_PLAYERS_GROUP_ID = -1;
/** `targetGroup`: none. */
export const NO_GROUP_ID = 0;
/** The `clientVersion` that client SDK 1.2.0 sends. */
export const CLIENT_VERSION = 2;
