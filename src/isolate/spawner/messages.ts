/** What is to be started. */
export interface SpawnCommand {
  /** The program and its arguments. It gets an empty environment, and writes nothing to its link before it is written to. */
  command: readonly string[];
  /** What it can read from a descriptor of its own. */
  input?: { descriptor: number; bytes: Uint8Array };
  /** A descriptor to which it writes a text, and which it closes, before it reads its link. */
  report?: number;
}

/** From the host to the spawner. */
export type SpawnerRequest =
  | ({ kind: 'spawn'; id: number } & SpawnCommand)
  /** Answers `link`. */
  | { kind: 'taken'; id: number }
  /** Ends the process of this id with SIGKILL. */
  | { kind: 'kill'; id: number };

/** From the spawner to the host: for each `spawn` either `link`, `spawned` and `ended`, with `words` between, or `failed`. */
export type SpawnerReply =
  /** Comes with the host's end of the link, unless that has closed already. */
  | { kind: 'link'; id: number }
  /** Nobody but the host has the link now. */
  | { kind: 'spawned'; id: number; pid: number; report: string }
  | { kind: 'failed'; id: number; message: string }
  /** Some of its standard error. */
  | { kind: 'words'; id: number; text: string }
  | ({ kind: 'ended'; id: number } & ProcessEnd);

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Descriptor of the child's end of its link, which is a socketpair. */
export const LINK_DESCRIPTOR = 3;
