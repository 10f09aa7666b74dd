import { Counter, Gauge, Registry } from 'prom-client';
import type { Limits } from '../../../limits/limits.ts';
import type { MetricsPart } from '../../../metrics/metrics-page.ts';
import { SeriesBound } from '../../../metrics/series-bound.ts';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import type {
  EventTicket,
  MatchmakingHappening,
  MatchmakingListener,
  RuleEvaluationMetrics,
} from '../matchmaking/matchmaking-listener.ts';
import { MATCHMAKING_COUNTERS, RULE_COUNTERS } from './matchmaking-metric-names.ts';

export interface MatchmakingMetricsDeps {
  store: Store;
  limits: Pick<Limits, 'metricMatchmakingConfigurations' | 'metricMatchmakingRules'>;
  /** Active tickets, by configuration. */
  waiting(): readonly { tenantId: string; id: string; depth: number }[];
}

type ConfigurationName = Pick<MatchmakingConfigurationRecord, 'tenantId' | 'id'>;
type CounterName = keyof typeof MATCHMAKING_COUNTERS;

const LABELS = ['tenant_id', 'configuration_name'] as const;
const RULE_LABELS = [...LABELS, 'rule_name'] as const;
/** Of all together that are beyond the bound. */
const OTHER = { tenant_id: 'other', configuration_name: 'other' };
const OTHER_RULES = { ...OTHER, rule_name: 'other' };

/** The metrics of matchmaking, with the names of CloudWatch as Prometheus spells them. */
export class MatchmakingMetrics implements MetricsPart, MatchmakingListener {
  readonly registry = new Registry();
  readonly #deps: MatchmakingMetricsDeps;
  readonly #configurations: SeriesBound;
  /** By configuration: rules that have series of their own. */
  readonly #rules = new Map<string, Set<string>>();
  readonly #counters = new Map<CounterName, Counter>();
  readonly #passed: Counter;
  readonly #failed: Counter;
  readonly #tickets: Gauge;

  constructor(deps: MatchmakingMetricsDeps) {
    this.#deps = deps;
    this.#configurations = new SeriesBound(deps.limits.metricMatchmakingConfigurations);
    const registers = [this.registry];
    for (const [name, metric] of Object.entries(MATCHMAKING_COUNTERS)) {
      this.#counters.set(name as CounterName, new Counter({ ...metric, labelNames: LABELS, registers }));
    }
    const ofRules = { labelNames: RULE_LABELS, registers };
    this.#passed = new Counter({ ...RULE_COUNTERS.passed, ...ofRules });
    this.#failed = new Counter({ ...RULE_COUNTERS.failed, ...ofRules });
    const help = 'Tickets that are being matched or placed, or wait to be.';
    this.#tickets = new Gauge({ name: 'gamelift_current_tickets', help, labelNames: LABELS, registers });
  }

  /** A ticket is new. */
  started(configuration: ConfigurationName, players: number): void {
    this.#count(configuration, 'ticketsStarted');
    this.#count(configuration, 'playersStarted', players);
  }

  happened(
    configuration: MatchmakingConfigurationRecord,
    happening: MatchmakingHappening,
    atMs: number,
  ): void {
    const { tickets } = happening;
    switch (happening.type) {
      case 'PotentialMatchCreated':
        this.#count(configuration, 'matchesCreated');
        this.#countSeconds(configuration, 'timeToMatch', tickets, atMs);
        this.#countRules(configuration, happening.ruleEvaluationMetrics);
        break;
      case 'AcceptMatchCompleted':
        this.#count(configuration, ROUND_COUNTERS[happening.acceptance]);
        break;
      case 'MatchmakingSucceeded':
        this.#count(configuration, 'matchesPlaced');
        this.#count(configuration, 'ticketsSucceeded', tickets.length);
        this.#countSeconds(configuration, 'timeToTicketSuccess', tickets, atMs);
        break;
      case 'MatchmakingTimedOut':
        this.#count(configuration, 'ticketsTimedOut', tickets.length);
        this.#countRules(configuration, happening.ruleEvaluationMetrics);
        break;
      case 'MatchmakingCancelled':
        this.#count(configuration, 'ticketsCancelled', tickets.length);
        this.#countSeconds(configuration, 'timeToTicketCancel', tickets, atMs);
        this.#countRules(configuration, happening.ruleEvaluationMetrics);
        break;
      case 'MatchmakingFailed':
        this.#count(configuration, 'ticketsFailed', tickets.length);
        break;
    }
  }

