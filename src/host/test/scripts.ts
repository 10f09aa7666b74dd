/**
 * A script for tests: `members` is the source text of further callbacks, which see `session` and `text`. Without
 * one of its own it echoes each message to its sender, by the channel the message came by.
 */
export function scriptWith(members = ''): string {
  return `
let session;
const text = (opCode, content) => session.newTextGameMessage(opCode, -1, content);
exports.ssExports = {
  init(rtSession) { session = rtSession; },
  onMessage(message) { this.echo(message); },
  echo(message) {
    const answer = session.newBinaryGameMessage(message.opCode, -1, message.payload);
    if (message.reliable) session.sendReliableMessage(answer, message.sender);
    else session.sendMessage(answer, message.sender);
  },
  ${members}
};`;
}

export const ECHO_SCRIPT = scriptWith();
