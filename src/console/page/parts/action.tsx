import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useConsole } from '../console-context.ts';
import { sentence } from './format.ts';

export type Outcome = { kind: 'none' | 'busy' } | { kind: 'done' | 'failed'; text: string };

export interface Action {
  outcome: ReadonlySignal<Outcome>;
  /** Carries it out, unless it is under way; `work` returns what is said of it then. */
  run(work: () => Promise<string>): Promise<void>;
}

/** One thing that a user can have done, and what came of it. */
export function useAction(): Action {
  const { visit } = useConsole();
  const outcome = useSignal<Outcome>({ kind: 'none' });
  const run = async (work: () => Promise<string>): Promise<void> => {
    if (outcome.value.kind === 'busy') return;
    outcome.value = { kind: 'busy' };
    try {
      outcome.value = { kind: 'done', text: await work() };
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      outcome.value = { kind: 'failed', text: sentence(message) };
      if (code === 'console_sign_in_required') await visit.ask();
    }
  };
  return { outcome, run };
}

/** What came of it, said aloud as well. */
export function OutcomeText({ outcome }: { outcome: ReadonlySignal<Outcome> }) {
  const { value } = outcome;
  return (
    <p class={`outcome ${value.kind === 'failed' ? 'trouble' : 'soft'}`} role="status">
      {'text' in value ? value.text : ''}
    </p>
  );
}
