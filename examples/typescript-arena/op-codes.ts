/** The same as in `examples/arena`, so that its bots play this game too. */
export const OpCode = {
  /** From players: two bytes, the wish to move along x and y: -1, 0 or 1. */
  move: 1,
  /** To players, by the fast channel: `encodeState`. */
  state: 10,
  /** To players, reliably: JSON, whenever somebody comes or goes. */
  roster: 11,
} as const;
