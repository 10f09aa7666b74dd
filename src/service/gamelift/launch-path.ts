import { posix } from 'node:path';
import type { RuntimeConfiguration } from '@aws-sdk/client-gamelift';
import { invalidRequest } from './service-error.ts';

/** Where launch paths say that the files of a script lie. */
const GAME_FOLDER = '/local/game/';

/**
 * The file of a script that a launch path means, relative to the top of its zip file: `server.js` is that of
 * `/local/game/server.js` and of `server.js`.
 * @throws {ServiceError} InvalidRequestException for what leads elsewhere
 */
export function entryOf(launchPath: string): string {
  const isInGameFolder = launchPath.startsWith(GAME_FOLDER);
  const entry = posix.normalize(isInGameFolder ? launchPath.slice(GAME_FOLDER.length) : launchPath);
  if (/^\/|^\.\.?(\/|$)|\/$/.test(entry)) {
    throw invalidRequest(
      `LaunchPath "${launchPath}" names no file of the script; give its path in the zip file, such as ` +
        `${GAME_FOLDER}server.js or server.js`,
    );
  }
  return entry;
}

/**
 * The file that the game sessions of a fleet run: that of the first server process, whichever slot they take. The
 * other server processes add their slots, and what they name has to be there, too.
 * @throws {ServiceError} InvalidRequestException when there is no server process
 */
export function mainEntryOf(configuration: RuntimeConfiguration | undefined): string {
  const [first] = configuration?.ServerProcesses ?? [];
  if (first?.LaunchPath === undefined) {
    throw invalidRequest(
      'RuntimeConfiguration.ServerProcesses must name at least one server process with its LaunchPath',
    );
  }
  return entryOf(first.LaunchPath);
}

/** All files that the server processes name. */
export function entriesOf(configuration: RuntimeConfiguration | undefined): ReadonlySet<string> {
  const processes = configuration?.ServerProcesses ?? [];
  return new Set(processes.map(({ LaunchPath = '' }) => entryOf(LaunchPath)));
}
