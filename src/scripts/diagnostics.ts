import { resolve } from 'node:path';
import type { Location, Message } from 'esbuild';
import { codeFrame } from './code-frame.ts';
import { DYNAMIC_REQUIRE_IDS, DYNAMIC_REQUIRE_TEXT } from './dynamic-require.ts';
import { displayPath } from './paths.ts';

/** The most characters of a message: some repeat what they are about, which may be a name of megabytes. */
const MESSAGE_LENGTH = 500;

/** The bundler's messages as text for the script's author. */
export class Diagnostics {
  readonly #root: string;
  readonly #maxMessages: number;

  constructor(root: string, maxMessages: number) {
    this.#root = root;
    this.#maxMessages = maxMessages;
  }

  /** One text: each message with its place, the line it is about, and what to do. */
  errors(messages: readonly Message[]): string {
    return this.#bounded(messages, 'errors', message => {
      const hint = hintFor(message);
      const notes = message.notes.filter(note => note.location !== null);
      return [
        this.#line(message),
        ...frame(message.location),
        ...(hint === undefined ? [] : [`  ${hint}`]),
        ...notes.map(note => `  ${this.#place(note.location)}${shortened(note.text)}`),
      ].join('\n');
    }).join('\n\n');
  }

  /** One line for each message: `file:line:column: text`. */
  warnings(messages: readonly Message[]): string[] {
    return this.#bounded(messages, 'warnings', message => this.#line(message));
  }

  #bounded(messages: readonly Message[], what: string, show: (message: Message) => string): string[] {
    const shown = [...new Set(messages.slice(0, this.#maxMessages).map(show))];
    const rest = messages.length - this.#maxMessages;
    return rest > 0 ? [...shown, `and ${rest} more ${what}`] : shown;
  }

  #line(message: Message): string {
    const text = DYNAMIC_REQUIRE_IDS.has(message.id) ? DYNAMIC_REQUIRE_TEXT : message.text;
    return `${this.#place(message.location)}${shortened(text)}`;
  }

  #place(location: Location | null): string {
    if (location === null) return '';
    const file = displayPath(resolve(this.#root, location.file));
    return `${file}:${location.line}:${columnOf(location) + 1}: `;
  }
}

function shortened(text: string): string {
  return text.length > MESSAGE_LENGTH ? `${text.slice(0, MESSAGE_LENGTH)}…` : text;
}

/** Zero-based, in characters; the bundler counts bytes. */
function columnOf({ lineText, column }: Location): number {
  return Buffer.from(lineText).subarray(0, column).toString().length;
}

function frame(location: Location | null): string[] {
  return location === null ? [] : codeFrame(location.lineText, location.line, columnOf(location));
}

/** What to do about a message of the bundler that does not say so itself, told by what it points at. */
function hintFor({ location, pluginName }: Message): string | undefined {
  if (location === null || pluginName !== '') return undefined;
  const bytes = Buffer.from(location.lineText).subarray(location.column, location.column + location.length);
  const subject = bytes.toString();
  if (subject === 'await') return 'await works inside async functions only: move it into init or a callback';
  const [, specifier] = /^(?:'([^']+)'|"([^"]+)")$/.exec(subject)?.filter(part => part !== undefined) ?? [];
  if (specifier === undefined) return undefined;
  return /^[./]/.test(specifier)
    ? 'is the path right? It counts from the file that asks for it'
    : `npm install it in the script's own folder, or put try … catch around it if the script can do without`;
}
