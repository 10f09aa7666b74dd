import type { Game } from './game.ts';

/** One thing that a server guarantees. */
export interface Case {
  readonly name: string;
  /** What says so: the protocol, as Amazon's client SDK needs it, or a rule of Playpen's where the protocol has none. */
  readonly rule: 'protocol' | 'playpen';
  run(game: Game): Promise<void>;
}

export type Run = Case['run'];

export function protocol(name: string, run: Run): Case {
  return { name, rule: 'protocol', run };
}

export function playpen(name: string, run: Run): Case {
  return { name, rule: 'playpen', run };
}

export interface Outcome {
  readonly name: string;
  readonly rule: Case['rule'];
  /** Why it is not so; undefined where it is. */
  readonly failure: string | undefined;
}
