import { scriptWith } from '../../src/host/test/scripts.ts';
import { TestClient } from '../../src/host/test/test-client.ts';
import type { Relay, RelaySession, SessionEnd } from './relay.ts';
import { within } from './within.ts';

const INTERVAL_MS = 20;
const SCRIPT_OP_CODE = 700;
const PEER_OP_CODE = 701;
const PATIENCE_MS = 15_000;

export const HONEST_SCRIPT = scriptWith();

/** How a victim fared since it was last asked. */
export interface Fate {
  /** The longest that one of its messages was under way, in milliseconds. */
  worstMs: number;
  ended?: SessionEnd;
  /** What was wrong with its messages, when its session lives. */
  wrong?: string;
}

/**
 * A session with an honest script, whose player sends numbered messages all the time: to the script, which echoes,
 * and through the relay to itself. Each has to come back, once and in order.
 */
export class Victim {
  readonly session: RelaySession;
  readonly #client: TestClient;
  readonly #timer: NodeJS.Timeout;
  readonly #receivers: Promise<unknown>;
  /** When each message left, by op code and number. */
  readonly #sentAt = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();
  #sent = 0;
  #worstMs = 0;
  #wrong: string | undefined;

  private constructor(session: RelaySession, client: TestClient) {
    this.session = session;
    this.#client = client;
    this.#timer = setInterval(() => this.#send(), INTERVAL_MS);
    this.#receivers = Promise.allSettled([SCRIPT_OP_CODE, PEER_OP_CODE].map(code => this.#receive(code)));
  }

  static async start(relay: Relay): Promise<Victim> {
    const session = await relay.createSession(HONEST_SCRIPT, 'strict');
    const failed = await session.started;
    if (failed !== undefined)
      throw new Error(`an honest session could not start: ${failed.code} ${failed.detail}`);
    return new Victim(session, await TestClient.login(relay.port, { playerSessionId: session.id }));
  }

  /** Waits until all that was sent so far is back, or the session has ended. */
  async fate(): Promise<Fate> {
    const last = this.#send();
    const answers = [SCRIPT_OP_CODE, PEER_OP_CODE].map(
      code => new Promise<void>(resolve => this.#waiting.set(`${code} ${last}`, resolve)),
    );
    const all = Promise.all(answers).then(() => 'all');
    const outcome = await within(PATIENCE_MS, Promise.race([all, this.#receivers]));
    const worstMs = this.#worstMs;
    this.#worstMs = 0;
    this.#waiting.clear();
    if (this.session.end !== undefined || outcome !== 'all') {
      const end = this.session.end ?? (await within(1_000, this.session.ended));
      if (end !== undefined) return { worstMs, ended: end };
    }
    const wrong = this.#wrong ?? (outcome === 'all' ? undefined : 'messages did not come back');
    return wrong === undefined ? { worstMs } : { worstMs, wrong };
  }

  /** Leaves; what it waits for does not matter any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#client.close();
  }

  #send(): number {
    const number = ++this.#sent;
    const nowMs = performance.now();
    this.#sentAt.set(`${SCRIPT_OP_CODE} ${number}`, nowMs);
    this.#sentAt.set(`${PEER_OP_CODE} ${number}`, nowMs);
    this.#client.sendToScript(SCRIPT_OP_CODE, String(number));
    this.#client.sendToPlayer(this.#client.peerId, PEER_OP_CODE, String(number));
    return number;
  }

  async #receive(opCode: number): Promise<void> {
    try {
      for (let number = 1; ; number++) {
        const { text } = await this.#client.next(packet => packet.opCode === opCode);
        if (text !== String(number)) this.#wrong ??= `message ${text} came instead of ${number}`;
        const key = `${opCode} ${text}`;
        this.#worstMs = Math.max(this.#worstMs, performance.now() - (this.#sentAt.get(key) ?? 0));
        this.#sentAt.delete(key);
        this.#waiting.get(key)?.();
      }
    } finally {
      clearInterval(this.#timer);
    }
  }
}
