import { mkdirSync } from 'node:fs';
import { access, glob, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Logger, pino, type StreamEntry } from 'pino';
import { PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { type LogFollower, logFiles, readTail, SessionLog } from './session-log.ts';

const DAY_MS = 86_400_000;
const SWEEP_INTERVAL_MS = 3_600_000;
/** What a follower is shown of what was written before it came. */
const TAIL_BYTES = 64 * 1024;

export interface SessionLogsOptions {
  /** Logs are in folders below it. */
  directory: string;
  limits: Limits;
  /** For what goes wrong with logs. */
  log: Logger;
  /** Gets the lines of all game sessions as well. */
  also?: StreamEntry;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface OpenLog {
  logger: Logger;
  close(): Promise<void>;
}

/** The logs of game sessions, by the sessions' ARNs: written, followed, found again later, and removed in time. */
export class SessionLogs {
  readonly #options: SessionLogsOptions;
  readonly #open = new Map<string, SessionLog>();
  readonly #sweeps: NodeJS.Timeout;

  constructor(options: SessionLogsOptions) {
    this.#options = options;
    this.#sweeps = setInterval(() => void this.removeOld(), SWEEP_INTERVAL_MS).unref();
  }

  /** Begins the log of a game session. */
  open(gameSessionId: string): OpenLog {
    const { limits, log, also } = this.#options;
    const path = this.#pathOf(gameSessionId);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = new SessionLog(path, limits.sessionLogBytes, error =>
      log.error({ err: error, gameSessionId }, 'the log of a game session cannot be written'),
    );
    this.#open.set(gameSessionId, file);
    const own: StreamEntry = { level: 'debug', stream: { write: line => file.write(line) } };
    const streams = pino.multistream(also === undefined ? [own] : [own, also]);
    return {
      logger: pino({ level: 'debug', base: null }, streams),
      close: async () => {
        await file.close();
        this.#open.delete(gameSessionId);
      },
    };
  }

  /** The files of a log that is complete, the oldest lines first; empty when there are none. */
  async files(gameSessionId: string): Promise<string[]> {
    const { current, older } = logFiles(this.#pathOf(gameSessionId));
    const found = await Promise.all(
      [older, current].map(async file =>
        (await access(file).then(
          () => true,
          () => false,
        ))
          ? [file]
          : [],
      ),
    );
    return found.flat();
  }

  /**
   * Lets somebody read the log of a game session that runs.
   * @returns false when it does not run
   * @throws {PlaypenError} `too_many_followers`
   */
  async follow(gameSessionId: string, follower: LogFollower): Promise<boolean> {
    const log = this.#open.get(gameSessionId);
    if (log === undefined) return false;
    if (log.followerCount >= this.#options.limits.logFollowersPerSession) {
      throw new PlaypenError('too_many_followers');
    }
    await log.follow(follower, TAIL_BYTES);
    return true;
  }

  /** The end of a log that is complete; undefined when there is none. */
  async tail(gameSessionId: string): Promise<string | undefined> {
    return readTail(logFiles(this.#pathOf(gameSessionId)).current, TAIL_BYTES);
  }

  unfollow(gameSessionId: string, follower: LogFollower): void {
    this.#open.get(gameSessionId)?.unfollow(follower);
  }

  /** Removes logs that were written to last longer ago than they are kept. */
  async removeOld(): Promise<void> {
    const { directory, limits, log, now } = this.#options;
    const before = now() - limits.sessionLogKeptDays * DAY_MS;
    try {
      for await (const name of glob('**/*.log', { cwd: directory })) {
        const file = join(directory, name);
        if ((await stat(file)).mtimeMs < before) await rm(file, { force: true });
      }
    } catch (error) {
      log.error({ err: error }, 'old logs could not be removed');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeps);
    await Promise.all([...this.#open.values()].map(log => log.close()));
  }

  /** Ids have passed the API's patterns; that they lead nowhere else is made sure of all the same. */
  #pathOf(gameSessionId: string): string {
    const parts = gameSessionId.replace(/^.*gamesession\//, '').split('/');
    if (parts.some(part => !/^[A-Za-z0-9-]+$/.test(part))) throw new RangeError('no id of a game session');
    return join(this.#options.directory, ...parts);
  }
}
