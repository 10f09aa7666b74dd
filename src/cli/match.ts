import { readFile, writeFile } from 'node:fs/promises';
import { PlaypenError } from '../errors.ts';
import { parseRuleSet } from '../matchmaking/rule-set/parse-rule-set.ts';
import type { RuleSet } from '../matchmaking/rule-set/rule-set.ts';
import { type Distribution, generateTickets } from '../matchmaking/simulation/generate-tickets.ts';
import { simulate } from '../matchmaking/simulation/simulate.ts';
import type { MatchPlayer, MatchTicket } from '../matchmaking/ticket.ts';
import { simulationReport, simulationSvg } from './match-report.ts';

/** As long as the service waits for more tickets to come before it looks for matches. */
const PASS_DELAY_MS = 100;

export interface SimulateOptions {
  readonly tickets?: string;
  /** Tickets a second, if there is no file of them. */
  readonly generate: number;
  readonly seconds: number;
  readonly attribute: Readonly<Record<string, Distribution>>;
  readonly regions: readonly string[];
  readonly party: number;
  /** In seconds. */
  readonly timeout: number;
  readonly seed: number;
  readonly svg?: string;
}

/** `playpen match validate RULESET`. @throws {PlaypenError} `rule_set_invalid`, with all that is wrong */
export async function validateRuleSet(path: string): Promise<void> {
  const { name, teams, rules } = await readRuleSet(path);
  const players = teams.reduce((sum, { maxPlayers }) => sum + maxPlayers, 0);
  console.log(
    `${name || path}: valid; ${teams.length} teams, up to ${players} players, ${rules.length} rules`,
  );
}

/** `playpen match simulate RULESET`. @throws {PlaypenError} `rule_set_invalid`, `tickets_invalid` */
export async function simulateMatchmaking(path: string, options: SimulateOptions): Promise<void> {
  const ruleSet = await readRuleSet(path);
  const tickets =
    options.tickets === undefined
      ? generateTickets({
          ruleSet,
          seed: options.seed,
          ticketsPerSecond: options.generate,
          seconds: options.seconds,
          attributes: options.attribute,
          regions: options.regions,
          mostInParty: options.party,
        })
      : await readTickets(options.tickets);
  const result = simulate({
    ruleSet,
    tickets,
    seed: options.seed,
    requestTimeoutMs: options.timeout * 1_000,
    passDelayMs: PASS_DELAY_MS,
  });
  for (const line of simulationReport(result)) console.log(line);
  if (options.svg !== undefined) await writeFile(options.svg, simulationSvg(result));
}

async function readRuleSet(path: string): Promise<RuleSet> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new PlaypenError('rule_set_invalid', `${path}: ${(error as Error).message}`);
  }
  const parsed = parseRuleSet(text);
  if (parsed.ok) return parsed.ruleSet;
  const problems = parsed.problems.map(
    ({ line, column, message }) => `\n  ${path}:${line}:${column}: ${message}`,
  );
  throw new PlaypenError('rule_set_invalid', problems.join(''));
}

/** Players as `StartMatchmaking` takes them. */
interface TicketEntry {
  readonly AtSeconds?: unknown;
  readonly TicketId?: unknown;
  readonly Players?: unknown;
}

async function readTickets(path: string): Promise<MatchTicket[]> {
  let entries: unknown;
  try {
    entries = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new PlaypenError('tickets_invalid', `${path}: ${(error as Error).message}`);
  }
  if (!Array.isArray(entries)) throw new PlaypenError('tickets_invalid', `${path}: it must hold a list`);
  const ids = new Set<string>();
  return entries.map((entry, index) => {
    const ticket = ticketFrom(entry, index);
    if (typeof ticket === 'string')
      throw new PlaypenError('tickets_invalid', `${path}: entry ${index + 1}: ${ticket}`);
    if (ids.has(ticket.ticketId)) {
      throw new PlaypenError(
        'tickets_invalid',
        `${path}: entry ${index + 1}: TicketId "${ticket.ticketId}" was there`,
      );
    }
    ids.add(ticket.ticketId);
    return ticket;
  });
}

/** @returns the ticket, or what is wrong with it */
function ticketFrom(entry: TicketEntry | null, index: number): MatchTicket | string {
  const { AtSeconds: atSeconds, TicketId: ticketId = `ticket-${index + 1}`, Players: players } = entry ?? {};
  if (typeof atSeconds !== 'number' || atSeconds < 0) return '"AtSeconds" must be a number of at least 0';
  if (typeof ticketId !== 'string') return '"TicketId" must be a string';
  if (!Array.isArray(players)) return '"Players" must be a list';
  const known: MatchPlayer[] = [];
  for (const { PlayerId, PlayerAttributes = {}, LatencyInMs = {} } of players) {
    if (typeof PlayerId !== 'string') return 'each player needs a "PlayerId"';
    known.push({ playerId: PlayerId, attributes: PlayerAttributes, latencyMs: LatencyInMs });
  }
  return { ticketId, enteredAtMs: atSeconds * 1_000, players: known };
}
