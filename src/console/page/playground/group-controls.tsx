import { useState } from 'preact/hooks';
import type { SimulatedPlayer } from './simulated-player.ts';

/** The groups that the player is in; asks to join and to leave. */
export function GroupControls({ player }: { player: SimulatedPlayer }) {
  const [written, setWritten] = useState('1');
  const [problem, setProblem] = useState('');
  const groupIds = player.groupIds.value;
  const join = (event: Event): void => {
    event.preventDefault();
    setProblem(problemOf(() => player.joinGroup(Number(written))));
  };
  return (
    <form class="playground-groups" aria-label={`Groups of ${player.name}`} onSubmit={join}>
      <label class="field short">
        Group
        <input
          {...{ type: 'number', min: 1, required: true, value: written }}
          onInput={event => setWritten(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Join</button>
      <ul aria-label="In groups">
        {groupIds.map(groupId => (
          <li key={groupId}>
            {groupId}
            <button
              type="button"
              class="quiet"
              aria-label={`Leave group ${groupId}`}
              onClick={() => setProblem(problemOf(() => player.leaveGroup(groupId)))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <p class="problem" role="alert">
        {problem}
      </p>
    </form>
  );
}

function problemOf(act: () => void): string {
  try {
    act();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
