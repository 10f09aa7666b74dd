import { CompiledCode } from './compiled-code.ts';
import { ExchangeMemory } from './exchange-memory.ts';

/** What the isolates of one worker have in common. */
export class WorkerShared {
  readonly memory = new ExchangeMemory();
  /** Of the time that `CompiledCode` takes. */
  readonly takingBudget = CompiledCode.budget();
}
