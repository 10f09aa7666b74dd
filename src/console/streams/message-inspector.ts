import type { Limits } from '../../limits/limits.ts';
import { TokenBucket } from '../../limits/token-bucket.ts';
import type { GameSession } from '../../session/game-session.ts';
import type { SeenMessage } from '../../session/message-tap.ts';
import type { InspectedMessage, InspectedMessages, MessageQuery } from '../protocol.ts';
import type { EventStream } from './event-stream.ts';

/** Shows a session's messages until the browser goes or the session is over. */
export function inspect(
  session: GameSession,
  query: MessageQuery,
  { stream, limits }: { stream: EventStream; limits: Limits },
): void {
  const inspector = new MessageInspector(query, limits, stream);
  const unwatch = session.operator.messages.watch(message => inspector.see(message));
  const timer = setInterval(() => {
    inspector.flush();
    if (!session.isEnded) return;
    stream.send('end', {});
    stream.end();
  }, limits.inspectorIntervalMs).unref();
  stream.onClose(() => {
    unwatch();
    clearInterval(timer);
  });
}

/**
 * Shows the messages of a game session to one browser: those that were asked for, as many as the limits say in a second,
 * gathered for a moment. What it does for a message is bounded, for the session's players wait meanwhile.
 */
class MessageInspector {
  readonly #query: MessageQuery;
  readonly #limits: Limits;
  readonly #stream: EventStream;
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  #matched = 0;
  #gathered: InspectedMessage[] = [];
  #skipped = 0;

  constructor(query: MessageQuery, limits: Limits, stream: EventStream) {
    this.#query = query;
    this.#limits = limits;
    this.#stream = stream;
    this.#messages = TokenBucket.perSecond(limits.inspectedMessagesPerSecond);
    this.#bytes = TokenBucket.perSecond(limits.inspectedBytesPerSecond);
  }

  see(message: SeenMessage): void {
    if (!this.#isWanted(message)) return;
    const { inspectedPayloadBytes } = this.#limits;
    const { payload, ...rest } = message;
    const shown = payload.subarray(0, inspectedPayloadBytes);
    if (!this.#bytes.isAvailable() || !this.#messages.tryTake(1)) {
      this.#skipped++;
      return;
    }
    this.#bytes.spend(shown.length);
    this.#gathered.push({
      at: Date.now(),
      ...rest,
      payloadBytes: payload.length,
      payload: Buffer.from(shown.buffer, shown.byteOffset, shown.length).toString('base64'),
      isCut: shown.length < payload.length,
    });
  }

  /** Sends what was gathered; what the browser does not take counts as skipped. */
  flush(): void {
    if (this.#gathered.length === 0 && this.#skipped === 0) return;
    const event: InspectedMessages = { messages: this.#gathered, skipped: this.#skipped };
    this.#skipped = this.#stream.send('messages', event) ? 0 : this.#skipped + this.#gathered.length;
    this.#gathered = [];
  }

  #isWanted({ opCode, sender, targetPeer }: SeenMessage): boolean {
    const { opCode: wantedCode, peerId, sample = 1 } = this.#query;
    if (wantedCode !== undefined && opCode !== wantedCode) return false;
    if (peerId !== undefined && sender !== peerId && targetPeer !== peerId) return false;
    return this.#matched++ % sample === 0;
  }
}
