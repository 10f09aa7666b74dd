import { Command, CommanderError, Option } from 'commander';
import { BOT_LIMITS } from '../bots/bot-limits.ts';
import { PlaypenError } from '../errors.ts';
import { SANDBOX_KINDS } from '../isolate/sandbox/sandbox.ts';
import { TRUST_TIERS } from '../isolate/trust.ts';
import { LIMITS } from '../limits/limits.ts';
import { playBots } from './bots.ts';
import { runDev } from './dev.ts';
import { LOG_LEVELS } from './log.ts';
import { printLog } from './logs.ts';
import { addMatchCommands } from './match-commands.ts';
import { parseCount, parseIdRange, parsePort, parseRegion, parseSeconds } from './options.ts';
import { activateScript, listScripts } from './scripts.ts';
import { runServe } from './serve.ts';
import { SORT_KEYS } from './top/table.ts';
import { showTop } from './top/top.ts';

/** What a command line that cannot be carried out exits with. */
const EXIT_USAGE = 2;

export function createProgram(): Command {
  const program = new Command('playpen')
    .description('Self-hosted Realtime servers for multiplayer games')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'playpen: ')) });
  addDevCommand(program);
  addServeCommand(program);
  addScriptCommands(program);
  addTopCommand(program);
  addBotsCommand(program);
  addMatchCommands(program);
  return program;
}

function addDevCommand(program: Command): void {
  const dev = program
    .command('dev')
    .description('run one script: any player is let in, players share the open game session')
    .argument('[script]', 'the Realtime script: a file, a folder or a zip; default: an example');
  addAddressOptions(dev)
    .option('--client <file>', "program of the game's page, served at /play/ of the API port")
    .option('--data <folder>', 'where versions of the script are kept; default: in memory')
    .option('--restart-sessions', 'end running game sessions when the script has a new version')
    .option('--live-clock', 'let scripts read the time as it passes, not as their batch began')
    .addOption(
      new Option('--profile <profile>', 'language of the script: strict is what the scripts of strangers get')
        .choices(['standard', 'strict'])
        .default('standard'),
    );
  addProcessOptions(dev).action(async (script: string | undefined, options) => {
    await runDev({
      ...options,
      script,
      restartSessions: options.restartSessions === true,
      liveClock: options.liveClock === true,
      logFormat: options.json === true ? 'json' : 'pretty',
    });
  });
}

function addServeCommand(program: Command): void {
  const serve = program
    .command('serve')
    .description('run the fleets, scripts and game sessions that come through the GameLift-compatible API');
  addAddressOptions(serve)
    .requiredOption('--data <folder>', 'where everything is kept')
    .option('--advertise <address>', 'IP address that players are told to connect to; default: --host')
    .option('--dns-name <name>', 'name of that address, for clients that want one', '')
    .option('--api-host <address>', 'address that the API listens on', '127.0.0.1')
    .option(
      '--api-url <url>',
      'where backends reach the API, for the addresses it gives away; default: as it listens',
    )
    .option(
      '--operator-port <port>',
      'port for operators, on this machine only: health, metrics, sessions',
      parsePort,
      9081,
    )
    .option(
      '--access-keys <file>',
      'JSON file of access keys and their tenants; without it nobody needs a key',
    )
    .option(
      '--notifications <file>',
      'JSON file of the addresses that events of queues and matchmaking go to',
    )
    .option('--allow-open-access', 'let everybody who reaches the API do everything, on any address')
    .option('--region <region>', 'region in ARNs, and home location of fleets', parseRegion, 'local')
    .addOption(
      new Option('--trust <tier>', 'with whom game sessions share a worker whose fleet says nothing else')
        .choices(TRUST_TIERS)
        .default('tenant'),
    );
  addProcessOptions(serve).action(async options => {
    await runServe({
      ...options,
      allowOpenAccess: options.allowOpenAccess === true,
      logFormat: options.json === true ? 'json' : 'pretty',
    });
  });
}

/** Where every server listens, and what bounds it. */
function addAddressOptions(command: Command): Command {
  return command
    .option('--host <address>', 'address that players connect to', '127.0.0.1')
    .option('--port <port>', 'WebSocket port', parsePort, 1900)
    .option('--udp-ports <port>', 'first port of the UDP range', parsePort, 33_400)
    .option('--api-port <port>', 'port of the HTTP API', parsePort, 9080)
    .option(
      '--max-sessions <count>',
      'game sessions at once',
      parseCount(LIMITS.sessionsPerHost.hard),
      LIMITS.sessionsPerHost.default,
    )
    .option('--limits <file>', 'JSON file of limits; docs/limits.md says which there are');
}

/** How every server locks scripts in, and what it logs. */
function addProcessOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--sandbox <kind>', 'what script workers are locked in with')
        .choices(SANDBOX_KINDS)
        .default('process'),
    )
    .option('--worker-uids <first-last>', 'as root: user and group ids that script workers get', parseIdRange)
    .option('--json', 'log JSON lines instead of text for people')
    .addOption(
      new Option('--log-level <level>', 'least level that is logged').choices(LOG_LEVELS).default('info'),
    );
}

/** Commands that reach a running server over its API port. */
function addScriptCommands(program: Command): void {
  const scripts = program.command('scripts').description('the versions of the script a running server has');
  const api = new Option('--api <url>', 'where its API port is').default('http://127.0.0.1:9080');
  scripts
    .command('list')
    .description('list them, newest first; * is what new game sessions run')
    .addOption(api)
    .action(options => listScripts(options.api));
  scripts
    .command('activate')
    .description('let new game sessions run an older version again')
    .argument('<hash>', 'its hash, or the beginning of it')
    .addOption(api)
    .action((hash: string, options) => activateScript(options.api, hash));
  program
    .command('logs')
    .description('print the log of a game session')
    .argument('<session>', 'its id, or a part of it that no other has')
    .option('-f, --follow', 'go on as it is written, until the session is over')
    .addOption(
      new Option(
        '--api <url>',
        'where the server answers operators: the API port of dev, --operator-port of serve',
      ).default('http://127.0.0.1:9081'),
    )
    .action((session: string, options) =>
      printLog(options.api, session, options.follow === true ? 'follow' : 'once'),
    );
}

function addTopCommand(program: Command): void {
  program
    .command('top')
    .description('show the game sessions, workers and load of a running server; q ends it, s sorts')
    .addOption(
      new Option('--api <url>', 'where the server answers operators').default('http://127.0.0.1:9081'),
    )
    .addOption(
      new Option('--sort <column>', 'what game sessions are sorted by').choices(SORT_KEYS).default('cpu'),
    )
    .option('--once', 'print it once, as when the output is no terminal')
    .action(options => showTop({ ...options, once: options.once === true }));
}

function addBotsCommand(program: Command): void {
  program
    .command('bots')
    .description('let bots of a file of your own play against a server, and measure')
    .requiredOption('--script <file>', 'what the bots do: a module, JavaScript or TypeScript')
    .option('--count <count>', 'bots', parseCount(BOT_LIMITS.bots), 10)
    .option('--host <address>', 'where players connect', '127.0.0.1')
    .option('--port <port>', 'WebSocket port', parsePort, 1900)
    .option('--ramp-up <seconds>', 'in which all bots have come', parseSeconds, 5)
    .option('--duration <seconds>', 'after which the bots leave; default: when interrupted', parseSeconds)
    .action(playBots);
}

/** Runs a command line; what is wrong with it is said in one line on standard error. @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has written its line already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (error instanceof PlaypenError) {
      process.stderr.write(`playpen: ${error.message}\n`);
      return EXIT_USAGE;
    }
    throw error;
  }
}
