import type { TicketExplanation } from '../match.ts';

/** What an explanation comes to, in sentences. */
export function summarize(explanation: Omit<TicketExplanation, 'summary'>, nowMs: number): string[] {
  const { candidates, compatible, rules, regions, minPlayers, maxPlayers, mostPlayers, unmet } = explanation;
  const needed = minPlayers === maxPlayers ? `${minPlayers}` : `${minPlayers} to ${maxPlayers}`;
  const sentences = [
    `It has waited ${seconds(explanation.ageMs)}, with ${candidates} other ${candidates === 1 ? 'ticket' : 'tickets'}; ` +
      `${compatible} of them could share a match with it.`,
    `A match needs ${needed} players; with this ticket, ${mostPlayers} at most come together now.`,
  ];
  for (const { ruleName, passedCount, failedCount } of rules) {
    if (failedCount > 0) {
      sentences.push(`Rule "${ruleName}" is against ${failedCount} of ${failedCount + passedCount} tickets.`);
    }
  }
  if (unmet.length > 0) sentences.push(`Those together break: ${unmet.join(', ')}.`);
  if (rules.some(({ type }) => type === 'latency')) {
    sentences.push(
      regions.length === 0
        ? 'No region is near enough for its players.'
        : `Regions near enough: ${regions.join(', ')}.`,
    );
  }
  for (const { target, value, atMs } of explanation.comingExpansions) {
    sentences.push(`In ${seconds(atMs - nowMs)}, ${target} becomes ${JSON.stringify(value)}.`);
  }
  return sentences;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