  async refresh(): Promise<void> {
    const configurations = await this.#deps.store.listAll('matchmakingConfiguration');
    // From here on nothing waits, so that whoever reads meanwhile sees all or nothing.
    this.#forget(new Set(configurations.map(keyOf)));
    this.#tickets.reset();
    for (const configuration of configurations) this.#tickets.inc(this.#labels(configuration), 0);
    for (const { depth, ...name } of this.#deps.waiting()) this.#tickets.inc(this.#labels(name), depth);
  }

  #count(configuration: ConfigurationName, name: CounterName, count = 1): void {
    this.#counters.get(name)!.inc(this.#labels(configuration), count);
  }

  #countSeconds(
    configuration: ConfigurationName,
    name: CounterName,
    tickets: readonly EventTicket[],
    atMs: number,
  ): void {
    const waitedMs = tickets.reduce((sum, { startTimeMs }) => sum + Math.max(0, atMs - startTimeMs), 0);
    this.#count(configuration, name, waitedMs / 1_000);
  }

  #countRules(configuration: ConfigurationName, metrics: readonly RuleEvaluationMetrics[]): void {
    for (const { ruleName, passedCount, failedCount } of metrics) {
      const labels = this.#ruleLabels(configuration, ruleName);
      this.#passed.inc(labels, passedCount);
      this.#failed.inc(labels, failedCount);
    }
  }

  #ruleLabels(configuration: ConfigurationName, ruleName: string) {
    const own = this.#rules.get(keyOf(configuration)) ?? new Set();
    const labels = { ...namesOf(configuration), rule_name: ruleName };
    if (own.has(ruleName)) return labels;
    const count = [...this.#rules.values()].reduce((sum, { size }) => sum + size, 0);
    if (count >= this.#deps.limits.metricMatchmakingRules) return OTHER_RULES;
    this.#rules.set(keyOf(configuration), own.add(ruleName));
    return labels;
  }

  #labels(configuration: ConfigurationName) {
    return this.#configurations.admits(keyOf(configuration)) ? namesOf(configuration) : OTHER;
  }

  /** What is no more has no series. */
  #forget(configurations: ReadonlySet<string>): void {
    for (const key of this.#configurations.keep(configurations)) {
      for (const counter of this.#counters.values()) counter.remove(namesIn(key));
    }
    for (const [key, ruleNames] of this.#rules) {
      if (configurations.has(key)) continue;
      this.#rules.delete(key);
      for (const ruleName of ruleNames) {
        const labels = { ...namesIn(key), rule_name: ruleName };
        this.#passed.remove(labels);
        this.#failed.remove(labels);
      }
    }
  }
}

const ROUND_COUNTERS = {
  Accepted: 'matchesAccepted',
  Rejected: 'matchesRejected',
  TimedOut: 'matchAcceptancesTimedOut',
} as const satisfies Record<string, CounterName>;

/** Names of configurations have no blanks. */
function keyOf({ tenantId, id }: ConfigurationName): string {
  return `${id} ${tenantId}`;
}

function namesIn(key: string) {
  const [id = '', ...tenantId] = key.split(' ');
  return namesOf({ id, tenantId: tenantId.join(' ') });
}

function namesOf({ tenantId, id }: ConfigurationName) {
  return { tenant_id: tenantId, configuration_name: id };
}
