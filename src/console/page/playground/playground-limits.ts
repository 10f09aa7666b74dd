/** What the playground keeps and does at most; the server has bounds of its own. */
export const PLAYGROUND_LIMITS = {
  /** Simulated players. Beyond that none is added. */
  players: 4,
  /** Of each player, received and shown. Beyond that the oldest are forgotten. */
  receivedMessages: 100,
  /** Of a message's payload, kept and shown. What is behind it is left out. */
  shownPayloadBytes: 1_024,
  /** Groups of a player that are shown. The server lets a player into no more. */
  groups: 100,
  /** Op codes that a player's list leaves out. */
  hiddenOpCodes: 64,
  /** Between two changes of the list, however many messages come. */
  redrawMs: 200,
  /** Between two looks at the script's file and its versions. */
  lookMs: 2_000,
  /** Game sessions that are asked whether a player is in them: the newest. */
  searchedSessions: 32,
  /** Of a payload that is written by hand: what a message of a player carries reliably. */
  sentPayloadBytes: 4_096,
} as const;
