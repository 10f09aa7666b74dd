import type { ComingExpansion, RuleExplanation } from '../../../matchmaking/match.ts';
import type { ExplainedTicket } from '../../protocol.ts';
import { clock, count, duration } from '../parts/format.ts';
import { Meter } from '../parts/meter.tsx';
import { TableFrame } from '../parts/table-frame.tsx';

export interface ExplanationViewProps {
  explanation: ExplainedTicket;
  /** When it was made, in milliseconds since the epoch. */
  nowMs: number;
}

/** Why a ticket has no match yet: in sentences, then by rules, regions and what will change. */
export function ExplanationView({ explanation, nowMs }: ExplanationViewProps) {
  const { summary, rules, comingExpansions } = explanation;
  return (
    <section class="block explanation">
      <h2>Why it waits</h2>
      <ul class="sentences">
        {summary.map((text, index) => (
          <li class="said" key={index}>
            {text}
          </li>
        ))}
      </ul>
      <div class="side-by-side">
        <Rules rules={rules} />
        <div>
          <Regions explanation={explanation} />
          <Expansions coming={comingExpansions} nowMs={nowMs} />
        </div>
      </div>
    </section>
  );
}

function Rules({ rules }: { rules: readonly RuleExplanation[] }) {
  return (
    <div>
      <h3>Rules against others</h3>
      {rules.length === 0 ? (
        <p class="empty">The rule set has no rule that is in force now: it lacks players alone.</p>
      ) : (
        <TableFrame label="Rules">
          <table class="compact">
            <caption class="unseen">Rules, and how many of the other tickets each is against</caption>
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Type</th>
                <th scope="col">Against</th>
              </tr>
            </thead>
            <tbody>
              {rules.map(rule => (
                <RuleRow rule={rule} key={rule.ruleName} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </div>
  );
}

function RuleRow({ rule: { ruleName, type, failedCount, passedCount } }: { rule: RuleExplanation }) {
  const all = failedCount + passedCount;
  return (
    <tr>
      <th scope="row">
        <bdi class="said">{ruleName}</bdi>
      </th>
      <td class="soft">{type}</td>
      <td>
        <Meter used={failedCount} allowed={all} text={`${count(failedCount)} of ${count(all)}`} />
      </td>
    </tr>
  );
}

function Regions({ explanation: { regions, rules } }: { explanation: ExplainedTicket }) {
  const isBound = rules.some(({ type }) => type === 'latency');
  if (!isBound && regions.length === 0) return null;
  return (
    <>
      <h3>Regions left</h3>
      <p class="regions">
        {regions.length === 0 ? (
          <span class="trouble">None is near enough for its players.</span>
        ) : (
          regions.map(name => (
            <bdi class="said region" key={name}>
              {name}
            </bdi>
          ))
        )}
      </p>
    </>
  );
}

function Expansions({ coming, nowMs }: { coming: readonly ComingExpansion[]; nowMs: number }) {
  return (
    <>
      <h3>Next expansions</h3>
      {coming.length === 0 ? (
        <p class="empty">Waiting changes nothing more; another ticket has to come.</p>
      ) : (
        <TableFrame label="Next expansions">
          <table class="compact">
            <caption class="unseen">What the next steps of expansions will change, and when</caption>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Becomes</th>
                <th scope="col" class="number">
                  In
                </th>
              </tr>
            </thead>
            <tbody>
              {coming
                .toSorted((a, b) => a.atMs - b.atMs)
                .map(one => (
                  <tr key={one.target}>
                    <th scope="row">
                      <code class="said">{one.target}</code>
                    </th>
                    <td>
                      <span class="said">{[one.value].flat().join(', ')}</span>
                    </td>
                    <td class="number" title={clock(one.atMs)}>
                      {duration((one.atMs - nowMs) / 1000)}
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </>
  );
}
