import { type Summary, summarize } from './summary.ts';

/** What a median is to be, in the unit of its row. */
export type Goal = { atMost: number } | { atLeast: number };

export interface Row extends Summary {
  what: string;
  unit: string;
  goal?: Goal;
}

/** Bars beside each other, of one figure. */
export interface Plot {
  title: string;
  unit: string;
  bars: (Summary & { name: string })[];
}

/** What one bench has found. Each row is printed as soon as it is there. */
export class Report {
  readonly rows: Row[] = [];
  readonly notes: string[] = [];
  readonly plots: Plot[] = [];

  row(what: string, values: readonly number[], unit: string, goal?: Goal): void {
    const row: Row = { what, unit, ...summarize(values), ...(goal === undefined ? {} : { goal }) };
    this.rows.push(row);
    const figures = `${formatFigure(row.median)} ${unit}`.padStart(14);
    const spread = `(${formatFigure(row.min)} to ${formatFigure(row.max)}, n = ${row.count})`;
    console.log(`${what.padEnd(60)} ${figures}   ${spread}${goal === undefined ? '' : `   ${verdict(row)}`}`);
  }

  /** What a reader of the figures has to know. */
  note(text: string): void {
    this.notes.push(text);
    console.log(`  ${text}`);
  }

  plot(title: string, unit: string, bars: ReadonlyMap<string, readonly number[]>): void {
    this.plots.push({
      title,
      unit,
      bars: [...bars].map(([name, values]) => ({ name, ...summarize(values) })),
    });
  }
}

/** Undefined where there is no goal. */
export function meetsGoal({ median, goal }: Row): boolean | undefined {
  if (goal === undefined) return undefined;
  return 'atMost' in goal ? median <= goal.atMost : median >= goal.atLeast;
}

export function describeGoal(goal: Goal): string {
  return 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
}

/** Three digits that count. */
export function formatFigure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function verdict(row: Row): string {
  return `goal ${describeGoal(row.goal!)}: ${meetsGoal(row) === true ? 'met' : 'missed'}`;
}
