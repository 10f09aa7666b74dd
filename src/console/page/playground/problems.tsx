import type { ScriptMarker } from '../../protocol.ts';

export interface ProblemsProps {
  markers: readonly ScriptMarker[];
  severity: 'error' | 'warning';
  onChoose(marker: ScriptMarker): void;
}

/** What the server found in the script, each a button that goes to its place. */
export function Problems({ markers, severity, onChoose }: ProblemsProps) {
  if (markers.length === 0) return null;
  return (
    <ol class={`playground-problems ${severity}`} aria-label={severity === 'error' ? 'Errors' : 'Warnings'}>
      {markers.map(marker => (
        <li key={`${marker.line}:${marker.column}:${marker.message}`}>
          <button type="button" onClick={() => onChoose(marker)}>
            <span class="place">
              {marker.line}:{marker.column}
            </span>
            <span class="message">{marker.message}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
