/** Every bound of the client, and what happens at it. The server has a table of its own. */
export const CLIENT_LIMITS = {
  /** From `connect` to the login's answer. At it: `connect` rejects with `connect_timeout`. */
  loginMs: 10_000,
  /** From `close` to the server's answer. At it: the connection counts as closed, with code 1006. */
  closeGraceMs: 2_000,
  /** UDP_CONNECT is repeated after this long, then after twice as long each time, */
  udpConnectFirstMs: 100,
  /** but never further apart than this, until it is acknowledged or the connection ends. */
  udpConnectMaxMs: 5_000,
  /** The largest payload of a datagram. Above it: the message goes by the reliable channel. */
  fastPayloadBytes: 1_200,
  /** What may wait to be written to the WebSocket. Above it: the message is not taken, `send` returns false. */
  sendBufferBytes: 1024 * 1024,
  /** So often the client looks how much of it still waits, while something does. */
  bufferLookMs: 100,
  /** Events held for a listener that is not there yet, or for a slow loop. At either bound: the oldest is dropped. */
  heldEvents: 1_024,
  heldBytes: 4 * 1024 * 1024,
  /** The round trip is measured so often. */
  roundTripEveryMs: 5_000,
  /** From when the server was asked or last heard. At it: the connection counts as broken, with code 1006. */
  silentMs: 15_000,
  /** Logins after a connection broke. After the last: the client is closed. */
  reconnectAttempts: 10,
  /** They are counted on where the connection lasted less than this, so that no loop of logins goes on for ever. */
  reconnectStableMs: 10_000,
  /** The wait before the first of them; it doubles, */
  reconnectFirstMs: 250,
  /** but is never longer than this. */
  reconnectMaxMs: 10_000,
} as const;

export type ClientLimits = Readonly<Record<keyof typeof CLIENT_LIMITS, number>>;
