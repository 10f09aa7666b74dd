import type { EngineLink, EngineLinkEvents } from '../engine/engine-link.ts';
import type { EngineAnswers, EngineQuestion, ToEngine } from '../engine/engine-messages.ts';

/** Stands for threads: says what they were sent, and answers when a test wants it to. */
export class FakeThreads {
  /** Of the thread that is there now. */
  sent: ToEngine[] = [];
  started = 0;
  stopped = 0;
  #events: EngineLinkEvents | undefined;

  readonly start = (_limits: unknown, events: EngineLinkEvents): EngineLink => {
    this.started += 1;
    this.sent = [];
    this.#events = events;
    return {
      send: message => void this.sent.push(message),
      stop: async () => {
        this.stopped += 1;
      },
    };
  };

  /** The last thing it was asked. */
  get question(): EngineQuestion | undefined {
    return this.sent.flatMap(message => (message.kind === 'question' ? [message.question] : [])).at(-1);
  }

  /** Tickets it was given, in order. */
  get added(): string[] {
    return this.sent.flatMap(message =>
      message.kind === 'add' ? message.tickets.map(({ ticketId }) => ticketId) : [],
    );
  }

  answer<K extends keyof EngineAnswers>(answer: EngineAnswers[K]): void {
    this.#events?.onMessage({ answer });
  }

  die(): void {
    this.#events?.onLost(new Error('died'));
  }
}
