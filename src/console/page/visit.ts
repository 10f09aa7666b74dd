import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConsoleUser, SignInRequest } from '../protocol.ts';
import { ConsoleError, callServer } from './console-api.ts';

/** Who looks at the page, as far as the server has said. */
export type Visitor =
  | { kind: 'unknown'; trouble?: string }
  | { kind: 'stranger' }
  | { kind: 'user'; user: ConsoleUser };

/** From the first question who this is to the sign-out. */
export class Visit {
  readonly #visitor = signal<Visitor>({ kind: 'unknown' });

  get visitor(): ReadonlySignal<Visitor> {
    return this.#visitor;
  }

  /** Asks the server. While it does not answer, who was known is still taken to be there. */
  async ask(): Promise<void> {
    try {
      this.#setUser(await callServer<ConsoleUser>('GET', 'me'));
    } catch (error) {
      const { code, message } = error as ConsoleError;
      if (code === 'console_sign_in_required') this.#visitor.value = { kind: 'stranger' };
      else if (this.#visitor.value.kind === 'unknown')
        this.#visitor.value = { kind: 'unknown', trouble: message };
    }
  }

  /** @throws {ConsoleError} */
  async signIn(request: SignInRequest): Promise<void> {
    this.#setUser(await callServer<ConsoleUser>('POST', 'sign-in', request));
  }

  async signOut(): Promise<void> {
    try {
      await callServer('POST', 'sign-out');
    } catch (error) {
      // Where the server does not answer, the cookie stays, and so does the page.
      if (error instanceof ConsoleError && error.code === 'unreachable') return;
    }
    await this.ask();
  }

  /** The same answer is the same user: what hangs on it is not begun anew. */
  #setUser(user: ConsoleUser): void {
    const known = this.#visitor.value;
    if (known.kind === 'user' && JSON.stringify(known.user) === JSON.stringify(user)) return;
    this.#visitor.value = { kind: 'user', user };
  }
}
