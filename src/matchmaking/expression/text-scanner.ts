/** Why a text is not what it should be, and at which of its characters, the first being 0. */
export class ExpressionProblem extends Error {
  readonly index: number;

  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}

/** Goes through a text, from one thing that is expected to the next. */
export class TextScanner {
  readonly text: string;
  index = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** What stands here, if it matches; the scanner is behind it then. @param pattern sticky (`y`) */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.index;
    const found = pattern.exec(this.text)?.[0];
    this.index += found?.length ?? 0;
    return found;
  }

  skipBlanks(): void {
    this.take(/\s+/y);
  }

  /** @throws {ExpressionProblem} at `index`, by default here */
  fail(message: string, index = this.index): never {
    throw new ExpressionProblem(index, message);
  }
}
