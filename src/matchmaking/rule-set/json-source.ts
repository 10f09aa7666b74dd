import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Limits } from '../../limits/limits.ts';
import type { RuleSetProblem } from './rule-set.ts';

/** Kinds of tokens, as jsonc-parser numbers them in a `const enum`. */
const TOKEN = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, endOfFile: 17 } as const;

/** The text of a rule set: JSON with comments, in which everything has its place; and what is wrong with it. */
export class JsonSource {
  readonly problems: RuleSetProblem[] = [];
  readonly limits: Limits;
  readonly #text: string;

  constructor(text: string, limits: Limits) {
    this.#text = text;
    this.limits = limits;
  }

  /** @returns undefined if it cannot be read; `problems` then say why */
  root(): Node | undefined {
    const { ruleSetCharacters, ruleSetDepth } = this.limits;
    if (this.#text.length > ruleSetCharacters) {
      this.#complainAt(
        0,
        `the rule set has ${this.#text.length} characters; the most is ${ruleSetCharacters}`,
      );
      return undefined;
    }
    const tooDeepAt = this.#firstDeeperThan(ruleSetDepth);
    if (tooDeepAt !== undefined) {
      this.#complainAt(tooDeepAt, `there are more than ${ruleSetDepth} lists and objects within each other`);
      return undefined;
    }
    const errors: ParseError[] = [];
    const root = parseTree(this.#text, errors, { disallowComments: false, allowTrailingComma: false });
    for (const { offset, error } of errors) this.#complainAt(offset, `not JSON: ${inWords(error)}`);
    if (errors.length > 0) return undefined;
    if (root?.type !== 'object') {
      this.#complainAt(root?.offset ?? 0, 'a rule set is a JSON object: { "ruleLanguageVersion": "1.0", … }');
      return undefined;
    }
    return root;
  }

  /**
   * Notes a problem.
   * @param index of the character within a string's value that it is about
   */
  complain(node: Node, message: string, index?: number): void {
    const raw = this.#text.slice(node.offset, node.offset + node.length);
    const within = index === undefined || raw.includes('\\') ? 0 : Math.min(index + 1, node.length - 1);
    this.#complainAt(node.offset + within, message);
  }

  #complainAt(offset: number, message: string): void {
    if (this.problems.length >= this.limits.ruleSetProblems) return;
    const before = this.#text.slice(0, offset).split(/\r\n|\r|\n/);
    this.problems.push({ line: before.length, column: before.at(-1)!.length + 1, message });
  }

  /** The parser calls itself for what is within; so how deep that goes is known before. */
  #firstDeeperThan(most: number): number | undefined {
    const scanner = createScanner(this.#text, true);
    let depth = 0;
    for (let kind = scanner.scan() as number; kind !== TOKEN.endOfFile; kind = scanner.scan()) {
      if (kind === TOKEN.openBrace || kind === TOKEN.openBracket) depth++;
      if (kind === TOKEN.closeBrace || kind === TOKEN.closeBracket) depth--;
      if (depth > most) return scanner.getTokenOffset();
    }
    return undefined;
  }
}

/** `CommaExpected` → `comma expected`. */
function inWords(error: number): string {
  return printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}
