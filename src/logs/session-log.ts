import { appendFile, open, rename } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { logLine } from './log-line.ts';

const CHUNK_BYTES = 64 * 1024;

/** Whoever reads a log as it is written. */
export interface LogFollower {
  /** @returns false when it takes no more, and is cut off */
  push(text: string): boolean;
  /** The log is complete, or the follower was cut off. */
  end(): void;
}

/** The files a log is in: what is written now, and what was before it. */
export function logFiles(path: string): { current: string; older: string } {
  return { current: `${path}.log`, older: `${path}.1.log` };
}

/**
 * The log of one game session that runs, and those who follow it. It is in two files of half its bytes each; when
 * one is full, the other goes. No file is held open.
 */
export class SessionLog {
  readonly #files: { current: string; older: string };
  readonly #fileBytes: number;
  readonly #onError: (error: Error) => void;
  readonly #followers = new Set<LogFollower>();
  /** Lines that are not in the file yet. */
  #queue: string[] = [];
  #queueBytes = 0;
  #writtenBytes = 0;
  /** Resolves when no line is being written. */
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  /** Followers that read the file; as long as there is one, it stays as it is. */
  #readers = 0;

  /** @param path of the log, without the ending of its files */
  constructor(path: string, maxBytes: number, onError: (error: Error) => void) {
    this.#files = logFiles(path);
    this.#fileBytes = Math.ceil(maxBytes / 2);
    this.#onError = onError;
  }

  get followerCount(): number {
    return this.#followers.size;
  }

  /** Takes one record, as pino writes it. When the disk is too slow for it all, the oldest lines are left out. */
  write(json: string): void {
    const line = logLine(json);
    this.#queue.push(line);
    this.#queueBytes += Buffer.byteLength(line);
    while (this.#queueBytes > this.#fileBytes) this.#queueBytes -= Buffer.byteLength(this.#queue.shift()!);
    for (const follower of this.#followers) {
      if (!follower.push(line)) this.unfollow(follower);
    }
    this.#writeSoon();
  }

  /** Gives the follower the end of what was written, and from then on every line, until it ends. */
  async follow(follower: LogFollower, tailBytes: number): Promise<void> {
    this.#readers++;
    try {
      await this.#writing;
      const tail = (await readTail(this.#files.current, tailBytes)) ?? '';
      this.#followers.add(follower);
      if (!follower.push(tail + this.#queue.join(''))) this.unfollow(follower);
    } finally {
      this.#readers--;
      this.#writeSoon();
    }
  }

  unfollow(follower: LogFollower): void {
    if (this.#followers.delete(follower)) follower.end();
  }

  /** Resolves when everything is in the file. */
  async close(): Promise<void> {
    while (this.#queue.length > 0 || this.#isWriting) {
      this.#writeSoon();
      await (this.#readers === 0 ? this.#writing : nextTurn());
    }
    for (const follower of this.#followers) this.unfollow(follower);
  }

  #writeSoon(): void {
    if (!this.#isWriting) this.#writing = this.#writeQueue();
  }

  async #writeQueue(): Promise<void> {
    this.#isWriting = true;
    while (this.#queue.length > 0 && this.#readers === 0) {
      await this.#append(this.#takeChunk()).catch(this.#onError);
    }
    this.#isWriting = false;
  }

  async #append(chunk: string): Promise<void> {
    const bytes = Buffer.byteLength(chunk);
    if (this.#writtenBytes > 0 && this.#writtenBytes + bytes > this.#fileBytes) {
      await rename(this.#files.current, this.#files.older);
      this.#writtenBytes = 0;
    }
    this.#writtenBytes += bytes;
    await appendFile(this.#files.current, chunk, { mode: 0o600 });
  }

  #takeChunk(): string {
    const maxBytes = Math.min(CHUNK_BYTES, this.#fileBytes);
    let chunk = '';
    let bytes = 0;
    while (this.#queue.length > 0) {
      const lineBytes = Buffer.byteLength(this.#queue[0]!);
      if (chunk !== '' && bytes + lineBytes > maxBytes) break;
      chunk += this.#queue.shift();
      bytes += lineBytes;
    }
    this.#queueBytes -= bytes;
    return chunk;
  }
}

/** The last bytes of a file, from the beginning of a line; undefined where there is no file. */
export async function readTail(path: string, maxBytes: number): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - maxBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const text = buffer.subarray(0, bytesRead).toString();
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}
