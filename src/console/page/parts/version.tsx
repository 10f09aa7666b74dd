import { shortHash } from './format.ts';

/** The label of a version where it has one, and the beginning of its hash. */
export function Version({ label, hash }: { label?: string | undefined; hash: string }) {
  return (
    <span class="version" title={hash}>
      {label && <bdi class="said">{label} </bdi>}
      <code>{shortHash(hash)}</code>
    </span>
  );
}
