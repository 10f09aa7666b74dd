// What the types of the script API mark in an editor. No script: nothing here runs, and the checker makes sure that
// each line below a `@ts-expect-error` is indeed marked.
import type { RealtimeScript, RealtimeSession } from 'playpen/script';

export const wrongName = {
  init() {},
  // @ts-expect-error: it is called onPlayerConnect
  onPlayerConnected: () => true,
} satisfies RealtimeScript;

export const noAnswer = {
  init() {},
  // @ts-expect-error: it must say whether the player may come in
  onPlayerConnect() {},
} satisfies RealtimeScript;

// @ts-expect-error: init is the one callback a script needs
export const noInit = {} satisfies RealtimeScript;

export function wrongMethod(session: RealtimeSession): void {
  // @ts-expect-error: it is called sendMessage
  session.send(1, 'hello');
}
