import type { ParsedRuleSet } from './rule-set.ts';

/** Reads the body of a rule set, and checks all of it. @param text at most 65,535 characters */
export function parseRuleSet(_text: string): ParsedRuleSet {
  throw new Error('being built');
}
