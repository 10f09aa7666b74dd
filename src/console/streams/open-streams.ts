import { PlaypenError } from '../../errors.ts';
import type { Limits } from '../../limits/limits.ts';
import type { ConsoleAccess, Visitor } from '../access/console-access.ts';
import { EventStream } from './event-stream.ts';

/** All streams that are open: how many there may be, of everybody and of one, and whether they may go on. */
export class OpenStreams {
  readonly #limits: Limits;
  readonly #access: Pick<ConsoleAccess, 'isGood'>;
  readonly #open = new Map<EventStream, Visitor>();
  readonly #beats: NodeJS.Timeout;
  #isClosed = false;

  constructor(limits: Limits, access: Pick<ConsoleAccess, 'isGood'>) {
    this.#limits = limits;
    this.#access = access;
    this.#beats = setInterval(() => this.#beat(), limits.consoleBeatMs).unref();
  }

  /** @throws {PlaypenError} `console_busy`, `server_shutdown` */
  open(visitor: Visitor): EventStream {
    const { consoleStreams, consoleStreamsPerUser, consoleStreamBytes } = this.#limits;
    if (this.#isClosed) throw new PlaypenError('server_shutdown');
    const own = [...this.#open.values()].filter(({ id }) => id === visitor.id).length;
    if (this.#open.size >= consoleStreams || own >= consoleStreamsPerUser) {
      throw new PlaypenError('console_busy', 'close some of them');
    }
    const stream = new EventStream(consoleStreamBytes);
    this.#open.set(stream, visitor);
    stream.onClose(() => this.#open.delete(stream));
    return stream;
  }

  /** Ends those whose sign-in is over. */
  endUnwelcome(): void {
    for (const [stream, visitor] of this.#open) if (!this.#access.isGood(visitor)) stream.end();
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#beats);
    for (const stream of this.#open.keys()) stream.end();
  }

  #beat(): void {
    this.endUnwelcome();
    for (const stream of this.#open.keys()) stream.beat();
  }
}
