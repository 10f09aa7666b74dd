import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Distribution } from '../matchmaking/simulation/generate-tickets.ts';
import { simulateMatchmaking, validateRuleSet } from './match.ts';
import { explainTicket } from './match-explain.ts';
import { parseCount } from './options.ts';

const MOST_TICKETS_PER_SECOND = 10_000;
const MOST_SECONDS = 86_400;
/** Of a request, in the service that is spoken like. */
const MOST_TIMEOUT_SECONDS = 43_200;
const MOST_IN_PARTY = 10;
const MOST_REGIONS = 32;

/** Commands about matchmaking; only `explain` needs a server. */
export function addMatchCommands(program: Command): void {
  const match = program.command('match').description('matchmaking with FlexMatch rule sets');
  match
    .command('validate')
    .description('say what is wrong with a rule set, with line and column')
    .argument('<ruleset>', 'the rule set: a JSON file')
    .action((ruleSet: string) => validateRuleSet(ruleSet));
  match
    .command('simulate')
    .description('run a rule set over recorded or made-up players, in virtual time')
    .argument('<ruleset>', 'the rule set: a JSON file')
    .option('--tickets <file>', 'recorded tickets: a JSON list of { "AtSeconds", "TicketId", "Players" }')
    .option(
      '--generate <per-second>',
      'make up so many tickets a second',
      parseCount(MOST_TICKETS_PER_SECOND),
      10,
    )
    .option('--seconds <count>', 'for so long', parseCount(MOST_SECONDS), 300)
    .option(
      '--attribute <spec>',
      'of made-up players; may be repeated: skill=normal:1500,300 or level=uniform:1,60 or mode=choice:coop,duel',
      collectAttribute,
      {},
    )
    .option('--regions <list>', 'regions of made-up players', parseRegions, ['us-east-1', 'eu-west-1'])
    .option('--party <count>', 'largest party of made-up players', parseCount(MOST_IN_PARTY), 1)
    .option('--timeout <seconds>', 'a ticket waits no longer', parseCount(MOST_TIMEOUT_SECONDS), 120)
    .option('--seed <number>', 'decides everything that is left to chance', parseCount(0xffff_ffff), 1)
    .option('--svg <file>', 'write the distributions as a picture, too')
    .action((ruleSet: string, options) => simulateMatchmaking(ruleSet, options));
  match
    .command('explain')
    .description('say why a ticket of a running server has no match yet')
    .argument('<ticket>', 'its TicketId')
    .option('--tenant <id>', 'whose it is, where several tenants have one of this id')
    .option('--json', 'print all that is known as JSON, instead of sentences')
    .addOption(
      new Option(
        '--api <url>',
        'where the server answers operators: the API port of dev, --operator-port of serve',
      ).default('http://127.0.0.1:9081'),
    )
    .action((ticketId: string, options) => explainTicket(ticketId, options));
}

function parseRegions(value: string): string[] {
  const regions = value.split(',').map(region => region.trim());
  if (regions.length <= MOST_REGIONS && regions.every(region => region !== '')) return regions;
  throw new InvalidArgumentError(`It must be up to ${MOST_REGIONS} names with commas between them.`);
}

function collectAttribute(
  spec: string,
  others: Readonly<Record<string, Distribution>>,
): Record<string, Distribution> {
  const {
    name = '',
    kind,
    values = '',
  } = /^(?<name>[^=]+)=(?<kind>normal|uniform|choice):(?<values>.+)$/.exec(spec)?.groups ?? {};
  const parts = values.split(',');
  if (kind === 'choice') return { ...others, [name]: { kind, values: parts } };
  const [first, second] = parts.map(Number);
  if (kind === undefined || parts.length !== 2 || !Number.isFinite(first) || !Number.isFinite(second)) {
    throw new InvalidArgumentError(
      'It must be like skill=normal:MEAN,DEVIATION, level=uniform:LEAST,MOST or mode=choice:A,B.',
    );
  }
  const distribution: Distribution =
    kind === 'normal'
      ? { kind, mean: first!, deviation: second! }
      : { kind: 'uniform', least: first!, most: second! };
  return { ...others, [name]: distribution };
}
