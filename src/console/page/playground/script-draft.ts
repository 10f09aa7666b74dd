import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { PlaygroundScript, PlaygroundVersion, PublishRequest, PublishResult } from '../../protocol.ts';
import { ConsoleError } from '../console-api.ts';

/** The script's file, its versions and publishing, as the server has them. */
export interface ScriptServer {
  /** @throws {ConsoleError} */
  read(): Promise<PlaygroundScript>;
  /** @throws {ConsoleError} */
  publish(request: PublishRequest): Promise<PublishResult>;
}

/** What came of the last attempt to publish. */
export type PublishOutcome =
  | PublishResult
  /** Nothing was written. */
  | { outcome: 'failed'; code: string; message: string };

/** What was edited and not published, and what it was made from. */
export interface ScriptEdits {
  file: string;
  text: string;
  baseText: string;
}

/** An object of its own each time, so that the same text twice is two replacements. */
export interface Replacement {
  readonly text: string;
}

/**
 * The script as it is being edited: the text in the editor, the text it was made from, and what the server made of it.
 * Somebody else's change of the file is taken over while nothing was edited here; otherwise it is a conflict, which
 * the user decides.
 */
export class ScriptDraft {
  readonly file: string;
  /** The file cannot be written. */
  readonly isReadOnly: boolean;
  readonly #server: ScriptServer;
  readonly #text: Signal<string>;
  readonly #replacement = signal<Replacement | undefined>(undefined);
  /** What the file held when it was last read or written from here. */
  readonly #baseText: Signal<string>;
  /** What the file holds instead of the base. */
  readonly #foreignText = signal<string | undefined>(undefined);
  readonly #isPublishing = signal(false);
  readonly #outcome = signal<PublishOutcome | undefined>(undefined);
  readonly #versions: Signal<PlaygroundVersion[]>;
  readonly #currentHash: Signal<string>;
  /** What was asked before the last publishing began says nothing of the file as it is. */
  #publishCount = 0;

  /** @param edits of the same file, from before; they are in conflict if the file has changed since */
  constructor(server: ScriptServer, script: PlaygroundScript, edits?: ScriptEdits) {
    const kept = edits?.file === script.file ? edits : undefined;
    this.#server = server;
    this.file = script.file;
    this.isReadOnly = script.isReadOnly;
    this.#text = signal(kept?.text ?? script.text);
    this.#baseText = signal(kept?.baseText ?? script.text);
    this.#versions = signal(script.versions);
    this.#currentHash = signal(script.currentHash);
    this.#onFileRead(script.text);
  }

  readonly isEdited: ReadonlySignal<boolean> = computed(() => this.#text.value !== this.#baseText.value);
  readonly hasConflict: ReadonlySignal<boolean> = computed(() => this.#foreignText.value !== undefined);

  get text(): ReadonlySignal<string> {
    return this.#text;
  }

  /** The last text that came from elsewhere than the editor, for the editor to show. */
  get replacement(): ReadonlySignal<Replacement | undefined> {
    return this.#replacement;
  }

  get isPublishing(): ReadonlySignal<boolean> {
    return this.#isPublishing;
  }

  get outcome(): ReadonlySignal<PublishOutcome | undefined> {
    return this.#outcome;
  }

  get versions(): ReadonlySignal<readonly PlaygroundVersion[]> {
    return this.#versions;
  }

  /** Of the version that new game sessions run. */
  get currentHash(): ReadonlySignal<string> {
    return this.#currentHash;
  }

  /** Undefined where there is nothing that is not in the file. */
  get edits(): ScriptEdits | undefined {
    if (!this.isEdited.value) return undefined;
    return { file: this.file, text: this.#text.value, baseText: this.#baseText.value };
  }

  edit(text: string): void {
    this.#text.value = text;
  }

  /** Reads the file and its versions. @throws {ConsoleError} */
  async look(): Promise<void> {
    const publishCount = this.#publishCount;
    const script = await this.#server.read();
    if (publishCount !== this.#publishCount || this.#isPublishing.value) return;
    this.#versions.value = script.versions;
    this.#currentHash.value = script.currentHash;
    this.#onFileRead(script.text);
  }

  /** Writes the file and publishes it; does nothing while that is under way. */
  async publish(): Promise<void> {
    if (this.#isPublishing.value) return;
    this.#isPublishing.value = true;
    this.#publishCount++;
    const text = this.#text.value;
    try {
      const result = await this.#server.publish({ text, baseText: this.#baseText.value });
      this.#baseText.value = text;
      this.#foreignText.value = undefined;
      this.#outcome.value = result;
    } catch (error) {
      this.#outcome.value = failureOf(error);
    } finally {
      this.#isPublishing.value = false;
    }
    // The versions have changed; or, after a conflict, this finds what the file holds.
    await this.look().catch(() => {});
  }

  /** Ends a conflict in favour of the file. */
  takeFile(): void {
    const foreign = this.#foreignText.value;
    if (foreign === undefined) return;
    this.#text.value = foreign;
    this.#replacement.value = { text: foreign };
    this.#baseText.value = foreign;
    this.#foreignText.value = undefined;
    this.#outcome.value = undefined;
  }

  /** Ends a conflict in favour of what was edited here. */
  async overwriteFile(): Promise<void> {
    const foreign = this.#foreignText.value;
    if (foreign === undefined) return;
    this.#baseText.value = foreign;
    this.#foreignText.value = undefined;
    await this.publish();
  }

  #onFileRead(fileText: string): void {
    if (fileText === this.#baseText.value) {
      this.#foreignText.value = undefined;
      return;
    }
    this.#foreignText.value = fileText;
    // Nothing would be lost: nothing was edited here, or just this.
    if (!this.isEdited.value || this.#text.value === fileText) this.takeFile();
  }
}

function failureOf(error: unknown): PublishOutcome {
  if (error instanceof ConsoleError) return { outcome: 'failed', code: error.code, message: error.message };
  throw error;
}
