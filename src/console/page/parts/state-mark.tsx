import type { Health } from './health.ts';

/** A state in words, with a dot in its colour. */
export function StateMark({ tone, text }: Health) {
  return (
    <span class={`state ${tone}`}>
      <span class="dot" aria-hidden="true" />
      {text}
    </span>
  );
}
