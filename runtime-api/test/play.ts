import type { NewGameSession } from '../../src/host/relay-host.ts';
import type { LogLine, TestHost } from '../../src/host/test/harness.ts';
import type { TestClient, TestLogin, TestPacket } from '../../src/host/test/test-client.ts';
import type { GameSession } from '../../src/session/game-session.ts';

/** Line numbers count from the first line of this. */
const PRELUDE = `
let session, reports = 0;
const report = value => console.log('report ' + ++reports + ' ' + JSON.stringify({ value }));
const message = (opCode, content) => session.newTextGameMessage(opCode, -1, content);
const say = (peer, opCode, content) => session.sendReliableMessage(message(opCode, content), peer);
exports.ssExports = {
  init(rtSession) { session = rtSession; if (this.ready) return this.ready(); },
`;

/**
 * A script for tests: `members` is the source of further members of its ssExports. They see `session`,
 * `report(value)` (see {@link Play.report}), `message(opCode, text)` and `say(peer, opCode, text)`; `init` calls `ready()`.
 * @param top source to run before everything else
 */
export function scriptOf(members: string, top = ''): string {
  return `${top}${PRELUDE}${members}\n};`;
}

export type Wanted = Omit<NewGameSession, 'script'>;

/** A game session whose script is under test. */
export class Play {
  readonly session: GameSession;
  readonly #host: TestHost;
  #reports = 0;

  private constructor(host: TestHost, session: GameSession) {
    this.#host = host;
    this.session = session;
  }

  /** Plays `scriptOf(members)`; rejects when the session does not start. */
  static async start(host: TestHost, members: string, wanted: Wanted = {}): Promise<Play> {
    return new Play(host, await host.play(scriptOf(members), wanted));
  }

  static async startCode(host: TestHost, code: string, wanted: Wanted = {}): Promise<Play> {
    return new Play(host, await host.play(code, wanted));
  }

  login(login: Omit<TestLogin, 'playerSessionId'> = {}): Promise<TestClient> {
    return this.#host.login({ ...login, playerSessionId: this.session.id });
  }

  /** The next value the script gave to `report`, as JSON carries it. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the script says; the test expects something of it
  async report(): Promise<any> {
    const head = `report ${++this.#reports} `;
    const { msg } = await this.logged(head);
    return (JSON.parse(msg.slice(msg.indexOf(head) + head.length)) as { value?: unknown }).value;
  }

  /** This session's first line of log, past or to come, that holds `text`. */
  logged(text: string): Promise<LogLine> {
    return this.#host.line(line => line.gameSessionId === this.session.id && line.msg.includes(text));
  }

  /** What was logged for this session up to the first line that holds `text`, and that line. */
  async linesUntil(text: string): Promise<string[]> {
    const lines = new Set<LogLine>();
    await this.#host.line(line => {
      if (line.gameSessionId !== this.session.id) return false;
      lines.add(line);
      return line.msg.includes(text);
    });
    return [...lines].map(line => line.msg);
  }
}

/** What `body`, run as a function in `init` with `session` in scope, returns, as JSON carries it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the script says; the test expects something of it
export async function inScript(host: TestHost, body: string, wanted: Wanted = {}): Promise<any> {
  const play = await Play.start(
    host,
    `async ready() { report(await (async () => {\n${body}\n})()); }`,
    wanted,
  );
  const value = await play.report();
  await play.session.terminate('session_terminated');
  return value;
}

/** Ends every session of a host, so that its tests do not add up. */
export async function endSessions(host: TestHost): Promise<void> {
  const sessions = [...host.host.sessions.values()];
  await Promise.all(sessions.map(session => session.terminate('session_terminated')));
}

/** What a player gets when `body` runs as its message comes in; `got.sender` is its peer id. The last has op code 99. */
export async function received(host: TestHost, body: string): Promise<TestPacket[]> {
  const play = await Play.start(host, `onMessage(got) { ${body}; say(got.sender, 99, 'end'); }`);
  const client = await play.login();
  client.sendToScript(1, '');
  const packets = [];
  do packets.push(await client.nextMessage());
  while (packets.at(-1)!.opCode !== 99);
  return packets.slice(0, -1);
}
