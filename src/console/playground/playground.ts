import { PlaypenError } from '../../errors.ts';
import type { Limits } from '../../limits/limits.ts';
import type { Publication, ScriptCatalog } from '../../scripts/catalog.ts';
import { TaskQueue } from '../../scripts/task-queue.ts';
import type { PlaygroundScript, PublishRequest, PublishResult } from '../protocol.ts';
import { type EditedFile, readEditedFile, writeEditedFile } from './edited-file.ts';
import { markersIn } from './script-markers.ts';

export interface PlaygroundOptions {
  /** The script that is developed: a file, a folder or a zip file. */
  script: string;
  catalog: Pick<ScriptCatalog, 'publish' | 'list' | 'current'>;
  limits: Limits;
  /** Game sessions that run this version. */
  sessionsOf(hash: string): number;
  /** As when its file was saved. */
  onPublished(publication: Publication): void;
}

/** Edits and publishes the script that is developed. Its file stays the truth: what is published is what was saved. */
export class Playground {
  readonly #options: PlaygroundOptions;
  readonly #queue: TaskQueue;

  constructor(options: PlaygroundOptions) {
    this.#options = options;
    this.#queue = new TaskQueue({ maxRunning: 1, maxWaiting: options.limits.playgroundPublishesWaiting });
  }

  /** @throws {PlaypenError} `playground_read_only` */
  async read(): Promise<PlaygroundScript> {
    const { catalog, sessionsOf } = this.#options;
    const { name, text, readOnlyBecause } = await this.#file();
    return {
      file: name,
      text,
      isReadOnly: readOnlyBecause !== undefined,
      currentHash: catalog.current?.hash ?? '',
      versions: catalog.list().map(({ hash, label, createdAt }) => ({
        ...{ hash, label },
        createdAt: Date.parse(createdAt),
        sessions: sessionsOf(hash),
      })),
    };
  }

  /**
   * Writes the file, then publishes it.
   * @throws {PlaypenError} `playground_conflict`, `playground_read_only`, `playground_too_large`, and nothing is written;
   *   `publish_busy`
   */
  publish(request: PublishRequest): Promise<PublishResult> {
    return this.#queue.run(() => this.#publish(request));
  }

  async #publish({ text, baseText }: PublishRequest): Promise<PublishResult> {
    const { limits, catalog } = this.#options;
    const bytes = Buffer.byteLength(text);
    if (bytes > limits.playgroundBytes) {
      throw new PlaypenError(
        'playground_too_large',
        `${bytes} bytes, and ${limits.playgroundBytes} are allowed`,
      );
    }
    const file = await this.#file();
    if (file.text !== baseText) throw new PlaypenError('playground_conflict', file.name);
    const before = catalog.current?.hash;
    if (text !== baseText) await writeEditedFile(file, text);
    return this.#publishFile(file, before);
  }

  async #publishFile(file: EditedFile, before: string | undefined): Promise<PublishResult> {
    const { script, catalog, limits, onPublished } = this.#options;
    const place = { path: file.path, root: file.root, max: limits.playgroundMarkers };
    try {
      const publication = await catalog.publish(script);
      onPublished(publication);
      const { hash, label, warnings } = publication.version;
      return {
        // Whoever watches the file may have published it first.
        outcome: hash === before ? 'unchanged' : 'published',
        ...{ hash, label, warnings: markersIn(warnings.join('\n'), place) },
      };
    } catch (error) {
      if (!(error instanceof PlaypenError) || error.code === 'publish_busy') throw error;
      const { code, message, detail } = error;
      return { outcome: 'refused', code, message, markers: markersIn(detail, place) };
    }
  }

  #file(): Promise<EditedFile> {
    return readEditedFile(this.#options.script, this.#options.limits.playgroundBytes);
  }
}
