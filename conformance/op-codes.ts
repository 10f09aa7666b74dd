import { bytes, json, opCode, text } from '../src/client/index.ts';

/** The op codes of `script.js`. */
export const Op = {
  ECHO: opCode(1, text),
  ECHO_FAST: opCode(2, text),
  WHO_AM_I: opCode(3, json<{ peerId: number; payload: string }>()),
  KICK: opCode(4, bytes),
  TELL_ALL: opCode(5, text),
  GREETING: opCode(10, text),
  /** Between players. */
  TALK: opCode(20, text),
} as const;

/** Groups that nobody gets into, and that nobody gets out of. */
export const CLOSED_GROUP = 13;
export const STICKY_GROUP = 14;
